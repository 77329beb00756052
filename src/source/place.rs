//! Where a page's result goes below the output folder: a relative path that never leaves it.

use std::path::{Path, PathBuf};

use super::walk::{PACKED, extension_kind};

/// The place of a file whose path below the named folder is `name`: the same without its page
/// extension and without that of its packing.
pub(super) fn of_file(name: &Path) -> PathBuf {
    let mut place = name.to_owned();
    if extension(&place).is_some_and(|e| PACKED.contains(&e.as_str())) {
        place.set_extension("");
    }
    if extension(&place).is_some_and(|e| extension_kind(&e).is_some()) {
        place.set_extension("");
    }
    place
}

/// A path's extension in lower case.
pub(super) fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_extensions_go_and_others_stay() {
        for (name, place) in [
            ("a/page.html", "a/page"),
            ("page.html.gz", "page"),
            ("notes.txt.zst", "notes"),
            ("PAGE.HTM", "PAGE"),
            ("v1.2", "v1.2"),
            ("story", "story"),
        ] {
            assert_eq!(of_file(Path::new(name)), Path::new(place), "{name}");
        }
    }
}
