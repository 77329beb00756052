//! Reads pages from files, directories, standard input, archives and feeds.
//!
//! Each page of the given [`Origin`]s is visited as an [`Item`] as soon as it is known, always in the same order.
//! Unreadable input is an item too, with a [`SourceError`] in place of its content. So is input that is not a page,
//! with a [`SkipReason`], so that nothing is lost silently.

mod arc;
mod archive;
mod directory;
mod ebook;
mod entry;
mod error;
mod feed;
mod file_id;
mod guard;
mod header_fields;
mod http;
mod json;
mod jsonl;
mod kind;
mod list;
mod load;
mod members;
mod message;
mod packing;
mod reading_rules;
mod result_path;
mod stop;
mod stream;
mod warc;
mod zip;

pub use error::SourceError;
pub(crate) use file_id::FileId;
pub use jsonl::FieldNames;
pub use kind::Kind;
pub use load::LoadedContent;
pub use reading_rules::{Rules, StoredSize};
pub use stop::Stop;

use stop::StoppableReader;

use std::{
    fs::File,
    io::Read,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::Input;

/// A source of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// A file, or a directory with everything in it.
    Path(PathBuf),
    /// Standard input: a page or any archive.
    Stdin,
    /// A file with paths, one per line or separated by NUL; `-` is standard input.
    List(PathBuf),
}

/// A page that is not loaded yet.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Item {
    /// The name in records and messages.
    pub source: String,
    /// The path of the result below an output folder; relative, without an extension.
    pub output_path: PathBuf,
    /// The address from which it was fetched.
    pub url: Option<String>,
    /// HTTP `Content-Type`.
    pub content_type: Option<String>,
    /// HTML or text, if the source knows.
    pub input: Input,
    /// The page, or how to get it.
    pub payload: Payload,
    /// Fields to copy to the record.
    pub fields: Option<Map<String, Value>>,
    /// Whether the page was found in a directory or an archive, rather than named by the user.
    pub is_member: bool,
    /// Size and modification time of the file with the page, as one number; 0 if unknown.
    pub stamp: u64,
    /// Warnings about a readable page; filled by [`load`](Self::load).
    pub warnings: Vec<String>,
}

/// The content of an [`Item`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Payload {
    /// A file that is read later.
    File(PathBuf),
    /// Bytes, which may be compressed.
    Bytes(Vec<u8>),
    /// An archived HTTP response.
    Http(Vec<u8>),
    /// A line of JSONL.
    Json(Vec<u8>),
    /// A decoded page.
    Decoded(String),
    /// Not a page.
    Skipped(SkipReason),
    /// The page cannot be read.
    Error(SourceError),
}

impl Payload {
    /// Returns the bytes of memory that the waiting page uses.
    pub fn weight(&self) -> usize {
        match self {
            Self::File(_) | Self::Error(_) | Self::Skipped(_) => 0,
            Self::Decoded(page) => page.len(),
            Self::Bytes(bytes) | Self::Http(bytes) | Self::Json(bytes) => bytes.len(),
        }
    }
}

impl Item {
    pub(crate) fn new(source: String, output_path: PathBuf, payload: Payload) -> Self {
        Self {
            source,
            output_path,
            url: None,
            content_type: None,
            input: Input::Auto,
            payload,
            fields: None,
            is_member: false,
            stamp: 0,
            warnings: Vec::new(),
        }
    }
}

/// Why part of an input is not a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SkipReason {
    /// A redirect in a web archive.
    Redirect,
    /// A response with an error status in a web archive.
    HttpError,
    /// A picture, style sheet, script or similar, by its name, media type or bytes.
    OtherType,
    /// A record that refers to another one, or continues one.
    OtherRecord,
    /// An entry of a feed without content.
    NoContent,
}

impl SkipReason {
    /// Returns a name for messages, in the plural.
    ///
    /// ```
    /// assert_eq!(copydesk::source::SkipReason::Redirect.name(), "redirects");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Redirect => "redirects",
            Self::HttpError => "error responses",
            Self::OtherType => "files of other types",
            Self::OtherRecord => "records of other types",
            Self::NoContent => "feed entries without content",
        }
    }
}

/// Receives the items and returns whether to continue.
pub type ItemVisitor<'t> = dyn FnMut(Item) -> ControlFlow<()> + 't;

/// Visits every page of `origins`, in order.
///
/// ```no_run
/// use copydesk::source::{Origin, Rules, each};
/// use std::ops::ControlFlow;
///
/// let rules = Rules::default();
/// let _ = each(&[Origin::Path("crawl.warc.gz".into())], &rules, &mut |mut item| {
///     match item.load(&rules) {
///         Ok(page) => println!("{}: {} bytes", item.source, page.len()),
///         Err(error) => eprintln!("{}: {error}", item.source),
///     }
///     ControlFlow::Continue(())
/// });
/// ```
pub fn each(origins: &[Origin], rules: &Rules, visit: &mut ItemVisitor<'_>) -> ControlFlow<()> {
    origins.iter().try_for_each(|origin| match origin {
        Origin::Stdin => {
            let reader = StoppableReader::spawn(|| Ok(std::io::stdin()), &rules.stop);
            stream::each(reader, &stream::Name::new("-", Path::new("stdin")), rules, visit)
        }
        Origin::Path(path) => named(path, rules, visit),
        Origin::List(path) => list::each(path, rules, visit),
    })
}

