//! The tables of learned weights, which the build script writes: nothing is parsed at start.

/// A table of weights by group and name.
#[derive(Debug)]
pub(crate) struct Weights {
    /// Name of the group; the names of its weights, each with a line feed; the weights.
    groups: &'static [(&'static str, &'static str, &'static [f32])],
}

include!(concat!(env!("OUT_DIR"), "/weights.rs"));

impl Weights {
    /// Returns the weights of one group, in the order of `names`. A name that the table lacks has the weight 0.
    pub(crate) fn of(&self, group: &str, names: &[String]) -> Vec<f32> {
        let mut out = vec![0.0; names.len()];
        // Tables have much the same order as `names`, so each search starts after the previous match.
        let mut next = 0;
        for (_, own, weights) in self.groups.iter().filter(|(of, ..)| *of == group) {
            for (name, &weight) in own.lines().zip(*weights) {
                let (before, after) = names.split_at(next);
                let Some(found) = after.iter().chain(before).position(|known| known == name) else {
                    continue;
                };
                let at = (next + found) % names.len();
                out[at] = weight;
                next = (at + 1) % names.len();
            }
        }
        out
    }
}
