//! Detects data among texts: tables, logs, settings, lists of URLs, encoded bytes and other records for programs.

/// How many bytes of a text are examined.
const HEAD_BYTES: usize = 8 << 10;
/// How many lines of a text are examined.
const MOST_LINES: usize = 40;
/// Minimum lines of data that has no signature. Fewer lines may be alike by chance.
const FEWEST_LINES: usize = 5;
/// Minimum share of lines of one shape in data.
const SHAPED: f32 = 0.8;
/// Minimum share of lines with a URL in a list of URLs. Prose has none.
const URL_LINES: f32 = 0.8;
/// Maximum lines before the first URL of a list: the names of its columns.
const HEADER_LINES: usize = 2;
/// Maximum words of a line that consists of a title and a URL.
const TITLE_WORDS: usize = 15;
/// Minimum columns of a table. Two items per line separated by a comma occur in prose.
const FEWEST_COLUMNS: usize = 3;
/// Minimum length of a word of encoded bytes. No language has words as long in most lines.
const ENCODED_BYTES: usize = 40;

/// The first lines of data formats.
const SIGNATURES: [&str; 8] = [
    "-----BEGIN ",
    "#EXTM3U",
    "BEGIN:VCALENDAR",
    "BEGIN:VCARD",
    "CACHE MANIFEST",
    "WEBVTT",
    "diff --git ",
    "msgid \"",
];

/// The names of elements, without prefixes, that begin XML documents without text to read.
const DATA_ROOTS: [&str; 22] = [
    "Envelope",
    "Error",
    "OAI-PMH",
    "OpenSearchDescription",
    "assets",
    "browserconfig",
    "configuration",
    "crossdomain-policy",
    "definitions",
    "gpx",
    "kml",
    "manifest",
    "opml",
    "playlist",
    "plist",
    "project",
    "resources",
    "schema",
    "stylesheet",
    "tmx",
    "transform",
    "xliff",
];

/// Returns whether an XML document with this root element has data rather than text.
pub(crate) fn is_data_root(root: &str) -> bool {
    let local = root.rsplit(':').next().unwrap_or(root);
    DATA_ROOTS.contains(&local)
}

/// Returns whether most lines of a text are URLs, alone or with a title or other columns.
pub(crate) fn is_url_list(text: &str) -> bool {
    let (mut urls, mut lines) = (0usize, 0usize);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines += 1;
        urls += usize::from(is_url_line(line));
        // Prose is most texts, and has none in its first lines.
        if urls == 0 && lines > HEADER_LINES {
            return false;
        }
    }
    share(urls, lines) >= URL_LINES
}

fn is_url_line(line: &str) -> bool {
    // A list in Markdown.
    let line = line.trim_start_matches(['-', '*', '+', '<', ' ']);
    let is_url = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    let ends_in_url =
        || line.split(' ').count() <= TITLE_WORDS && line.rsplit(' ').next().is_some_and(is_url);
    if is_url(line) || line.split('\t').any(is_url) || ends_in_url() {
        return true;
    }
    let columns = line.split([' ', '\t', ',', ';', '"', '|']).filter(|column| !column.is_empty());
    let (mut found, mut words) = (false, false);
    for column in columns {
        found |= is_url(column) || is_address(column);
        words |= !is_url(column)
            && !is_address(column)
            && column.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    }
    found && !words
}

