//! Reads tar and zip archives of pages, one member at a time.

use std::{
    io::{Read, Seek},
    ops::ControlFlow,
    path::Path,
};

use ignore::overrides::Override;
use rustc_hash::FxHashMap;

use super::{
    ItemVisitor, Kind, Payload, Rules, SkipReason, SourceError, ebook,
    stream::{self, Name},
    zip::{self, Member},
};

/// The advice if an archive is truncated or contains unreadable data.
const REMEDY: &str = "fetch the archive again; the part before the damage is read";

/// Returns the error of an archive that cannot be read further.
pub(crate) fn damaged(error: &std::io::Error) -> SourceError {
    SourceError::new(format!("is damaged ({error})"), REMEDY)
}

/// Visits the members of a tar archive in order.
pub(crate) fn tar(
    reader: impl Read,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    let mut archive = ::tar::Archive::new(reader);
    let filter = MemberFilter::new(rules);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return visit(name.item(Payload::Error(SourceError::read(&error)))),
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return visit(name.item(Payload::Error(damaged(&error)))),
        };
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if entry.header().entry_type().is_file() {
            let mut member = Sized { left: entry.size(), reader: &mut entry };
            filter.visit(&mut member, &path, name, visit)?;
        }
    }
    ControlFlow::Continue(())
}

/// A member of known size, whose early end is an error.
struct Sized<R> {
    reader: R,
    /// Number of bytes not read yet.
    left: u64,
}

impl<R: Read> Read for Sized<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.reader.read(into)?;
        if read == 0 && self.left > 0 && !into.is_empty() {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

/// Visits the members of a zip archive in the order of its directory, or the chapters of an e-book in reading order.
pub(crate) fn zip(
    reader: impl Read + Seek,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    let filter = MemberFilter::new(rules);
    let archive = match zip::open(reader) {
        Ok(archive) => archive,
        Err(error) => {
            let error =
                SourceError::new(format!("is not a complete zip archive ({error})"), "fetch it again");
            return visit(name.item(Payload::Error(error)));
        }
    };
    let paths: Vec<&str> = archive.members.iter().map(|member| member.path.as_str()).collect();
    if let Some(document) = office_document(paths.iter().copied()) {
        let error = SourceError::new(format!("not HTML or text: {document}"), "extract its text first");
        return visit(name.item(Payload::Error(error)));
    }
    let is_collection = is_wacz(&paths);
    let wanted: Vec<&Member> = match ebook::chapters(&archive) {
        Some(chapters) => {
            let by_path: FxHashMap<&str, &Member> = paths.iter().copied().zip(&archive.members).collect();
            chapters.iter().filter_map(|chapter| by_path.get(chapter.as_str()).copied()).collect()
        }
        None => archive.members.iter().collect(),
    };
    for member in wanted {
        // The other members of a collection describe its archives.
        if !member.is_file() || (is_collection && !member.path.starts_with(WACZ_ARCHIVES)) {
            continue;
        }
        match archive.read(member) {
            Ok(mut file) => filter.visit(&mut file, &member.path, name, visit)?,
            Err(error) => {
                let error = SourceError::new(format!("cannot be decompressed ({error})"), REMEDY);
                visit(name.member(&member.path, Payload::Error(error)))?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// The folder of the web archives in a collection.
const WACZ_ARCHIVES: &str = "archive/";

/// Returns whether a zip archive is a web archive collection (WACZ), by the names of its members.
fn is_wacz(names: &[&str]) -> bool {
    let is_archive =
        |name: &&str| name.starts_with(WACZ_ARCHIVES) && Kind::of_name(Path::new(name)) == Some(Kind::Warc);
    let is_description = |name: &&str| matches!(*name, "datapackage.json" | "pages/pages.jsonl");
    names.iter().any(is_archive) && names.iter().any(is_description)
}

/// Returns the kind of document that a zip archive is, by the names of its members.
fn office_document<'n>(names: impl Iterator<Item = &'n str>) -> Option<&'static str> {
    let (mut is_package, mut is_open_document, mut kind) = (false, false, None);
    for name in names {
        is_package |= name == "[Content_Types].xml";
        is_open_document |= name == "META-INF/manifest.xml";
        kind = kind.or(match name.split('/').next()? {
            "word" => Some("Word document"),
            "xl" => Some("Excel workbook"),
            "ppt" => Some("PowerPoint presentation"),
            "content.xml" => Some("OpenDocument file"),
            "AndroidManifest.xml" => Some("Android package"),
            _ => None,
        });
    }
    kind.filter(|kind| match *kind {
        "OpenDocument file" => is_open_document,
        "Android package" => true,
        _ => is_package,
    })
}

/// Decides which members are wanted.
struct MemberFilter<'r> {
    rules: &'r Rules,
    globs: Override,
}

impl<'r> MemberFilter<'r> {
    fn new(rules: &'r Rules) -> Self {
        // Globs are checked before the run; an invalid one here matches everything.
        Self { rules, globs: rules.globs(Path::new("")).unwrap_or_else(|_| Override::empty()) }
    }

    /// Visits a member if it is wanted.
    fn visit(
        &self,
        member: &mut dyn Read,
        path: &str,
        name: &Name<'_>,
        visit: &mut ItemVisitor<'_>,
    ) -> ControlFlow<()> {
        if !self.rules.wants(Path::new(path)) {
            return visit(name.member(path, Payload::Skipped(SkipReason::OtherType)));
        }
        if !self.is_wanted(path) {
            return ControlFlow::Continue(());
        }
        stream::member(member, path, name, self.rules, visit)
    }

    fn is_wanted(&self, member: &str) -> bool {
        let path = Path::new(member);
        // Windows separates the parts of a name with backslashes.
        let is_hidden = |part: &str| part.starts_with('.') && !matches!(part, "." | "..");
        let hidden = member.split(['/', '\\']).any(is_hidden);
        (self.rules.hidden || !hidden)
            && !self.globs.matched(path.strip_prefix("/").unwrap_or(path), false).is_ignore()
    }
}
