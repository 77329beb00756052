//! Parses model files. [`super`] describes the format.

use super::{Forest, MAX_LEAVES, Model, Node, SMALL, Step, Tree};

pub(crate) const MAGIC: &[u8] = b"cdforest";
/// Version 1 has trees of up to 16 leaves over up to 4096 features, version 2 of up to 32 leaves over up to 2048. The
/// low bits of a node's first word are the feature, the others the number of left leaves minus one.
pub(crate) const FEATURE_BITS: [u32; 2] = [12, 11];

/// Why a model file cannot be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed(&'static str);

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not a model file: {}", self.0)
    }
}

impl Forest {
    /// Parses a model file.
    ///
    /// # Errors
    /// Returns [`Malformed`] if the bytes are not a model file, are truncated, or contain a tree that cannot be walked.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut r = ByteReader(bytes);
        if r.take(MAGIC.len())? != MAGIC {
            return Err(Malformed("no magic"));
        }
        let version = usize::from(r.u8()?);
        let Some(&feature_bits) = version.checked_sub(1).and_then(|v| FEATURE_BITS.get(v)) else {
            return Err(Malformed("unknown version"));
        };
        let mut forest = Self { names: Vec::new(), cuts: Vec::new(), firsts: vec![0], models: Vec::new() };
        let features = usize::from(r.u16()?);
        for _ in 0..features {
            forest.names.push(r.name()?);
            let first = forest.cuts.len();
            let count = usize::from(r.u8()?);
            forest.cuts.extend(
                r.take(count * 4)?.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])),
            );
            // `!(a < b)` holds for NaN too.
            if forest.cuts[first..]
                .windows(2)
                .any(|w| w[0].partial_cmp(&w[1]) != Some(std::cmp::Ordering::Less))
            {
                return Err(Malformed("cuts out of order"));
            }
            forest.firsts.push(forest.cuts.len() as u32);
        }
        if forest.cuts.len() > usize::from(u16::MAX) {
            return Err(Malformed("too many cuts"));
        }
        for _ in 0..r.u8()? {
            let model = Model::parse(&mut r, &forest.firsts, feature_bits)?;
            forest.models.push(model);
        }
        if r.0.is_empty() { Ok(forest) } else { Err(Malformed("bytes after the last model")) }
    }
}

impl Model {
    fn parse(r: &mut ByteReader<'_>, firsts: &[u32], feature_bits: u32) -> Result<Self, Malformed> {
        let (name, base, unit) = (r.name()?, r.f32()?, r.f32()?);
        let trees = usize::from(r.u16()?);
        let mut model = Self {
            name,
            base,
            unit,
            trees: Vec::with_capacity(trees),
            nodes: Vec::with_capacity(trees * (SMALL - 1)),
            steps: Vec::with_capacity(trees * (SMALL - 1)),
            values: Vec::new(),
            stride: SMALL,
        };
        let most = 1 << (u16::BITS - feature_bits);
        let mut values: Vec<i16> = Vec::with_capacity(trees * SMALL);
        for _ in 0..trees {
            let leaves = r.u8()?;
            if leaves == 0 || usize::from(leaves) > most {
                return Err(Malformed("a tree has 1 to 16 leaves, in version 2 up to 32"));
            }
            if usize::from(leaves) > SMALL {
                model.stride = MAX_LEAVES;
            }
            model.tree(r, leaves, firsts, feature_bits)?;
            values.extend(
                r.take(usize::from(leaves) * 2)?.as_chunks().0.iter().map(|&v| i16::from_le_bytes(v)),
            );
        }
        let mut rest = &values[..];
        for (n, tree) in model.trees.iter().enumerate() {
            let (own, after) = rest.split_at(usize::from(tree.leaves));
            model.values.extend(own);
            model.values.resize((n + 1) * model.stride, 0);
            rest = after;
        }
        Ok(model)
    }

    /// Parses the nodes of a tree.
    fn tree(
        &mut self,
        r: &mut ByteReader<'_>,
        leaves: u8,
        firsts: &[u32],
        feature_bits: u32,
    ) -> Result<(), Malformed> {
        self.trees.push(Tree { first: self.nodes.len() as u32, leaves });
        let (nodes, _) = r.take((usize::from(leaves) - 1) * 4)?.as_chunks::<4>();
        // Leaf ranges of the subtrees that are still to be parsed.
        let mut open = [(0, 0); MAX_LEAVES + 1];
        open[0] = (0, leaves);
        let mut opened = 1;
        for &[low, high, cut, share] in nodes {
            // A range of one leaf is never pushed, and a tree has one node less than leaves, so there is always another
            // range.
            opened -= 1;
            let (start, end) = open[opened];
            let word = u16::from_le_bytes([low, high]);
            let (feature, left) = (word & ((1 << feature_bits) - 1), (word >> feature_bits) as u8 + 1);
            if left >= end - start {
                return Err(Malformed("a node with no right leaf"));
            }
            let cuts = (firsts.get(usize::from(feature)), firsts.get(usize::from(feature) + 1));
            let question = match cuts {
                (Some(first), Some(&end)) if first + u32::from(cut) < end => first + u32::from(cut),
                _ => return Err(Malformed("a node refers to a cut that does not exist")),
            };
            self.nodes.push(Node { feature, cut, left, share });
            self.steps.push(Step { cut: question as u16, from: start, right: start + left });
            for part in [(start + left, end), (start, start + left)] {
                open[opened] = part;
                opened += usize::from(part.1 - part.0 > 1);
            }
        }
        Ok(())
    }
}

/// Reads numbers from the front of a slice.
struct ByteReader<'a>(&'a [u8]);

impl<'a> ByteReader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], Malformed> {
        let (head, tail) = self.0.split_at_checked(n).ok_or(Malformed("truncated"))?;
        self.0 = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (head, tail) = self.0.split_first_chunk().ok_or(Malformed("truncated"))?;
        self.0 = tail;
        Ok(*head)
    }

    fn u8(&mut self) -> Result<u8, Malformed> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    fn u16(&mut self) -> Result<u16, Malformed> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn f32(&mut self) -> Result<f32, Malformed> {
        Ok(f32::from_le_bytes(self.array()?))
    }

    fn name(&mut self) -> Result<Box<str>, Malformed> {
        let length = usize::from(self.u8()?);
        let name = std::str::from_utf8(self.take(length)?).map_err(|_| Malformed("a name is not text"))?;
        Ok(name.into())
    }
}
