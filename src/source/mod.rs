//! Where pages come from: files, directories, standard input, archives.
//!
//! In: what the user named ([`Origin`]) and rules for reading it ([`Rules`]). Out: one [`Item`] a page,
//! handed on as soon as it is known, in an order that is the same each time. What cannot be read is an
//! item too, with a [`Fault`] in place of its content, so that nothing is lost silently.

mod fault;
mod load;
mod packing;
mod place;
mod walk;

pub use fault::Fault;
pub use load::{Loaded, SizeLimits};
pub use walk::Rules;

use std::{
    io::Read,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::Input;

/// Something that holds pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file, or a directory and all that is in it.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

/// One page that waits for its turn.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name in the record and in messages.
    pub source: String,
    /// Where its result goes below an output folder; relative, without an extension.
    pub place: PathBuf,
    /// Address it was fetched from.
    pub url: Option<String>,
    /// HTTP `Content-Type`.
    pub content_type: Option<String>,
    /// HTML or text, where the source knows.
    pub input: Input,
    /// The page itself, or the way to it.
    pub payload: Payload,
    /// Fields to carry through to the record.
    pub fields: Option<Map<String, Value>>,
}

/// The content of an [`Item`].
#[derive(Clone, Debug)]
pub enum Payload {
    /// A file, read when its turn comes.
    File(PathBuf),
    /// Bytes, packed by gzip or zstd or not at all.
    Bytes(Vec<u8>),
    /// The page cannot be had.
    Fault(Fault),
}

impl Payload {
    /// Bytes that it holds in memory while it waits.
    pub fn weight(&self) -> usize {
        match self {
            Self::File(_) | Self::Fault(_) => 0,
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

impl Item {
    fn new(source: String, place: PathBuf, payload: Payload) -> Self {
        Self { source, place, url: None, content_type: None, input: Input::Auto, payload, fields: None }
    }
}

/// What takes the items: says whether it wants more.
pub type Taker<'t> = dyn FnMut(Item) -> ControlFlow<()> + 't;

/// Hands every page of `origins` to `take`, in order.
pub fn each(origins: &[Origin], rules: &Rules, take: &mut Taker<'_>) -> ControlFlow<()> {
    for origin in origins {
        match origin {
            Origin::Stdin => stdin(rules, take)?,
            Origin::Path(path) if path.is_dir() => walk::each(path, rules, take)?,
            Origin::Path(path) => file(path, Path::new(path.file_name().unwrap_or_default()), take)?,
        }
    }
    ControlFlow::Continue(())
}

/// Whether `origins` is a single page for certain: no batch is needed for it.
pub fn is_single(origins: &[Origin]) -> bool {
    match origins {
        [Origin::Stdin] => true,
        [Origin::Path(path)] => path.is_file(),
        _ => false,
    }
}

/// One file; `name` is its path below the folder that was named.
fn file(path: &Path, name: &Path, take: &mut Taker<'_>) -> ControlFlow<()> {
    let source = path.to_string_lossy().into_owned();
    take(Item::new(source, place::of_file(name), Payload::File(path.to_owned())))
}

fn stdin(rules: &Rules, take: &mut Taker<'_>) -> ControlFlow<()> {
    let mut bytes = Vec::new();
    let limit = rules.sizes.packed as u64;
    let payload = match std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes) {
        Ok(read) if read as u64 > limit => Payload::Fault(Fault::packed(read as u64, limit)),
        Ok(_) => Payload::Bytes(bytes),
        Err(error) => Payload::Fault(Fault::read(&error)),
    };
    take(Item::new("-".to_owned(), PathBuf::from("stdin"), payload))
}