/// Visits every page that `reader` contains, in order. Its first bytes or `rules` determine what it contains. `name`
/// is its name in records and messages.
///
/// ```
/// use copydesk::source::{Rules, read};
/// use std::ops::ControlFlow;
///
/// let mut names = Vec::new();
/// let _ = read(&b"<p>Hello"[..], "page.html", &Rules::default(), &mut |item| {
///     names.push(item.source);
///     ControlFlow::Continue(())
/// });
/// assert_eq!(names, ["page.html"]);
/// ```
pub fn read(reader: impl Read, name: &str, rules: &Rules, visit: &mut ItemVisitor<'_>) -> ControlFlow<()> {
    let path = Path::new(name);
    let place = path.file_name().map_or(path, Path::new);
    stream::each(reader, &stream::Name::new(name, place), rules, visit)
}

/// Returns whether `origins` is one page for certain, so that no batch is needed for it.
pub fn is_single(origins: &[Origin]) -> bool {
    let [Origin::Path(path)] = origins else { return false };
    path.is_file()
        && match Kind::of_name(path) {
            Some(Kind::Message) => true,
            Some(Kind::Page) => !holds_pages(path),
            None | Some(Kind::Other) => {
                File::open(path).is_ok_and(|file| !kind::of_file(file).is_container())
            }
            Some(_) => false,
        }
}

/// Returns the number of pages of `origins`, or `None` if they would have to be read to know, or if `stop` is set.
pub fn count(origins: &[Origin], rules: &Rules, stop: &dyn Fn() -> bool) -> Option<u64> {
    origins.iter().try_fold(0, |pages, origin| match origin {
        Origin::Path(path) if path.is_dir() => Some(pages + directory::count(path, rules, stop)?),
        Origin::Path(path) if Kind::of_name(path) == Some(Kind::Page) => Some(pages + 1),
        _ => None,
    })
}

/// Returns whether an input is a URL rather than a file.
pub fn is_url(path: &Path) -> bool {
    let name = path.to_string_lossy();
    let scheme = name.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "ftp" | "ftps")) && !path.exists()
}

/// Visits a path that a user named, whatever it is.
fn named(path: &Path, rules: &Rules, visit: &mut ItemVisitor<'_>) -> ControlFlow<()> {
    if path.is_dir() {
        return directory::each(path, rules, visit);
    }
    let name = Path::new(path.file_name().unwrap_or_default());
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        // Opening or reading a pipe or a device may block forever.
        let source = path.to_string_lossy();
        let (place, owned) = (result_path::of_file(name), path.to_owned());
        let reader = StoppableReader::spawn(move || File::open(owned), &rules.stop);
        return stream::each(reader, &stream::Name::new(&source, &place), rules, visit);
    }
    match rules.kind.or(Kind::of_name(path)) {
        Some(Kind::Page) if rules.kind.is_none() && holds_pages(path) => {
            unknown(path, name, rules, false, visit)
        }
        Some(kind) if kind != Kind::Other => file(path, name, kind, rules, false, visit),
        _ => unknown(path, name, rules, false, visit),
    }
}

/// Returns whether a file with the name of a page is a feed or a mailbox. Only files that a user names are examined,
/// because opening every file of a folder twice takes time.
fn holds_pages(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| matches!(kind::of_file(file), Kind::Feed | Kind::Mbox))
}

/// Visits a file whose kind is determined by its first bytes, not its name. A file that cannot be opened fails
/// later.
fn unknown(
    path: &Path,
    name: &Path,
    rules: &Rules,
    is_member: bool,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    let kind = rules.kind.unwrap_or_else(|| File::open(path).map_or(Kind::Page, kind::of_file));
    file(path, name, kind, rules, is_member, visit)
}

/// Visits one file; `name` is its path below the named folder.
fn file(
    path: &Path,
    name: &Path,
    kind: Kind,
    rules: &Rules,
    is_member: bool,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    let source = path.to_string_lossy().into_owned();
    let output_path = result_path::of_file(name);
    let stamp = stamp(path);
    let mut visit = |mut item: Item| {
        item.stamp = stamp;
        item.is_member |= is_member;
        visit(item)
    };
    if matches!(kind, Kind::Page | Kind::Other) {
        let mut item = Item::new(source, output_path, Payload::File(path.to_owned()));
        item.content_type = result_path::media_type_of_name(name);
        return visit(item);
    }
    let stream_name = stream::Name::new(&source, &output_path);
    match File::open(path) {
        Ok(opened) if kind == Kind::Zip => archive::zip(opened, &stream_name, rules, &mut visit),
        Ok(mut opened) => stream::contained(kind, &mut opened, &stream_name, rules, &mut visit),
        Err(error) => visit(stream_name.item(Payload::Error(SourceError::read(&error)))),
    }
}

/// Returns size and modification time of a file as one number, which changes with the file; 0 if unknown.
fn stamp(path: &Path) -> u64 {
    let Ok(found) = std::fs::metadata(path) else { return 0 };
    let modified = found.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let nanoseconds = modified.map_or(0, |time| time.as_nanos() as u64);
    (found.len().rotate_left(32) ^ nanoseconds).max(1)
}