/// Returns whether a word is a host with a path, or `www.` and a host.
fn is_address(word: &str) -> bool {
    let word = word.trim_end_matches('>');
    let (host, path) = word.split_once('/').unwrap_or((word, ""));
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let top = host.rsplit('.').next().unwrap_or_default();
    (host.starts_with("www.") || !path.is_empty())
        && host.contains('.')
        && host.split('.').all(is_label)
        && top.len() > 1
        && top.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Returns whether a text consists of records for programs. `text` is the text without white space at its start.
pub(crate) fn is_data(text: &str) -> bool {
    let is_signed = |text: &str| SIGNATURES.iter().any(|start| text.starts_with(start));
    if is_signed(text) {
        return true;
    }
    // Comments say what the data is, and most formats have them.
    let head = crate::lexicon::clip::clip(text, HEAD_BYTES);
    let records = head.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let records: Vec<&str> = records.take(MOST_LINES).collect();
    if records.first().is_some_and(|first| is_signed(first)) || is_directives(&records) {
        return true;
    }
    records.len() >= FEWEST_LINES
        && (has_shaped_lines(&records)
            || is_subtitles(&records)
            || is_difference(&records)
            || is_table(&records))
}

/// Returns whether most lines have a shape that lines of prose do not have.
fn has_shaped_lines(lines: &[&str]) -> bool {
    let is_shaped = |line: &str| {
        is_stamped(line) || is_encoded(line) || is_setting(line) || is_json_line(line) || is_token(line)
    };
    // Prose ends the search after a few lines.
    let others = lines.iter().filter(|line| !is_shaped(line)).take(lines.len() / 5 + 1).count();
    share(lines.len() - others, lines.len()) >= SHAPED
}

/// Returns whether a line of a log or of an index begins with a time or an address, or has a time of 14 digits.
fn is_stamped(line: &str) -> bool {
    let bytes = line.trim_start_matches('[').as_bytes();
    let digits =
        |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|b| b.iter().all(u8::is_ascii_digit));
    let is_iso = digits(0..4)
        && bytes.get(4) == Some(&b'-')
        && digits(5..7)
        && digits(8..10)
        && matches!(bytes.get(10), Some(b'T' | b' '))
        && digits(11..13)
        && bytes.get(13) == Some(&b':');
    // `May  5 10:00:00`, as syslog writes it.
    let is_syslog = digits(7..9) && bytes.get(9) == Some(&b':') && digits(10..12) && digits(13..15);
    // `[00:12.00]`, as in lyrics and subtitles.
    let is_bracketed = line.starts_with('[') && digits(0..2) && digits(3..5) && bytes.get(5) == Some(&b'.');
    let mut words = line.split_ascii_whitespace();
    let first = words.next().unwrap_or_default();
    let is_address = first.split('.').count() == 4 && first.split('.').all(|part| part.parse::<u8>().is_ok());
    let is_capture =
        words.next().is_some_and(|time| time.len() == 14 && time.bytes().all(|b| b.is_ascii_digit()));
    is_iso || is_syslog || is_bracketed || is_address || is_capture
}

/// Returns whether a line has encoded bytes: Base64, hexadecimal digits, a checksum or a key.
fn is_encoded(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let first = words.next().unwrap_or_default();
    let is_hex = |word: &str| word.bytes().all(|b| b.is_ascii_hexdigit());
    if first.len() >= 32 && is_hex(first) {
        return true;
    }
    let is_base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'_');
    if line.split_ascii_whitespace().any(|word| word.len() >= ENCODED_BYTES && word.bytes().all(is_base64)) {
        return true;
    }
    let pairs = words.clone().filter(|word| matches!(word.len(), 2 | 4) && is_hex(word)).count();
    is_hex(first) && pairs >= 8
}

/// Returns whether a line is a setting: `[section]` or `name = value`.
fn is_setting(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with(';') || (line.starts_with('[') && line.ends_with(']')) {
        return true;
    }
    line.split_once('=').is_some_and(|(name, _)| {
        let name = name.trim_end();
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    })
}

/// Returns whether a line is the time of a subtitle: `00:00:01,000 --> 00:00:02,500` or `0:00:01.000,0:00:02.500`.
fn is_cue_time(line: &str) -> bool {
    if !line.starts_with(|c: char| c.is_ascii_digit() || ":,.".contains(c)) {
        return false;
    }
    let (times, settings) = line.split_once(" --> ").unwrap_or((line, ""));
    let is_time =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b":,.".contains(&b));
    is_time(times) && times.contains(':') && (!settings.is_empty() || times.matches(':').count() >= 4)
}

/// Returns whether a line is a single path, host, address or key.
fn is_token(line: &str) -> bool {
    let line = line.trim();
    let inner = line.get(1..line.len().saturating_sub(1)).unwrap_or_default();
    line.is_ascii() && !line.contains(' ') && inner.contains(['/', '.', '@', '_', '='])
}

/// Returns whether every fourth line of a text, or more, is the time of a subtitle.
fn is_subtitles(lines: &[&str]) -> bool {
    lines.iter().filter(|line| is_cue_time(line)).count() * 4 >= lines.len()
}

