//! The tables of learned weights, which the build script writes: nothing is parsed at start.

use crate::lexicon::constant::{equal, part};

/// A table of weights by group and name.
#[derive(Debug)]
pub(crate) struct Weights {
    /// Name of the group; the names of its weights, each with a line feed; the weights.
    groups: &'static [(&'static str, &'static str, &'static [f32])],
}

include!(concat!(env!("OUT_DIR"), "/weights.rs"));

impl Weights {
    /// Returns the names of the weights of one group, each with a line feed, and the weights. A constant of a group that
    /// the table lacks does not compile.
    pub(crate) const fn of(&self, group: &str) -> (&'static str, &'static [f32]) {
        let mut at = 0;
        while at < self.groups.len() {
            let (name, names, weights) = self.groups[at];
            if equal(name.as_bytes(), group.as_bytes()) {
                return (names, weights);
            }
            at += 1;
        }
        panic!("the table has no group of this name");
    }

    /// Returns a weight by its group and name.
    pub(crate) const fn get(&self, group: &str, name: &str) -> Option<f32> {
        let (mut at, mut found) = (0, None);
        while at < self.groups.len() {
            let (of, names, weights) = self.groups[at];
            let (mut n, mut start) = (0, 0);
            while n < weights.len() && equal(of.as_bytes(), group.as_bytes()) {
                let (own, next) = part(names.as_bytes(), start, b'\n');
                if equal(own, name.as_bytes()) {
                    found = Some(weights[n]);
                }
                (n, start) = (n + 1, next);
            }
            at += 1;
        }
        found
    }
}
