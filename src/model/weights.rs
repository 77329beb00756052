//! The tables of learned weights, which the build script writes: nothing is parsed at start.

use rustc_hash::FxHashMap;

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
        let columns: FxHashMap<&str, usize> =
            names.iter().enumerate().map(|(at, name)| (&**name, at)).collect();
        let mut out = vec![0.0; names.len()];
        for (_, own, weights) in self.groups.iter().filter(|(of, ..)| *of == group) {
            for (name, &weight) in own.lines().zip(*weights) {
                if let Some(&at) = columns.get(name) {
                    out[at] = weight;
                }
            }
        }
        out
    }
}
