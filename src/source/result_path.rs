//! Derives the path of a page's result: a relative path that never leaves the output folder, whatever the archive's
//! record or the address.

use std::{
    ffi::OsStr,
    path::{Component, Path, PathBuf},
};

use url::Url;

use super::Kind;
use crate::lexicon::clip::clip;

/// Extensions of compressed files.
pub(crate) const PACKED: &[&str] = &["gz", "zst", "xz", "bz2", "lz4"];
/// Maximum length of one path component in bytes. File systems allow 255, and an extension and a number are added.
const PART_BYTES: usize = 180;
/// Maximum length of a file's name in bytes. The longest addition is `.`, `-1000`, `.ninjs.json` and `.part`.
const NAME_BYTES: usize = 230;
/// Maximum number of path components below an archive's folder.
const PARTS: usize = 24;

/// Returns the path for a file, where `name` is its path below the named folder: the same without the extensions of
/// its kind and compression.
pub(crate) fn of_file(name: &Path) -> PathBuf {
    let mut place: PathBuf = name.components().filter(|c| matches!(c, Component::Normal(_))).collect();
    if place.as_os_str().is_empty() {
        return PathBuf::from("page");
    }
    if extension(&place).is_some_and(|e| PACKED.contains(&e.as_str())) {
        place.set_extension("");
    }
    if Kind::of_name(&place).is_some_and(|kind| kind != Kind::Other) {
        place.set_extension("");
    }
    match place.file_name() {
        Some(name) if name.len() > NAME_BYTES => {
            let name = name.to_string_lossy().into_owned();
            place.with_file_name(clip(&name, NAME_BYTES))
        }
        _ => place,
    }
}

/// Returns the media type that a name implies, because XHTML is parsed differently.
pub(crate) fn media_type_of_name(name: &Path) -> Option<String> {
    let mut name = name.to_owned();
    if extension(&name).is_some_and(|e| PACKED.contains(&e.as_str())) {
        name.set_extension("");
    }
    matches!(extension(&name)?.as_str(), "xhtml" | "xht").then(|| "application/xhtml+xml".to_owned())
}

/// Returns the path for an archive's member.
pub(crate) fn of_member(name: &str) -> PathBuf {
    of_file(&parts(name.split(['/', '\\'])))
}

/// Returns the path for a page by its address: host, path, query.
pub(crate) fn of_url(url: &str) -> PathBuf {
    let Ok(parsed) = Url::parse(url) else { return of_member(url) };
    let mut path: Vec<String> = parsed.host_str().map(str::to_owned).into_iter().collect();
    path.extend(parsed.path().split('/').filter(|part| !part.is_empty()).map(str::to_owned));
    if parsed.path().ends_with('/') {
        path.push("index".to_owned());
    }
    if let (Some(query), Some(last)) = (parsed.query(), path.last_mut()) {
        last.push('_');
        last.push_str(query);
    }
    let place = parts(path.iter().map(String::as_str));
    if path.len() > 1 { of_file(&place) } else { place }
}

/// Returns a path's extension in lower case.
pub(crate) fn extension(path: &Path) -> Option<String> {
    path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase)
}

fn parts<'p>(names: impl Iterator<Item = &'p str>) -> PathBuf {
    let path: PathBuf = names.filter(|name| !name.is_empty()).take(PARTS).map(part).collect();
    if path.as_os_str().is_empty() { PathBuf::from("page") } else { path }
}

/// Returns one path component: no separators, no special names, nothing that a file system rejects.
fn part(name: &str) -> String {
    let mut out = String::with_capacity(name.len().min(PART_BYTES));
    for c in name.chars() {
        let c = if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c };
        if out.len() + c.len_utf8() > PART_BYTES {
            break;
        }
        out.push(c);
    }
    // Windows drops dots and spaces at the end, and a leading dot hides a file.
    let kept = out.trim_end_matches(['.', ' ']).len();
    out.truncate(kept);
    if out.is_empty() || out.starts_with('.') || is_device(&out) {
        out.insert(0, '_');
    }
    out
}

/// Returns whether Windows reserves a name for a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_extensions_are_removed() {
        for (name, place) in [
            ("a/page.html", "a/page"),
            ("page.html.gz", "page"),
            ("notes.txt.zst", "notes"),
            ("PAGE.HTM", "PAGE"),
            ("v1.2", "v1.2"),
            ("story", "story"),
            ("crawl.warc.gz", "crawl"),
            ("", "page"),
        ] {
            assert_eq!(of_file(Path::new(name)), Path::new(place), "{name}");
        }
    }

    #[test]
    fn names_leave_room_for_an_extension() {
        let place = of_file(Path::new(&format!("a/{}.html", "ü".repeat(125))));
        assert_eq!(place, Path::new("a").join("ü".repeat(115)));
    }

    #[test]
    fn no_path_leaves_the_folder() {
        for name in [
            "../../etc/passwd",
            "/etc/passwd",
            "..\\..\\boot.ini",
            "C:\\boot.ini",
            "a/../../b",
            "....",
            ".",
            "",
            "\0",
            "https://post.example/../../../etc/passwd",
            "https://../..",
            "file:///etc/passwd",
        ] {
            for place in [of_member(name), of_url(name)] {
                assert!(place.components().all(|c| matches!(c, Component::Normal(_))), "{name}: {place:?}");
                let text = place.to_str().expect("UTF-8");
                assert!(!text.is_empty() && !text.starts_with('.') && !text.contains(".."), "{name}: {text}");
            }
        }
    }

    #[test]
    fn addresses_become_paths() {
        for (url, place) in [
            ("https://post.example/local/ferry.html", "post.example/local/ferry"),
            ("https://post.example/local/", "post.example/local/index"),
            ("https://post.example/", "post.example/index"),
            ("https://post.example/a?id=7&x=/y", "post.example/a_id=7&x=_y"),
            ("https://post.example/nul", "post.example/_nul"),
        ] {
            assert_eq!(of_url(url), Path::new(place), "{url}");
        }
        let long = of_url(&format!("https://post.example/{}", "é".repeat(500)));
        assert!(long.components().all(|c| c.as_os_str().len() <= PART_BYTES));
    }
}