/// Returns whether a text is a difference between files.
fn is_difference(lines: &[&str]) -> bool {
    ["--- ", "+++ ", "@@ -"].iter().all(|start| lines.iter().any(|line| line.starts_with(start)))
}

/// Returns whether a line is part of pretty-printed JSON.
fn is_json_line(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('"') && line.contains("\":")
        || line.trim_end_matches(';').bytes().all(|b| b"{}[], ".contains(&b))
}

/// Returns whether all lines are directives that a site publishes for programs: robots.txt and security.txt.
fn is_directives(lines: &[&str]) -> bool {
    const ROBOTS: [&str; 7] =
        ["user-agent", "disallow", "allow", "crawl-delay", "sitemap", "host", "clean-param"];
    const SECURITY: [&str; 9] = [
        "contact",
        "expires",
        "encryption",
        "acknowledgments",
        "preferred-languages",
        "canonical",
        "policy",
        "hiring",
        "csaf",
    ];
    let consists_of = |first: &str, known: &[&str]| {
        let begins =
            |line: &&str| line.get(..first.len()).is_some_and(|start| start.eq_ignore_ascii_case(first));
        let is_known = |line: &&&str| {
            let name = line.split(':').next().unwrap_or_default().trim();
            known.iter().any(|known| name.eq_ignore_ascii_case(known))
        };
        lines.iter().any(begins) && share(lines.iter().filter(is_known).count(), lines.len()) >= SHAPED
    };
    consists_of("user-agent:", &ROBOTS) || consists_of("expires:", &SECURITY)
}

/// Returns whether most lines have the same number of columns, separated by the same character, and their cells are
/// short.
fn is_table(lines: &[&str]) -> bool {
    [b'\t', b',', b';', b'|'].iter().any(|&separator| {
        let columns = |line: &&str| memchr::memchr_iter(separator, line.as_bytes()).count() + 1;
        let columns: Vec<usize> = lines.iter().map(columns).collect();
        let usual = columns.get(columns.len() / 2).copied().unwrap_or(0);
        let alike = columns.iter().filter(|&&count| count == usual).count();
        usual >= FEWEST_COLUMNS
            && share(alike, lines.len()) >= SHAPED
            // Sentences have a space after each comma.
            && (separator == b'\t' || lines.iter().all(|line| !line.ends_with('.')))
            && share(lines.iter().filter(|line| has_code_cells(line, char::from(separator))).count(), lines.len()) >= SHAPED
    })
}

/// Returns whether most cells of a row are numbers, dates, codes or names rather than clauses.
fn has_code_cells(row: &str, separator: char) -> bool {
    /// Maximum words of a cell that is not a clause.
    const CELL_WORDS: usize = 4;
    let cells = row.split(separator).map(|cell| cell.split_ascii_whitespace().count());
    let (all, short) =
        cells.fold((0, 0), |(all, short), words| (all + 1, short + usize::from(words <= CELL_WORDS)));
    short * 4 >= all * 3
}

