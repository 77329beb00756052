//! Formats the numbers of list items as the page shows them: 3, c, C, iii or III.

/// Returns the number of an item in the numbering of its list.
pub(crate) fn number(n: i32, style: Option<char>) -> String {
    let upper = style.is_some_and(|s| s.is_ascii_uppercase());
    let number = match (style.map(|s| s.to_ascii_lowercase()), u16::try_from(n)) {
        (Some('a'), Ok(n @ 1..)) => letters(n),
        // Above this, browsers fall back to digits as well.
        (Some('i'), Ok(n @ 1..=3999)) => roman(n),
        _ => return n.to_string(),
    };
    if upper { number.to_ascii_uppercase() } else { number }
}

fn letters(mut n: u16) -> String {
    let mut out = Vec::new();
    while n > 0 {
        n -= 1;
        out.push(char::from(b'a' + (n % 26) as u8));
        n /= 26;
    }
    out.iter().rev().collect()
}

fn roman(mut n: u16) -> String {
    const NUMERALS: [(u16, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, numeral) in NUMERALS {
        while n >= value {
            out.push_str(numeral);
            n -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numberings_of_html() {
        for (n, style, wanted) in [
            (3, None, "3"),
            (0, Some('a'), "0"),
            (-2, Some('i'), "-2"),
            (27, Some('a'), "aa"),
            (28, Some('A'), "AB"),
            (1994, Some('I'), "MCMXCIV"),
            (4000, Some('i'), "4000"),
        ] {
            assert_eq!(number(n, style), wanted, "{n} {style:?}");
        }
    }
}
