//! Reads a document type as the HTML standard tokenizes it (§ 13.2.5.53 to 13.2.5.68), on which quirks mode depends.
//!
//! html5ever's own tokenizer does the same, but brings a table of thousands of entities, which every process would have
//! to load.

use html5ever::{tendril::StrTendril, tokenizer::Doctype};

/// The characters before the name.
const OPENING: &str = "<!doctype";

/// Reads a document type: `<!doctype …>`, or without the `>` at the end of a page.
pub(super) fn read(text: &str) -> Doctype {
    let rest = text.get(OPENING.len()..).unwrap_or_default();
    let (rest, closed) = rest.strip_suffix('>').map_or((rest, false), |rest| (rest, true));
    let mut doctype = Doctype::default();
    // What follows a wrong character is ignored.
    let complete = Reader { rest }.read(&mut doctype).is_some();
    doctype.force_quirks |= complete && !closed;
    doctype
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// Returns `None` if the rest is ignored or something is missing.
    fn read(mut self, doctype: &mut Doctype) -> Option<()> {
        self.skip_space();
        if self.rest.is_empty() {
            doctype.force_quirks = true;
            return None;
        }
        let end = self.rest.find(is_space).unwrap_or(self.rest.len());
        let name = self.take(end).to_ascii_lowercase();
        doctype.name = Some(text(&name));
        self.skip_space();
        if self.rest.is_empty() {
            return Some(());
        }
        // Whatever is missing or wrong before the last identifier causes quirks mode.
        doctype.force_quirks = true;
        let keyword = self.rest.get(.."public".len())?.to_ascii_lowercase();
        if !matches!(keyword.as_str(), "public" | "system") {
            return None;
        }
        self.take(keyword.len());
        if keyword == "public" {
            self.identifier(&mut doctype.public_id)?;
            self.skip_space();
            if self.rest.is_empty() {
                doctype.force_quirks = false;
                return Some(());
            }
        }
        self.identifier(&mut doctype.system_id)?;
        doctype.force_quirks = false;
        self.skip_space();
        self.rest.is_empty().then_some(())
    }

    /// Reads an identifier in quotation marks. Returns `None` if it is missing or its closing mark is.
    fn identifier(&mut self, id: &mut Option<StrTendril>) -> Option<()> {
        self.skip_space();
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        self.take(1);
        let end = self.rest.find(quote);
        *id = Some(text(self.take(end.unwrap_or(self.rest.len()))));
        end.map(|_| {
            self.take(1);
        })
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches(is_space);
    }

    fn take(&mut self, bytes: usize) -> &str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }
}

fn is_space(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\x0c' | ' ')
}

fn text(raw: &str) -> StrTendril {
    if raw.contains('\0') { raw.replace('\0', "\u{fffd}").into() } else { raw.into() }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use html5ever::{
        buffer_queue::BufferQueue,
        tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
    };
    use proptest::prelude::*;

    use super::*;

    /// What html5ever reads.
    fn theirs(html: &str) -> Doctype {
        struct Collect(RefCell<Doctype>);
        impl TokenSink for Collect {
            type Handle = ();
            fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
                if let Token::DoctypeToken(doctype) = token {
                    self.0.replace(doctype);
                }
                TokenSinkResult::Continue
            }
        }
        let tokenizer = Tokenizer::new(Collect(RefCell::default()), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(html));
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.0.into_inner()
    }

    #[test]
    fn document_types_of_pages() {
        for html in [
            "<!DOCTYPE html>",
            "<!doctype>",
            "<!doctypehtml",
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">",
            "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd'>",
            "<!DOCTYPE html SYSTEM \"about:legacy-compat\">",
            "<!DOCTYPE html SYSTEM \"about:legacy-compat\" x>",
            "<!DOCTYPE html PUBLIC \"a\" b \"c\">",
            "<!DOCTYPE html PUBLIC \"a",
            "<!DOCTYPE html PUB",
            "<!DOCTYPE svg [ <!ENTITY",
        ] {
            assert_eq!(read(html), theirs(html), "{html}");
        }
    }

    proptest! {
        #[test]
        fn equals_html5ever(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    " ", "\n", "\t", "\u{c}", "html", "HTML", "PUBLIC", "public", "system", "SYSTEM", "publi", "\"", "'",
                    "\"a b\"", "'c'", "x", "ü", "\0", "[", "<", "-//W3C//DTD",
                ]),
                0..9,
            ),
            closed in any::<bool>(),
        ) {
            let html = format!("<!DocType{}{}", parts.concat(), if closed { ">" } else { "" });
            prop_assert_eq!(read(&html), theirs(&html), "{:?}", html);
        }
    }
}
