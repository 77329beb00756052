//! Accumulates the letters, capitals and value of a word while its bytes are read.

/// Classes of ASCII characters.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum CharClass {
    Space,
    Lower,
    Upper,
    Digit,
    Low,
    Sign,
    Wide,
}

pub(crate) static CLASS: [CharClass; 256] = {
    let mut table = [CharClass::Sign; 256];
    let mut b = 0;
    while b < 256 {
        let c = b as u8;
        table[b] = if c >= 0x80 {
            CharClass::Wide
        } else if c.is_ascii_lowercase() {
            CharClass::Lower
        } else if c.is_ascii_uppercase() {
            CharClass::Upper
        } else if c.is_ascii_digit() {
            CharClass::Digit
        } else if c == b'_' {
            CharClass::Low
        } else if c <= b' ' || c == 0x7f {
            CharClass::Space
        } else {
            CharClass::Sign
        };
        b += 1;
    }
    table
};

/// A word that is being read.
#[derive(Clone, Copy, Default)]
pub(crate) struct Word {
    pub(crate) hash: u64,
    pub(crate) letters: u32,
    pub(crate) upper: u32,
    pub(crate) lower: u32,
    /// Capitals after lowercase letters.
    pub(crate) humps: u32,
    /// Class of its first character as in [`TextStats::first`](super::TextStats::first).
    pub(crate) first: u8,
    /// Its value if it consists of a few digits.
    pub(crate) number: Option<u32>,
    pub(crate) foreign: bool,
    pub(crate) last_lower: bool,
}

impl Word {
    /// Adds the next letter or sign.
    #[inline]
    pub(crate) fn letter(&mut self, case: u8) {
        if self.letters == 0 {
            self.first = case;
        }
        self.letters += 1;
        self.number = None;
        self.lower += u32::from(case == 1);
        if case == 0 {
            self.humps += u32::from(self.last_lower);
            self.upper += 1;
        }
        self.last_lower = case == 1;
    }

    #[inline]
    pub(crate) fn digit(&mut self, b: u8) {
        if self.letters == 0 {
            self.first = 2;
            self.number = Some(0);
        }
        self.letters += 1;
        self.number = self.number.filter(|n| *n < 100_000).map(|n| n * 10 + u32::from(b - b'0'));
        self.last_lower = false;
    }

    #[inline]
    pub(crate) fn ascii(&mut self, b: u8) {
        match CLASS[usize::from(b)] {
            CharClass::Lower => self.letter(1),
            CharClass::Upper => self.letter(0),
            CharClass::Digit => self.digit(b),
            _ => self.letter(3),
        }
    }
}

/// Whether a byte continues an ASCII word.
#[inline]
pub(crate) fn in_word(b: u8) -> bool {
    matches!(CLASS[usize::from(b)], CharClass::Lower | CharClass::Upper | CharClass::Digit | CharClass::Low)
}

/// Counts the lowercase letters among the next eight bytes from `at`, up to the first other byte.
#[inline]
pub(crate) fn small_letters(bytes: &[u8], at: usize) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let each = |b: u8| u64::from_le_bytes([b; 8]);
    let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk()) else {
        let rest = bytes.get(at..).unwrap_or_default();
        return rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
    };
    let x = u64::from_le_bytes(*chunk);
    let low = x & !HIGH;
    // The high bit of each byte: it is `a` or above, and not above `z`, and ASCII.
    let is = (low + each(0x80 - b'a')) & !(low + each(0x7f - b'z')) & !x & HIGH;
    (!is & HIGH).trailing_zeros() as usize / 8
}
