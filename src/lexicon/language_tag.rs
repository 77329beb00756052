//! Language tags (BCP 47).

/// Returns the primary language subtag in lower case: "de" for "de-AT" and "de_AT".
pub(crate) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase()
}
