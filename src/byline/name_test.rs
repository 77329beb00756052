//! Decides whether a run of words is a person's name.

use std::ops::Range;

use super::{
    entity::EntityReader,
    shape::{is_domain, is_house_compound, is_initial, is_slug},
    token::TokenKind,
    vocabulary,
};
use crate::lexicon::common_words;

/// Maximum words of a name, not counting particles.
pub(super) const MOST_NAME_WORDS: usize = 5;

impl EntityReader<'_> {
    /// Returns whether a run of words has the shape of a name. `sure`: other evidence marks it as one.
    pub(crate) fn is_name(&self, range: &Range<usize>, sure: bool) -> bool {
        use vocabulary::{GIVEN_NAME, NOT_NAME, ORG_WORD, PARTICLE, SURNAME};
        let words = range.clone().filter(|&i| self.tokens[i].kind == TokenKind::Word);
        let mut plain = 0;
        let mut capitalized = 0;
        let mut caseless = 0;
        let mut common = 0;
        let mut given = false;
        for (n, at) in words.clone().enumerate() {
            let text = self.tokens[at].text;
            let digit = text.contains(|c: char| c.is_ascii_digit());
            if digit && !(sure && range.len() == 1) || is_house_compound(text) {
                return false;
            }
            let owner = text.strip_suffix('s').is_some_and(|word| word.ends_with(['\'', '’']));
            if !text.contains(char::is_alphabetic) || owner || is_domain(&self.folded[at]) {
                return false;
            }
            let is_particle = self.is(at, PARTICLE) && n > 0;
            given |= self.is(at, GIVEN_NAME);
            if is_particle {
                continue;
            }
            let after_given = n == 1 && range.len() == 2 && given && !self.is(at, NOT_NAME);
            let may_be = (self.is(at, GIVEN_NAME | SURNAME) && (n > 0 || self.is(at, GIVEN_NAME))
                || after_given)
                && !self.is_small(at);
            if self.is(at, NOT_NAME | ORG_WORD) && !may_be && !is_initial(text) {
                return false;
            }
            // "Anne-Marie"
            let compound = self.folded[at]
                .split_once('-')
                .is_some_and(|(first, _)| self.vocabulary.is(first, GIVEN_NAME));
            common += usize::from(self.is_common(at) && !self.is_own_given(at) && !compound);
            plain += 1;
            let cased = text.chars().any(|c| c.is_lowercase() || c.is_uppercase());
            caseless += usize::from(!cased);
            capitalized += usize::from(text.contains(char::is_uppercase));
        }
        if plain == 0 || plain > MOST_NAME_WORDS {
            return false;
        }
        // "Copy Link" and "By Primary Use" are not names, but after a lead word "Frank Stone" is.
        let surname = sure && plain > 1 && self.is(range.end - 1, SURNAME);
        let kept = self.classes(range) & vocabulary::KEEP != 0;
        if common == plain && !(surname || kept || sure && caseless > 1) {
            return false;
        }
        if caseless > 0 {
            return plain > 1 || sure;
        }
        if plain == 1 && range.len() == 1 {
            return self.is_single(range.start, sure);
        }
        // "Mensch zu Mensch" repeats a word.
        let mut seen: Vec<&str> = words.map(|i| self.folded[i].as_ref()).collect();
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        if seen.len() < all && plain <= 2 {
            return false;
        }
        let trailing = range.end - 1;
        if plain == 1 && self.is(trailing, PARTICLE) && self.is_small(trailing) {
            // "Nota de" ends with a particle.
            return false;
        }
        if capitalized == 0 {
            return plain <= 3
                && (common == 0 || kept || range.len() == self.tokens.len())
                && (given || plain > 1 && (sure || range.len() == self.tokens.len()));
        }
        capitalized + caseless == plain || given && capitalized > 0 && plain - capitalized < 2
    }

    pub(super) fn is_single(&self, at: usize, sure: bool) -> bool {
        /// Minimum letters of a single word that is not a set of initials.
        const SHORTEST: usize = 3;
        let text = self.tokens[at].text;
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if is_slug(text) {
            return true;
        }
        if letters < SHORTEST || self.is(at, vocabulary::GENERIC) {
            return false;
        }
        if sure {
            return true;
        }
        // A single word is as often a site as a person.
        self.is(at, vocabulary::GIVEN_NAME)
            && text.starts_with(char::is_uppercase)
            && text.contains(char::is_lowercase)
    }

    /// Returns whether a word is a given name in English or in the page's language. "Urban" is a name only in some.
    pub(super) fn is_own_given(&self, at: usize) -> bool {
        self.vocabulary.is_given_in(&self.folded[at], self.languages.main())
    }

    /// Returns whether the words after a preposition are prose, not names: "By all means, vote", "Von Kiel nach Oslo".
    pub(super) fn is_prose(&self, range: &Range<usize>) -> bool {
        use vocabulary::{COLLECTIVE, DIRECTION, GIVEN_NAME, JOB_HEAD, KEEP, NOT_NAME, ORG_HEAD};
        let first = range.start;
        let text = self.tokens[first].text;
        if self.is(first, GIVEN_NAME) || self.classes(range) & KEEP != 0 || is_slug(text) {
            return false;
        }
        let small = range.clone().all(|at| !self.has_capital(at))
            && self.raw(range).contains(char::is_lowercase)
            && !text.contains(char::is_numeric)
            && !range.clone().any(|at| self.is(at, COLLECTIVE | ORG_HEAD | JOB_HEAD));
        // "by hedgerow" is an account, but "from malware" is prose.
        let from = first.checked_sub(1).is_some_and(|lead| self.is(lead, DIRECTION));
        let ordinary = || range.clone().any(|at| self.is(at, NOT_NAME) || self.is_common(at));
        let prose = from || range.len() > 1 && self.text.contains(char::is_uppercase) && ordinary();
        let directed = first + 1 < range.end && self.is_small(first + 1) && self.is(first + 1, DIRECTION);
        small && prose || directed
    }

    /// Splits "Mara Ellery Owen Pell" into the two names whose separator was lost.
    pub(super) fn two_names(&self, range: &Range<usize>) -> Option<[Range<usize>; 2]> {
        /// Languages in which four words are as often one name.
        const LONG_NAMES: [&str; 9] = ["ca", "es", "gl", "id", "ms", "pt", "sw", "tl", "vi"];
        let language = self.languages.main();
        let given = |at: usize| self.vocabulary.is_given_in(&self.folded[range.start + at], language);
        let plain = range.clone().all(|at| self.tokens[at].kind == TokenKind::Word && self.has_capital(at));
        let second = range.start + 1;
        let pair = range.len() == 4
            && plain
            && !self.capitals
            && !LONG_NAMES.contains(&language)
            && !self.is(second, vocabulary::GIVEN_NAME | vocabulary::PARTICLE)
            && !self.is(range.end - 1, vocabulary::GIVEN_NAME);
        (pair && given(0) && given(2)).then(|| [range.start..range.start + 2, range.start + 2..range.end])
    }

    /// Returns whether a word is frequent in the page's language, so that it alone is not evidence of a name.
    pub(super) fn is_common(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.kind == TokenKind::Word
            && !is_initial(token.text)
            && common_words::is_common(token.text, self.languages.page.or(self.languages.found))
    }

    /// Returns whether the shape of a word rules out a surname: "WebNews", "WXYZ" after a name in lower case.
    pub(super) fn is_brand(&self, at: usize, range: &Range<usize>) -> bool {
        /// Possible classes of one half of such a word.
        const BRAND: vocabulary::WordClass = vocabulary::ORG_WORD
            | vocabulary::ORG_HEAD
            | vocabulary::COLLECTIVE
            | vocabulary::JOB_HEAD
            | vocabulary::MODIFIER
            | vocabulary::GENRE
            | vocabulary::NOT_NAME
            | vocabulary::DOMAIN;
        /// Minimum capitals of a word in capitals that is not a surname.
        const CAPITALS: usize = 3;
        if at < range.start + 2 || self.is(at, vocabulary::SUFFIX) {
            return false;
        }
        let text = self.tokens[at].text;
        let upper = text.chars().filter(|c| c.is_uppercase()).count();
        let all = text.chars().all(|c| c.is_uppercase() || c.is_numeric());
        if all {
            let before = &self.tokens[at - 1].text;
            return upper >= CAPITALS
                && before.contains(char::is_lowercase)
                && before.chars().count() > 2
                && !self.is(at - 1, vocabulary::GIVEN_NAME | vocabulary::PARTICLE);
        }
        // "WebNews", but "SanRoe" is a surname.
        let ends = text.char_indices().zip(text.chars().skip(1));
        let seam = ends
            .filter(|((_, a), b)| a.is_lowercase() && b.is_uppercase())
            .map(|((i, a), _)| text.split_at(i + a.len_utf8()))
            .any(|(left, right)| {
                [left, right].iter().any(|half| self.vocabulary.is(&vocabulary::fold(half), BRAND))
            });
        let prefix =
            ["Mc", "Mac", "De", "Di", "La", "Le", "Van", "Von", "Del", "Fitz", "Da", "Du", "El", "Al"];
        seam && !prefix
            .iter()
            .any(|p| text.strip_prefix(p).is_some_and(|r| r.starts_with(char::is_uppercase)))
            && !text.contains(['-', '\'', '’'])
    }
}