#[expect(clippy::cast_precision_loss, reason = "shares of a few thousand lines")]
fn share(part: usize, of: usize) -> f32 {
    part as f32 / of.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
        (0..count).map(|i| line(i) + "\n").collect()
    }

    #[test]
    fn data_is_recognized() {
        let hex = |seed: usize, digits: usize| -> String {
            (0..digits).map(|i| format!("{:x}", (seed * 7 + i * 5) % 16)).collect()
        };
        for data in [
            "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:The council meets\n".to_owned(),
            "WEBVTT\n\n00:01.000 --> 00:04.000\nThe ferry left at noon.\n".to_owned(),
            "-----BEGIN CERTIFICATE-----\nMIIB\n".to_owned(),
            lines(9, |i| format!("{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\nThe ferry left at noon\n")),
            lines(9, |i| {
                format!("203.0.113.{i} - - [05/May/2031:10:00:00 +0000] \"GET /{i} HTTP/1.1\" 200 9")
            }),
            lines(9, |i| format!("2031-05-05T10:00:0{i}Z INFO the pump on the north bank is on")),
            lines(9, |i| format!("{i},2031-05-0{i},Ferry number {i},Jane Doe,Fairbrook")),
            lines(9, |i| format!("{i}\tFerry {i} returns\tFairbrook")),
            lines(9, |i| format!("adhouse{i}.example, {i}77, DIRECT, f08c47fec0942fa0")),
            lines(9, |i| format!("com,post)/{i} 20310505100000 https://post.example/{i} text/html 200")),
            "# For crawlers\nUser-agent: *\nDisallow: /search\n\nSitemap: https://post.example/s.xml\n"
                .to_owned(),
            "Contact: mailto:a@post.example\nExpires: 2032-01-01T00:00:00Z\nPolicy: https://post.example/p\n"
                .to_owned(),
            lines(9, |i| format!("[remote{i}]\nurl = https://post.example/{i}\nfetch = +refs/heads/*")),
            lines(9, |i| hex(i, 64) + "  a.html"),
            lines(9, |i| format!("{i:08x}  ") + &"4a 5b 6c 7d 8e 9f a0 b1 ".repeat(2) + " |JZl..|"),
            lines(9, |_| "TWFuIGlzIGRpc3Rpbmd1aXNoZWQsIG5vdCBvbmx5IGJ5IGhpcyByZWFzb24s".to_owned()),
            lines(9, |i| format!("May  4 10:00:0{i} fairbrook pumpd[{i}]: on")),
            lines(9, |i| format!("[00:0{i}.00]The ferry left at noon")),
            lines(9, |i| format!("0:00:0{i}.000,0:00:0{i}.900\nThe ferry left at noon\n")),
            lines(9, |i| format!("news/2031/0{i}/index.html")),
            lines(9, |i| format!("ssh-ed25519 {} host{i}", "AAAAC3Nza".repeat(8))),
            lines(9, |i| format!(" {{\n  \"id\": {i},\n  \"name\": \"pump {i}\"\n }},")),
        ] {
            assert!(is_data(data.trim_start()), "{data}");
        }
    }

    #[test]
    fn prose_is_not_data() {
        for text in [
            "The council met on Monday, and it agreed to mend the weir.\nWork begins on the twentieth, the clerk said.\n".repeat(6),
            "JANE DOE: What did you see?\nJOHN ROE: A ferry, two boats and a swan.\n".repeat(6),
            "By Jane Doe\nFAIRBROOK, May 4 (Post) - The ferry, late again, left at noon, the clerk said.\n".repeat(6),
            "Fairbrook 2, Teller 1, half-time 1-0\nOsk 0, Pard 0, half-time 0-0, abandoned\nWeir won, drew, lost\n".repeat(4),
            "1. The ferry\n2. The weir\n3. The mill\n4. The pier\n5. The lock\n6. The tram\n".to_owned(),
            "[10:00] Jane: The ferry is late again.\n[10:01] John: It is.\n".repeat(6),
            "- What we know\n- What we do not know\n- Why\n- Where\n- When\n- How\n".to_owned(),
            "- What we know\n- What we do not know\n\nThe ferry left at noon. It has not been seen since.\nNobody knows.\n".to_owned(),
            "Contact: the parish clerk\nOpen: Mondays\nThe hall is warm.\n".to_owned(),
            "User-agent: a name that crawlers send\nThe word is older than the web.\nIt has a hyphen.\n".to_owned(),
        ] {
            assert!(!is_data(&text), "{text}");
        }
    }

    #[test]
    fn lists_of_urls_may_have_titles_or_no_scheme() {
        for list in [
            lines(9, |i| format!("https://post.example/{i}")),
            lines(9, |i| format!("post.example/news/{i}")),
            lines(9, |i| format!("www.post{i}.example")),
            lines(9, |i| format!("- <https://post.example/{i}>")),
            lines(9, |i| format!("https://post.example/{i}\tThe ferry returns {i}")),
            lines(9, |i| format!("Ferry {i} returns - https://post.example/{i}")),
            "url,lastmod\n".to_owned() + &lines(9, |i| format!("https://post.example/{i},2031-05-04")),
        ] {
            assert!(is_url_list(&list), "{list}");
        }
        for text in [
            "The ferry returns\nRead more at https://post.example/ferry on Monday.\n",
            "and/or\neither/or\nyes/no\n",
            "He said so.No one did.\nThe end.\n",
        ] {
            assert!(!is_url_list(text), "{text}");
        }
    }
}
