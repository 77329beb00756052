//! Finds the chapters of an e-book (EPUB) in reading order.
//!
//! `META-INF/container.xml` names the package document. Its manifest lists the files of the book, and its spine their
//! order (EPUB 3.3, sections 4.2.6.3.1 and 5.7).

use std::io::Read;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use rawzip::ReaderAt;
use rustc_hash::FxHashMap;

use super::zip::Zip;

/// The file that makes a zip archive an e-book.
const CONTAINER: &str = "META-INF/container.xml";
/// Maximum length of the container and of the package document in bytes; a book of 1,000 chapters has 200 kB.
const DOCUMENT_BYTES: u64 = 8 << 20;

/// Returns the names of the chapters in reading order, without the table of contents; `None` if the archive is not an
/// e-book or its package document cannot be read.
pub(crate) fn chapters<R: ReaderAt>(archive: &Zip<R>) -> Option<Vec<String>> {
    let container = text(archive, CONTAINER)?;
    let mut package = None;
    elements(&container, |name, element| {
        if name == "rootfile" && package.is_none() {
            package = attribute(element, "full-path");
        }
    });
    let package = package?;
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let document = text(archive, &package)?;

    let mut files: FxHashMap<String, String> = FxHashMap::default();
    let mut spine = Vec::new();
    elements(&document, |name, element| match name {
        "item" => {
            let is_contents = attribute(element, "properties")
                .is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "nav"));
            if let (false, Some(id), Some(href)) =
                (is_contents, attribute(element, "id"), attribute(element, "href"))
            {
                files.insert(id, resolve(folder, &href));
            }
        }
        "itemref" => spine.extend(attribute(element, "idref")),
        _ => {}
    });
    let chapters: Vec<String> = spine.iter().filter_map(|id| files.remove(id)).collect();
    (!chapters.is_empty()).then_some(chapters)
}

fn text<R: ReaderAt>(archive: &Zip<R>, name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    archive.read(archive.named(name)?).ok()?.take(DOCUMENT_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Visits the start tags of a document with their local names, up to the first error.
fn elements(document: &str, mut visit: impl FnMut(&str, &BytesStart<'_>)) {
    let mut reader = Reader::from_str(document);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => visit(element.local_name().as_ref(), &element),
            Event::Eof => return,
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Resolves a reference in the package document against its folder.
fn resolve(folder: &str, reference: &str) -> String {
    let reference = reference.split(['#', '?']).next().unwrap_or_default();
    let decoded = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
