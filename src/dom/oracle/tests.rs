//! The parser against its oracle: hand-made cases, fixtures, corpora and random pieces.

use proptest::prelude::*;

use super::check;

/// Returns the cases of a file: one per line, with `\n`, `\r`, `\t`, `\f`, `\0` and `\\` as escapes; `#` begins a
/// comment.
fn cases() -> Vec<String> {
    include_str!("../../../tests/parse/cases.txt")
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|line| {
            let mut out = String::new();
            let mut chars = line.chars();
            while let Some(c) = chars.next() {
                out.push(match (c, if c == '\\' { chars.next() } else { None }) {
                    ('\\', Some('n')) => '\n',
                    ('\\', Some('r')) => '\r',
                    ('\\', Some('t')) => '\t',
                    ('\\', Some('f')) => '\x0C',
                    ('\\', Some('0')) => '\0',
                    ('\\', Some(other)) => other,
                    _ => c,
                });
            }
            out
        })
        .collect()
}

#[test]
fn tricky_cases_parse_as_html5ever_parses_them() {
    let cases = cases();
    assert!(cases.len() >= 150, "only {} cases", cases.len());
    for case in &cases {
        if let Err(difference) = check(case) {
            panic!("{difference}");
        }
        // Truncated anywhere, a page is still a page.
        for at in (0..case.len()).filter(|&at| case.is_char_boundary(at)) {
            if let Err(difference) = check(&case[..at]) {
                panic!("{difference}");
            }
        }
    }
}

#[test]
fn fixtures_parse_as_html5ever_parses_them() {
    let mut folders = 0;
    for entry in std::fs::read_dir("fixtures").expect("fixtures").flatten() {
        folders += 1;
        let Ok(files) = std::fs::read_dir(entry.path()) else { continue };
        for file in files.flatten().filter(|f| f.path().extension().is_some_and(|e| e == "html")) {
            let page = String::from_utf8_lossy(&std::fs::read(file.path()).expect("fixture")).into_owned();
            check(&page).unwrap_or_else(|d| panic!("{}: {}", file.path().display(), &d[..d.len().min(4000)]));
        }
    }
    assert!(folders > 0, "no fixture was found");
}

/// Checks the pages of a corpus, if there is one.
#[test]
fn corpus_pages_parse_as_html5ever_parses_them() {
    let Ok(corpus) = std::env::var("COPYDESK_CORPUS") else { return };
    let mut folders = vec![std::path::PathBuf::from(corpus)];
    let (mut pages, mut wrong) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("corpus").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(".html.gz") {
                let mut bytes = Vec::new();
                let file = std::fs::File::open(&path).expect("page");
                std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(file), &mut bytes)
                    .expect("gzip");
                // html5ever swallows a byte order mark in the middle after a script.
                let page = String::from_utf8_lossy(&bytes).replace('\u{feff}', "");
                pages += 1;
                if let Err(difference) = check(&page) {
                    let (ours, theirs) = difference.split_once("html5ever's\n").expect("two dumps");
                    let ours = ours.rsplit_once("ours\n").expect("ours").1;
                    let at = ours.lines().zip(theirs.lines()).position(|(a, b)| a != b).unwrap_or(0);
                    let around = |dump: &str| {
                        let lines: Vec<_> = dump.lines().skip(at.saturating_sub(3)).take(6).collect();
                        lines.join("\n").chars().take(1500).collect::<String>()
                    };
                    wrong.push(format!("{}\n{}\n--\n{}", path.display(), around(ours), around(theirs)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {pages} pages differ:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(pages > 0, "no page was found");
}

/// Pieces of markup in all combinations.
fn piece() -> impl Strategy<Value = String> {
    const PIECES: [&str; 118] = [
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i class=x>",
        "</i>",
        "<a href=x>",
        "</a>",
        "<b id=1>",
        "<b id='1'>",
        "<em a=1 c=2>",
        "<em c=2 a=1>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<tbody>",
        "<caption>",
        "<colgroup>",
        "<col>",
        "<select>",
        "</select>",
        "<option>",
        "<optgroup>",
        "<svg>",
        "</svg>",
        "<svg/>",
        "<g>",
        "</g>",
        "<path d='a>b'/>",
        "<title>",
        "</title>",
        "<desc>",
        "<foreignObject>",
        "</foreignObject>",
        "<math>",
        "</math>",
        "<mi>",
        "</mi>",
        "<annotation-xml encoding='text/html'>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<textarea>",
        "</textarea>",
        "<iframe>",
        "</iframe>",
        "<noscript>",
        "</noscript>",
        "<template>",
        "</template>",
        "<!--",
        "-->",
        "--!>",
        "<!doctype html>",
        "<?pi>",
        "<![CDATA[",
        "]]>",
        "<frameset>",
        "</frameset>",
        "<frame>",
        "<body>",
        "</body>",
        "<html lang=x>",
        "</html>",
        "<head>",
        "</head>",
        "<form>",
        "</form>",
        "<button>",
        "</button>",
        "<li>",
        "</li>",
        "<ul>",
        "</ul>",
        "<dd>",
        "<dt>",
        "<h1>",
        "</h2>",
        "<pre>",
        "</pre>",
        "<plaintext>",
        "<font color=red>",
        "<font x=1>",
        "<nobr>",
        "<br>",
        "</br>",
        "<img src=a>",
        "<image>",
        "<input type=hidden>",
        "<input>",
        "<hr>",
        "<ruby>",
        "<rt>",
        "<object>",
        "</object>",
        "<marquee>",
        "<a xlink:href=y xml:lang=de>",
        "<use xlink:href='#z'/>",
        "<x-y z>",
        "</x-y>",
        "<meta charset=utf-8>",
        "\n",
        " ",
        "text",
        "a < b",
        "&amp;",
        "&nbsp",
        "&#13;",
        "\0",
        "\r\n",
        "<",
        "</",
    ];
    prop_oneof![
        12 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => "[a-z<>/=\"'& \n!-]{1,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases_wanted(), ..ProptestConfig::default() })]

    #[test]
    fn random_tokens_parse_as_html5ever_parses_them(pieces in proptest::collection::vec(piece(), 1..24)) {
        let page = pieces.concat();
        prop_assert_eq!(check(&page), Ok(()));
    }

    #[test]
    fn random_characters_parse_as_html5ever_parses_them(page in "[<>/!a-cpsvgt=\"'& \n\r\0;#-]{0,40}") {
        prop_assert_eq!(check(&page), Ok(()));
    }
}

/// Strings that a random test tries; more with `PROPTEST_CASES`.
fn cases_wanted() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2000)
}
