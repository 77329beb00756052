//! Splits a byline into tokens (words, numbers, addresses, separators), and separates words that ran together.

use unicode_normalization::char::is_combining_mark;

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Number,
    Comma,
    Semicolon,
    Colon,
    Slash,
    /// `|`, `•` and other separators between the parts of a line.
    Bar,
    Dash,
    Ampersand,
    Open,
    Close,
    Stop,
    Quote,
    Handle,
    Email,
    Url,
    Other,
}

/// One token and its position in the string.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    pub(crate) kind: TokenKind,
    /// Byte offset of the end.
    pub(crate) end: usize,
}

/// Two words that may have run together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenSeam<'a> {
    pub(crate) left: &'a str,
    pub(crate) right: &'a str,
    /// The rest of the string.
    pub(crate) rest: &'a str,
    /// Nothing precedes the words.
    pub(crate) at_start: bool,
    /// Exactly two words precede and one word follows.
    pub(crate) between_words: bool,
}

/// Maximum letters of an abbreviation that always keeps its full stop: "J.", "St.", "Chr.".
const SHORT_ABBREVIATION: usize = 3;

/// Splits a string into tokens. `known` returns whether a word is an abbreviation; `splits` returns whether two words
/// that ran together are separated.
pub(crate) fn cut<'a>(
    text: &'a str,
    known: &dyn Fn(&str) -> bool,
    splits: &dyn Fn(&TokenSeam<'_>) -> bool,
) -> Vec<Token<'a>> {
    let mut out = Vec::new();
    cut_on(text, 0, known, splits, &mut out, |_| false);
    out
}

/// Does the work of [`cut`] from byte `at` on, and stops when the tokens so far are `enough`. Returns where it stopped.
pub(crate) fn cut_on<'a>(
    text: &'a str,
    mut at: usize,
    known: &dyn Fn(&str) -> bool,
    splits: &dyn Fn(&TokenSeam<'_>) -> bool,
    out: &mut Vec<Token<'a>>,
    enough: impl Fn(&[Token<'a>]) -> bool,
) -> usize {
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        if let Some(len) = plain_word(&text.as_bytes()[at..]) {
            out.push(Token { text: &text[at..at + len], kind: TokenKind::Word, end: at + len });
            at += len;
        } else {
            let (kind, len) = next(&text[at..], c, known);
            let token = &text[at..at + len];
            let end = at + len;
            match kind {
                TokenKind::Word | TokenKind::Number => {
                    push_parted(out, token, end, &text[end..], kind, splits)
                }
                _ => out.push(Token { text: token, kind, end }),
            }
            at = end;
        }
        if enough(out) {
            break;
        }
    }
    at
}

/// Returns the length of a word of ASCII letters that begins `text`, if nothing about it is to be decided: all letters but
/// the first have the same case, so that nothing ran together, and a space, a comma or the end follows, so that it is not
/// part of an address or an abbreviation.
fn plain_word(text: &[u8]) -> Option<usize> {
    let first = text.first().filter(|byte| byte.is_ascii_alphabetic())?;
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let rest = &text[1..letters];
    let even = rest.iter().all(u8::is_ascii_lowercase)
        || first.is_ascii_uppercase() && rest.iter().all(u8::is_ascii_uppercase);
    (even && matches!(text.get(letters), None | Some(b' ' | b','))).then_some(letters)
}

/// Separates the Hebrew "and", which is a prefix, from the given name of a second person after a name of two words or
/// more: "יעל חרמוני ודן אלקבץ". The first `leads` tokens are a lead phrase.
pub(crate) fn split_hebrew_and<'a>(tokens: &mut Vec<Token<'a>>, leads: usize) {
    const AND: char = 'ו';
    /// Minimum letters of the word, and words of a name.
    const LETTERS: usize = 3;
    const NAME: usize = 2;
    let is_hebrew_word =
        |token: &Token<'_>| token.kind == TokenKind::Word && token.text.starts_with(is_hebrew);
    let mut at = leads + NAME;
    while at + 1 < tokens.len() {
        let Token { text, end, .. } = tokens[at];
        let named = tokens[at - NAME..=at + 1].iter().all(is_hebrew_word);
        if named && text.starts_with(AND) && text.chars().count() >= LETTERS {
            let start = end - text.len();
            let (and, name) = text.split_at(AND.len_utf8());
            tokens[at] = Token { text: and, kind: TokenKind::Ampersand, end: start + and.len() };
            tokens.insert(at + 1, Token { text: name, kind: TokenKind::Word, end });
            at += 1;
        }
        at += NAME;
    }
}

