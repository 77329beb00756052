//! Where pages come from: files, directories, standard input, archives.
//!
//! In: what the user named ([`Origin`]) and rules for reading it ([`Rules`]). Out: one [`Item`] a page,
//! handed on as soon as it is known, in an order that is the same each time. What cannot be read is an
//! item too, with a [`Fault`] in place of its content, so that nothing is lost silently.

mod archive;
mod fault;
mod fields;
mod http;
mod jsonl;
mod kind;
mod list;
mod load;
mod members;
mod packing;
mod place;
mod rules;
mod stream;
mod walk;
mod warc;

pub use fault::Fault;
pub use jsonl::FieldNames;
pub use kind::Kind;
pub use load::LoadedContent;
pub use rules::{Rules, StoredSize};

use std::{
    fs::File,
    io::Read,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::Input;

/// Something that holds pages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// A file, or a directory and all that is in it.
    Path(PathBuf),
    /// Standard input: a page, or any archive but zip's larger kin.
    Stdin,
    /// A file that names paths, one a line or parted by NUL; `-` is standard input.
    List(PathBuf),
}

/// One page that waits for its turn.
#[derive(Clone, Debug)]
#[non_exhaustive]
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
#[non_exhaustive]
pub enum Payload {
    /// A file, read when its turn comes.
    File(PathBuf),
    /// Bytes, packed by gzip or zstd or not at all.
    Bytes(Vec<u8>),
    /// An HTTP response as it was archived.
    Http(Vec<u8>),
    /// A line of JSONL.
    Json(Vec<u8>),
    /// The page cannot be had.
    Fault(Fault),
}

impl Payload {
    /// Bytes that it holds in memory while it waits.
    pub fn weight(&self) -> usize {
        match self {
            Self::File(_) | Self::Fault(_) => 0,
            Self::Bytes(bytes) | Self::Http(bytes) | Self::Json(bytes) => bytes.len(),
        }
    }
}

impl Item {
    pub(crate) fn new(source: String, place: PathBuf, payload: Payload) -> Self {
        Self { source, place, url: None, content_type: None, input: Input::Auto, payload, fields: None }
    }
}

/// What takes the items: says whether it wants more.
pub type Taker<'t> = dyn FnMut(Item) -> ControlFlow<()> + 't;

/// Hands every page of `origins` to `take`, in order.
pub fn each(origins: &[Origin], rules: &Rules, take: &mut Taker<'_>) -> ControlFlow<()> {
    origins.iter().try_for_each(|origin| match origin {
        Origin::Stdin => {
            let reader = std::io::stdin().lock();
            stream::each(reader, &stream::Name { source: "-", place: Path::new("stdin") }, rules, take)
        }
        Origin::Path(path) => named(path, rules, take),
        Origin::List(path) => list::each(path, rules, take),
    })
}

/// Hands every page that `reader` gives to `take`, in order: what it holds is told by its first bytes, or by
/// `rules`. `name` is what records and messages call it.
pub fn read(reader: impl Read, name: &str, rules: &Rules, take: &mut Taker<'_>) -> ControlFlow<()> {
    let path = Path::new(name);
    let place = path.file_name().map_or(path, Path::new);
    stream::each(reader, &stream::Name { source: name, place }, rules, take)
}

/// Reads bytes as a web archive.
#[cfg(feature = "lab")]
pub(crate) fn archive_of(bytes: &[u8], place: &Path, rules: &Rules, take: &mut Taker<'_>) -> ControlFlow<()> {
    let mut rules = rules.clone();
    rules.kind = Some(Kind::Warc);
    stream::each(bytes, &stream::Name { source: "fuzz", place }, &rules, take)
}

/// Whether `origins` is one page for certain: no batch is needed for it.
pub fn is_single(origins: &[Origin]) -> bool {
    matches!(origins, [Origin::Path(path)] if Kind::of_name(path) == Some(Kind::Page) && path.is_file())
}

/// How many pages `origins` hold; `None` when only reading them would tell, or when `stop` says so.
pub fn count(origins: &[Origin], rules: &Rules, stop: &dyn Fn() -> bool) -> Option<u64> {
    origins.iter().try_fold(0, |pages, origin| match origin {
        Origin::Path(path) if path.is_dir() => Some(pages + walk::count(path, rules, stop)?),
        Origin::Path(path) if Kind::of_name(path) == Some(Kind::Page) => Some(pages + 1),
        _ => None,
    })
}

/// A path that a user named: taken whatever it is.
fn named(path: &Path, rules: &Rules, take: &mut Taker<'_>) -> ControlFlow<()> {
    if path.is_dir() {
        return walk::each(path, rules, take);
    }
    let name = Path::new(path.file_name().unwrap_or_default());
    match rules.kind.or(Kind::of_name(path)) {
        Some(kind) if kind != Kind::Other => file(path, name, kind, rules, take),
        // The name does not tell: the first bytes do. What cannot be opened fails when its turn comes.
        _ => match File::open(path) {
            Ok(opened) if opened.metadata().is_ok_and(|m| m.is_file()) => {
                file(path, name, kind::of_file(opened), rules, take)
            }
            Ok(opened) => {
                let source = path.to_string_lossy();
                let place = place::of_file(name);
                stream::each(opened, &stream::Name { source: &source, place: &place }, rules, take)
            }
            Err(_) => file(path, name, Kind::Page, rules, take),
        },
    }
}

/// One file; `name` is its path below the folder that was named.
fn file(path: &Path, name: &Path, kind: Kind, rules: &Rules, take: &mut Taker<'_>) -> ControlFlow<()> {
    let source = path.to_string_lossy().into_owned();
    let place = place::of_file(name);
    if matches!(kind, Kind::Page | Kind::Other) {
        return take(Item::new(source, place, Payload::File(path.to_owned())));
    }
    match File::open(path) {
        Ok(opened) => {
            stream::contained(kind, opened, &stream::Name { source: &source, place: &place }, rules, take)
        }
        Err(error) => take(Item::new(source, place, Payload::Fault(Fault::read(&error)))),
    }
}
