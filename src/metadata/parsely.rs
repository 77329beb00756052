//! Reads the JSON of `meta name="parsely-page"`.

use serde_json::Value;

use super::meta_names::MetaField;

/// The name of the element.
pub(crate) const NAME: &str = "parsely-page";

/// Longest content that is read, in bytes.
const LONGEST: usize = 1 << 16;

/// Properties and the fields that they give. A property may have one value or a list.
const PROPERTIES: [(&str, MetaField); 8] = [
    ("title", MetaField::Headline),
    ("pub_date", MetaField::Published),
    ("author", MetaField::Author),
    ("authors", MetaField::Author),
    ("section", MetaField::Section),
    ("image_url", MetaField::Image),
    ("tags", MetaField::Keywords),
    ("link", MetaField::Canonical),
];

/// Returns the fields and their values; nothing for content that is not a JSON object.
pub(crate) fn fields(content: &str) -> Vec<(MetaField, String)> {
    let object = (content.len() <= LONGEST).then(|| serde_json::from_str(content).ok()).flatten();
    let Some(Value::Object(object)) = object else { return Vec::new() };
    let mut out = Vec::new();
    for (name, field) in PROPERTIES {
        let values = match object.get(name) {
            Some(Value::Array(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => continue,
        };
        out.extend(values.iter().filter_map(Value::as_str).map(|value| (field, value.to_owned())));
    }
    out.retain(|(_, value)| !value.trim().is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_with_one_value_and_with_several() {
        let content = r#"{"title": "Old crane", "pub_date": "2031-05-05T16:00:00Z", "authors": ["Ada Moor", ""], "x": 1}"#;
        let read = fields(content);
        let of = |field| read.iter().filter(|f| f.0 == field).map(|f| f.1.as_str()).collect::<Vec<_>>();
        assert_eq!(of(MetaField::Headline), ["Old crane"]);
        assert_eq!(of(MetaField::Published), ["2031-05-05T16:00:00Z"]);
        assert_eq!(of(MetaField::Author), ["Ada Moor"]);
        assert!(fields("[1]").is_empty() && fields("{").is_empty());
    }
}