/// Makes separators of the monograms that stand for a missing picture: "ME Mara Ellery OP Owen Pell".
pub(crate) fn drop_monograms(tokens: &mut [Token<'_>]) {
    /// Letters of a monogram.
    const LETTERS: std::ops::RangeInclusive<usize> = 2..=3;
    for at in 0..tokens.len() {
        let Token { text, kind, .. } = tokens[at];
        let letters = text.chars().count();
        if kind != TokenKind::Word || !LETTERS.contains(&letters) || !text.chars().all(char::is_uppercase) {
            continue;
        }
        let names = tokens.get(at + 1..=at + letters).unwrap_or_default();
        let stands_for = |(name, letter): (&Token<'_>, char)| {
            name.kind == TokenKind::Word
                && name.text.starts_with(letter)
                && name.text.contains(char::is_lowercase)
        };
        if names.len() == letters && names.iter().zip(text.chars()).all(stands_for) {
            tokens[at].kind = TokenKind::Bar;
        }
    }
}

fn next(rest: &str, c: char, known: &dyn Fn(&str) -> bool) -> (TokenKind, usize) {
    let run = rest.split(char::is_whitespace).next().unwrap_or(rest);
    if run.starts_with("www.") || run.starts_with("http:") || run.starts_with("https:") {
        return (TokenKind::Url, run.len());
    }
    if let Some(len) = placeholder(rest) {
        return (TokenKind::Other, len);
    }
    let one = c.len_utf8();
    if c == '@' || c == '＠' {
        let len = rest[one..].find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-')));
        let len = len.unwrap_or(rest.len() - one);
        return if len == 0 { (TokenKind::Other, one) } else { (TokenKind::Handle, one + len) };
    }
    if is_word(c) {
        return word(rest, known);
    }
    let kind = match c {
        ',' | '，' | '、' | '،' => TokenKind::Comma,
        ';' | '；' | '؛' => TokenKind::Semicolon,
        ':' | '：' => TokenKind::Colon,
        '/' | '／' | '\\' => TokenKind::Slash,
        '|' | '｜' | '︱' | '¦' | '•' | '·' | '・' | '●' | '∙' | '⋅' | '»' | '›' | '~' | '*' | '→' | '▪'
        | '■' | '◆' | '‧' | '+' => TokenKind::Bar,
        '-' | '–' | '—' | '―' | '‐' | '‑' | '−' => TokenKind::Dash,
        '&' | '＆' => TokenKind::Ampersand,
        '(' | '[' | '（' | '［' | '【' | '〔' | '{' | '<' | '《' | '「' => TokenKind::Open,
        ')' | ']' | '）' | '］' | '】' | '〕' | '}' | '>' | '》' | '」' => TokenKind::Close,
        '.' | '。' | '!' | '?' | '…' => TokenKind::Stop,
        '"' | '“' | '”' | '„' | '‟' | '\'' | '‘' | '’' | '‚' | '«' | '`' | '´' => {
            TokenKind::Quote
        }
        _ => TokenKind::Other,
    };
    (kind, one)
}

/// Returns the length of a template placeholder at the start of `rest`: "{{ author }}", "%AUTHOR%", "$author".
fn placeholder(rest: &str) -> Option<usize> {
    /// Maximum length of a placeholder in bytes.
    const LONGEST: usize = 80;
    /// Opening and closing delimiters. Placeholders with single-character delimiters contain one word.
    const MARKS: [(&str, &str); 9] = [
        ("{{", "}}"),
        ("${", "}"),
        ("[[", "]]"),
        ("<%", "%>"),
        ("[object ", "]"),
        ("{", "}"),
        ("%", "%"),
        ("#", "#"),
        ("__", "__"),
    ];
    if !rest.starts_with(['{', '$', '[', '<', '%', '#', '_']) {
        return None;
    }
    let is_name = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
    };
    for (open, close) in MARKS {
        let Some(inner) = rest.strip_prefix(open) else { continue };
        let Some(end) = inner.find(close).filter(|&end| end <= LONGEST) else { continue };
        if open.len() > 1 && open != "__" || is_name(&inner[..end]) {
            return Some(open.len() + end + close.len());
        }
    }
    let name = rest.strip_prefix('$')?;
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
    is_name(&name[..end]).then_some(1 + end)
}

