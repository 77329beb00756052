//! Recognizes strings that consist of a label of a page's interface: "Read more", "اقرأ أيضا".

use super::{fold::alnum_key, indexed::UI_LABELS};

/// Maximum length of a label in bytes.
const LONGEST: usize = 80;

/// Returns whether `text` as a whole is a label.
pub(crate) fn is_label(text: &str) -> bool {
    text.len() <= LONGEST && UI_LABELS.contains(&alnum_key(text))
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
