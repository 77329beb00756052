//! Splits a title at its separators: "Bridge reopens | News - Fairbrook Post".

/// Most segments of a title that is split; one with more is a list of keywords.
const MOST_SEGMENTS: usize = 7;

/// One way to leave out segments of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut<'a> {
    /// The remaining part.
    pub(crate) kept: &'a str,
    /// The segments left out before it, and after it.
    pub(crate) before: Vec<&'a str>,
    pub(crate) after: Vec<&'a str>,
    /// Whether a colon separates it from one of them.
    pub(crate) at_colon: bool,
}

/// Returns every way to leave out segments at the ends of a title; nothing for a title of one segment.
pub(crate) fn cuts(title: &str) -> Vec<Cut<'_>> {
    let segments = segments(title);
    let n = segments.len();
    let mut out = Vec::new();
    if !(2..=MOST_SEGMENTS).contains(&n) {
        return out;
    }
    let text = |i: usize| title[segments[i].0..segments[i].1].trim();
    let colon = |i: usize| title[segments[i - 1].1..segments[i].0].trim() == ":";
    for i in 0..n {
        for j in i + 1..=n {
            let kept = title[segments[i].0..segments[j - 1].1].trim();
            if j - i == n || kept.is_empty() {
                continue;
            }
            let at_colon = i > 0 && colon(i) || j < n && colon(j);
            let (before, after) = ((0..i).map(text).collect(), (j..n).map(text).collect());
            out.push(Cut { kept, before, after, at_colon });
        }
    }
    out
}

/// Byte ranges of the segments.
fn segments(title: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut start, mut end) = (0, 0);
    let mut blank_before = true;
    let mut inside = false;
    let mut chars = title.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, n)| *n);
        let blank_after = next.is_none_or(char::is_whitespace);
        let separates = match c {
            '|' | '｜' | '_' => true,
            '·' | '@' | '•' | '»' | '«' | '›' | '>' | '*' | '\\' | '~' | '/' => {
                (blank_before || inside) && (blank_after || next.is_some_and(is_separator))
            }
            '-' | '–' | '—' => blank_before || blank_after || next.is_some_and(is_east_asian),
            ':' => blank_after || next == Some(':') || inside,
            _ => false,
        };
        if separates {
            if !inside && end > start {
                out.push((start, end));
            }
            inside = true;
        } else if !c.is_whitespace() {
            if inside || out.is_empty() && end == 0 {
                start = at;
            }
            inside = false;
            end = at + c.len_utf8();
        }
        blank_before = c.is_whitespace();
    }
    if !inside && end > start {
        out.push((start, end));
    }
    out
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '|' | '·' | '@' | '•' | '»' | '«' | '›' | '>' | '*' | '\\' | '~' | '/' | '-' | '–' | '—' | ':'
    )
}

fn is_east_asian(c: char) -> bool {
    ('\u{3000}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_fall_into_segments() {
        for (title, parts) in [
            ("Bridge reopens | Fairbrook Post", vec!["Bridge reopens", "Fairbrook Post"]),
            (
                "Fairbrook Post » Blog Archive » Bridge reopens",
                vec!["Fairbrook Post", "Blog Archive", "Bridge reopens"],
            ),
            (
                "Well-kept bridge reopens: what now? - News",
                vec!["Well-kept bridge reopens", "what now?", "News"],
            ),
            ("橋が再開-港新聞", vec!["橋が再開", "港新聞"]),
            ("港口：橋重開 @ 港口日記", vec!["港口：橋重開", "港口日記"]),
            ("site.example // Bridge", vec!["site.example", "Bridge"]),
            ("10:30 train and/or bus", vec!["10:30 train and/or bus"]),
            ("Bridge— reopens", vec!["Bridge", "reopens"]),
            ("", vec![]),
            (" | ", vec![]),
        ] {
            let found: Vec<_> = segments(title).into_iter().map(|(s, e)| &title[s..e]).collect();
            assert_eq!(found, parts, "{title}");
        }
    }

    #[test]
    fn every_cut_names_what_it_leaves_out() {
        let all = cuts("Post - Bridge reopens | News");
        let cut = |kept, before, after| Cut { kept, before, after, at_colon: false };
        assert!(all.contains(&cut("Bridge reopens", vec!["Post"], vec!["News"])));
        assert!(all.contains(&cut("Post - Bridge reopens", vec![], vec!["News"])));
        assert_eq!(all.len(), 5);
        assert!(cuts("Bridge reopens").is_empty());
    }
}
