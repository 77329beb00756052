//! Writes a record as JSON, indented or on one line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::control::is_command;

/// Appends the record on a line of its own.
pub(crate) fn write_line(record: &impl Serialize, out: &mut Vec<u8>) {
    write(record, CompactFormatter, out);
}

/// Appends the record, indented by two spaces.
pub(crate) fn write_indented(record: &impl Serialize, out: &mut Vec<u8>) {
    write(record, PrettyFormatter::new(), out);
}

fn write(record: &impl Serialize, formatter: impl Formatter, out: &mut Vec<u8>) {
    let mut serializer = Serializer::with_formatter(&mut *out, Guarded(formatter));
    // Neither a `Vec` nor a record with string keys can fail.
    if let Err(error) = record.serialize(&mut serializer) {
        unreachable!("a record always serializes: {error}");
    }
    out.push(b'\n');
}

/// Escapes DEL, the C1 controls and bidi overrides as well: JSON allows them, and terminals execute them.
struct Guarded<F>(F);

/// Forwards the calls of `serde_json` to the inner formatter unchanged.
macro_rules! pass {
    ($($name:ident($($arg:ident: $type:ty),*);)*) => {$(
        fn $name<W: ?Sized + Write>(&mut self, out: &mut W $(, $arg: $type)*) -> io::Result<()> {
            self.0.$name(out $(, $arg)*)
        }
    )*};
}

impl<F: Formatter> Formatter for Guarded<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_command) {
            out.write_all(&rest.as_bytes()[..at])?;
            let mut tail = rest[at..].chars();
            let code = tail.next().map_or(0, u32::from);
            write!(out, "\\u{code:04x}")?;
            rest = tail.as_str();
        }
        out.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(out, escape)
    }

    pass! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Article, Block,
        output::{Cleaned, Record},
    };

    #[test]
    fn control_characters_are_escaped() {
        let mut article = Article { title: Some("a\u{1b}[2J\u{9b}31m\u{7f}é".into()), ..Article::default() };
        article.body.push(Block::Paragraph("x\u{85}\0y".into()));
        let mut out = Vec::new();
        write_line(&Record::new(&Cleaned { source: "-", result: Ok(&article), fields: None }), &mut out);
        let line = String::from_utf8(out).expect("UTF-8");
        assert!(!line.trim_end_matches('\n').contains(char::is_control), "{line:?}");
        let back: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(back["title"], "a\u{1b}[2J\u{9b}31m\u{7f}é");
        assert_eq!(back["text"], "x\u{85}\0y");
    }
}