/// Returns whether a character is part of a word: letters, digits, and marks inside words.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// Returns the kind and length of a word or an address at the start of `rest`.
fn word(rest: &str, known: &dyn Fn(&str) -> bool) -> (TokenKind, usize) {
    let mut end = 0;
    let mut before = ' ';
    let mut chars = rest.char_indices().peekable();
    let mut stops = 0;
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        let inner = match c {
            _ if is_word(c) => true,
            '-' if joins_names(&rest[..i], &rest[i + 1..]) => false,
            '\'' | '’' | 'ʼ' | '-' | '‐' | '‑' | '.' | '״' | '׳' => after.is_some_and(is_word),
            '"' => is_hebrew(before) && after.is_some_and(is_hebrew),
            '·' => before == 'l' && after == Some('l'),
            '*' | ':' => rest[i + 1..].starts_with("in") && before.is_lowercase(),
            '@' if stops_before_domain(&rest[i..]) => {
                let run = rest[i..].find(|c: char| !(c.is_ascii_alphanumeric() || "@._-+".contains(c)));
                return (TokenKind::Email, run.map_or(rest.len(), |n| i + n));
            }
            _ => false,
        };
        if !inner {
            break;
        }
        stops += usize::from(c == '.');
        before = c;
        end = i + c.len_utf8();
    }
    let word = &rest[..end];
    let digit = word.starts_with(|c: char| c.is_numeric());
    let after = &rest[end..];
    if let Some(behind) = after.strip_prefix('.') {
        let letters = word.chars().count();
        let next = behind.trim_start().chars().next();
        let short = letters <= SHORT_ABBREVIATION && next.is_some_and(char::is_uppercase)
            || letters == 1 && word.chars().all(char::is_alphabetic);
        if !digit && (stops > 0 || short || known(word)) {
            return (TokenKind::Word, end + 1);
        }
    }
    (if digit { TokenKind::Number } else { TokenKind::Word }, end)
}

/// Returns whether a hyphen joins two persons: a surname in capitals and a given name, "KARABULUT-Emre".
fn joins_names(left: &str, right: &str) -> bool {
    /// Minimum letters of such a surname.
    const SHORTEST: usize = 4;
    let mut next = right.chars();
    left.chars().count() >= SHORTEST
        && left.chars().all(char::is_uppercase)
        && next.next().is_some_and(char::is_uppercase)
        && next.next().is_some_and(char::is_lowercase)
}

fn is_hebrew(c: char) -> bool {
    ('\u{5d0}'..='\u{5ea}').contains(&c)
}

/// Returns whether `rest` begins with `@` and a domain with a full stop.
fn stops_before_domain(rest: &str) -> bool {
    let domain = rest[1..].split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).next();
    domain.is_some_and(|d| d.split('.').filter(|p| !p.is_empty()).count() > 1)
}

/// Pushes a word, split where words ran together: "ByLucy", "ThorntonNews", "Nolan22", "2022Updated".
fn push_parted<'a>(
    out: &mut Vec<Token<'a>>,
    token: &'a str,
    end: usize,
    rest: &str,
    kind: TokenKind,
    splits: &dyn Fn(&TokenSeam<'_>) -> bool,
) {
    let start = end - token.len();
    let mut from = 0;
    let mut before = ' ';
    let between_words = out.len() == 2
        && out.iter().all(|t| t.kind == TokenKind::Word)
        && rest.trim().chars().all(|c| is_word(c) || matches!(c, '-' | '־' | '\''))
        && !rest.trim().is_empty();
    for (i, c) in token.char_indices() {
        let seam = i > from
            && ((before.is_lowercase() && c.is_uppercase())
                || (before.is_alphabetic() && c.is_ascii_digit())
                || (before.is_ascii_digit() && c.is_uppercase())
                || (from == 0 && i == before.len_utf8() && is_caseless(before) && is_caseless(c)));
        let seam = seam.then(|| TokenSeam {
            left: &token[from..i],
            right: &token[i..],
            rest,
            at_start: out.is_empty(),
            between_words,
        });
        if seam.is_some_and(|seam| splits(&seam)) {
            let piece = &token[from..i];
            out.push(Token { text: piece, kind: of(piece), end: start + i });
            from = i;
        }
        before = c;
    }
    let piece = &token[from..];
    out.push(Token { text: piece, kind: if from == 0 { kind } else { of(piece) }, end });
}

fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

fn of(piece: &str) -> TokenKind {
    if piece.starts_with(|c: char| c.is_numeric()) { TokenKind::Number } else { TokenKind::Word }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        cut(text, &|_| false, &|seam| seam.right == "News" || seam.right == "Lucy")
            .iter()
            .map(|t| t.text)
            .collect()
    }

    #[test]
    fn words_keep_inner_marks() {
        assert_eq!(words("J.R. O'Doe-Roe, Ph.D."), ["J.R.", "O'Doe-Roe", ",", "Ph.D."]);
        assert_eq!(words("Jane Q. Doe."), ["Jane", "Q.", "Doe", "."]);
        assert_eq!(words("jdoe@news.example @jdoe"), ["jdoe@news.example", "@jdoe"]);
        assert_eq!(words("Autor:in: Max"), ["Autor:in", ":", "Max"]);
        assert_eq!(words("https://news.example/x y"), ["https://news.example/x", "y"]);
        assert_eq!(words("ד\"ר דנה"), ["ד\"ר", "דנה"]);
    }

    #[test]
    fn words_that_ran_together_are_split() {
        assert_eq!(words("ByLucy RoeNews McRoe"), ["By", "Lucy", "Roe", "News", "McRoe"]);
    }
}
