//! The learned forests, which the build script writes in the form in which they are evaluated: nothing is parsed at start.

use std::borrow::Cow;

use super::forest::{Forest, Model, NodesByCut};

include!(concat!(env!("OUT_DIR"), "/forests.rs"));
