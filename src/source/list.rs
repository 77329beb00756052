//! Reads lists of paths: one per line, or separated by NUL as `find -print0` writes them.

use std::{
    ffi::OsString,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use encoding_rs::{Encoding, UTF_8};

use super::{Item, ItemVisitor, Payload, Rules, SourceError, is_url, named, result_path, stream};

/// Number of bytes in which the first separator is found; no path is longer.
const HEAD_BYTES: usize = 64 << 10;

/// Visits every page of every path in the list.
pub(crate) fn each(list: &Path, rules: &Rules, take: &mut ItemVisitor<'_>) -> ControlFlow<()> {
    let reader: Box<dyn Read> = if list == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        match File::open(list) {
            Ok(file) => Box::new(file),
            Err(error) => return take(fault(list, &error)),
        }
    };
    let mut reader = BufReader::with_capacity(HEAD_BYTES, reader);
    // Windows writes lists in UTF-8 or UTF-16, each with a byte order mark.
    let mark = match reader.fill_buf() {
        Ok(head) => Encoding::for_bom(head),
        Err(error) => return take(fault(list, &error)),
    };
    match mark {
        Some((encoding, length)) if encoding == UTF_8 => {
            reader.consume(length);
            paths(&mut reader, list, rules, take)
        }
        Some((encoding, _)) => match stream::read_all(reader, rules.sizes.packed) {
            Ok(bytes) => paths(&mut encoding.decode(&bytes).0.as_bytes(), list, rules, take),
            Err(error) => {
                take(Item::new(list.to_string_lossy().into(), "list".into(), Payload::Error(error)))
            }
        },
        None => paths(&mut reader, list, rules, take),
    }
}

/// Visits every page of every path that `reader` contains.
fn paths(
    reader: &mut dyn BufRead,
    list: &Path,
    rules: &Rules,
    take: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    // Paths contain no NUL, so a NUL must be a separator.
    let parting = match reader.fill_buf() {
        Ok(head) if head.contains(&0) => 0,
        Ok(_) => b'\n',
        Err(error) => return take(fault(list, &error)),
    };
    let mut path = Vec::new();
    loop {
        path.clear();
        match reader.read_until(parting, &mut path) {
            Ok(0) => return ControlFlow::Continue(()),
            Ok(_) => {}
            Err(error) => return take(fault(list, &error)),
        }
        if path.last() == Some(&parting) {
            path.pop();
        }
        if parting == b'\n' && path.last() == Some(&b'\r') {
            path.pop();
        }
        if !path.is_empty() {
            listed(&path_of(&path), rules, take)?;
        }
    }
}

/// Visits every page of a path in the list.
fn listed(path: &Path, rules: &Rules, take: &mut ItemVisitor<'_>) -> ControlFlow<()> {
    let error = if is_url(path) {
        SourceError::new(
            "is a URL, and copydesk does not fetch pages",
            "fetch it with curl and list the file",
        )
    } else if let Some(output) = rules.output_in(path) {
        SourceError::is_output(output.to_owned())
    } else {
        return named(path, rules, take);
    };
    let source = path.to_string_lossy();
    take(Item::new(source.to_string(), result_path::of_member(&source), Payload::Error(error)))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(bytes.to_vec()).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    OsString::from(String::from_utf8_lossy(bytes).into_owned()).into()
}

fn fault(list: &Path, error: &io::Error) -> Item {
    Item::new(
        list.to_string_lossy().into_owned(),
        PathBuf::from("list"),
        Payload::Error(SourceError::read(error)),
    )
}
