//! Recognizes strings that consist of a label of a page's interface: "Read more", "اقرأ أيضا".

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{fold::alnum_key, table};

/// Maximum length of a label in bytes.
const LONGEST: usize = 80;

static LABELS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let tables = [include_str!("data/residue.txt"), include_str!("data/furniture.txt")];
    let entries = tables.into_iter().flat_map(table::entries).map(|(_, entry)| entry);
    let whole = entries.filter(|entry| !entry.contains(" * "));
    whole
        .map(|entry| alnum_key(entry.trim_end_matches([':', '*'])))
        .filter(|key| key.chars().count() > 1)
        .collect()
});

/// Returns whether `text` as a whole is a label.
pub(crate) fn is_label(text: &str) -> bool {
    text.len() <= LONGEST && LABELS.contains(&alnum_key(text))
}

#[cfg(test)]
mod tests {
    use super::is_label;

    #[test]
    fn labels_and_names() {
        for label in ["Read more", "Zur Startseite", "اقرأ أيضا", "यह भी पढ़ें", "関連記事"]
        {
            assert!(is_label(label), "{label}");
        }
        for name in ["Mara Ellery", "沈文濤", ""] {
            assert!(!is_label(name), "{name}");
        }
    }
}
