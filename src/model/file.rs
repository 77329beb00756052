//! Parses model files. [`super`] describes the format. The program itself parses none: the build script uses this file.

use super::forest::{Forest, MAX_LEAVES, Model, NodesByCut, SMALL};

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
        let (mut names, mut cuts, mut firsts, mut models) = (String::new(), Vec::new(), vec![0], Vec::new());
        let features = usize::from(r.u16()?);
        for _ in 0..features {
            names.push_str(r.name()?);
            names.push('\n');
            let first = cuts.len();
            let count = usize::from(r.u8()?);
            cuts.extend(
                r.take(count * 4)?.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])),
            );
            // `!(a < b)` holds for NaN too.
            let own: &[f32] = &cuts[first..];
            if own.windows(2).any(|w| w[0].partial_cmp(&w[1]) != Some(std::cmp::Ordering::Less)) {
                return Err(Malformed("cuts out of order"));
            }
            firsts.push(cuts.len() as u32);
        }
        if cuts.len() > usize::from(u16::MAX) {
            return Err(Malformed("too many cuts"));
        }
        for _ in 0..r.u8()? {
            models.push(Model::parse(&mut r, &firsts, feature_bits)?);
        }
        if !r.0.is_empty() {
            return Err(Malformed("bytes after the last model"));
        }
        Ok(Self { names: names.into(), cuts: cuts.into(), firsts: firsts.into(), models: models.into() })
    }
}

impl Model {
    fn parse(r: &mut ByteReader<'_>, firsts: &[u32], feature_bits: u32) -> Result<Self, Malformed> {
        let (name, base, unit) = (r.name()?.to_owned(), r.f32()?, r.f32()?);
        let most = 1 << (u16::BITS - feature_bits);
        let (mut all_leaves, mut steps, mut shares, mut values) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..r.u16()? {
            let leaves = r.u8()?;
            if leaves == 0 || usize::from(leaves) > most {
                return Err(Malformed("a tree has 1 to 16 leaves, in version 2 up to 32"));
            }
            all_leaves.push(leaves);
            tree(r, leaves, firsts, feature_bits, &mut steps, &mut shares)?;
            values.extend(r.take(usize::from(leaves) * 2)?.as_chunks::<2>().0);
        }
        values.resize(values.len() + MAX_LEAVES, [0; 2]);
        let by_cut = NodesByCut::of(&all_leaves, &steps, firsts.last().map_or(0, |&cuts| cuts as usize));
        let large = all_leaves.iter().any(|&leaves| usize::from(leaves) > SMALL);
        Ok(Self {
            name: name.into(),
            base,
            unit,
            leaves: all_leaves.into(),
            steps: steps.into(),
            shares: shares.into(),
            values: values.into(),
            large,
            by_cut,
        })
    }
}

/// Parses the nodes of a tree.
fn tree(
    r: &mut ByteReader<'_>,
    leaves: u8,
    firsts: &[u32],
    feature_bits: u32,
    steps: &mut Vec<[u8; 4]>,
    shares: &mut Vec<u8>,
) -> Result<(), Malformed> {
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
        let cut = match cuts {
            (Some(first), Some(&end)) if first + u32::from(cut) < end => first + u32::from(cut),
            _ => return Err(Malformed("a node refers to a cut that does not exist")),
        };
        let [low, high] = (cut as u16).to_le_bytes();
        steps.push([low, high, start, start + left]);
        shares.push(share);
        for part in [(start + left, end), (start, start + left)] {
            open[opened] = part;
            opened += usize::from(part.1 - part.0 > 1);
        }
    }
    Ok(())
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

    fn name(&mut self) -> Result<&'a str, Malformed> {
        let length = usize::from(self.u8()?);
        let name = std::str::from_utf8(self.take(length)?).map_err(|_| Malformed("a name is not text"))?;
        if name.contains('\n') { Err(Malformed("a name is not a line")) } else { Ok(name) }
    }
}
