//! Determines the writing direction of an article.

use serde::{Deserialize, Serialize};

/// The direction of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Direction {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left: Arabic, Hebrew, Persian, Urdu and others.
    Rtl,
}

/// How many letters are counted: enough to outweigh a name or a quotation in another script.
const LETTERS: usize = 400;

impl Direction {
    /// Returns the name used in the record and in HTML's `dir`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }

    /// Returns the direction of most of a text's letters.
    ///
    /// The letters decide, not the language tag: pages often have a wrong tag, and some languages have several
    /// scripts.
    pub(crate) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let letters = texts.flat_map(str::chars).filter(|c| c.is_alphabetic()).take(LETTERS);
        let balance: i32 = letters.map(|c| if is_rtl(c) { 1 } else { -1 }).sum();
        if balance > 0 { Self::Rtl } else { Self::Ltr }
    }
}

/// Returns whether a letter is in a range that Unicode writes from right to left.
fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_letters_decide() {
        for (text, direction) in [
            ("", Direction::Ltr),
            ("The port", Direction::Ltr),
            ("قررت المكتبة (Reuters) أن تفتح", Direction::Rtl),
            ("The word שלום means peace", Direction::Ltr),
        ] {
            assert_eq!(Direction::of(std::iter::once(text)), direction, "{text}");
        }
    }
}
