//! The word tables of this path. The build script writes them.

use super::{
    email::MailField,
    residue::{Head, Kinds, Opening},
};
use crate::lexicon::{index::KeyTable, string_map::StringMap};

include!(concat!(env!("OUT_DIR"), "/text_tables.rs"));
