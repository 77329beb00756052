//! The tables of learned weights, which the build script writes: nothing is parsed at start.

/// A table of weights by group and name.
#[derive(Debug)]
pub(crate) struct Weights {
    /// Name of the group; the names of its weights, each with a line feed; the weights.
    groups: &'static [(&'static str, &'static str, &'static [f32])],
}

include!(concat!(env!("OUT_DIR"), "/weights.rs"));

impl Weights {
    /// Returns `width` weights of one group, each at the `position` of its name. The others are 0.
    pub(crate) fn of(&self, group: &str, width: usize, position: impl Fn(&str) -> Option<usize>) -> Vec<f32> {
        let mut out = vec![0.0; width];
        for (_, own, weights) in self.groups.iter().filter(|(of, ..)| *of == group) {
            for (name, &weight) in own.lines().zip(*weights) {
                if let Some(at) = position(name) {
                    out[at] = weight;
                }
            }
        }
        out
    }
}
