//! Changes to a page that no reader would notice must not change its body.
//!
//! Each change is applied to every HTML fixture. The text is compared by its words, because some changes move white
//! space. `train/robustness.py` does the same with pages of the labeled sets.

use std::{fs, path::Path};

use copydesk::{Cleaner, Page};

/// A change to a page's HTML.
struct Change {
    name: &'static str,
    apply: fn(&str) -> String,
    /// Whether it replaces tags, which the strings of a script may contain as well.
    tags: bool,
}

const fn never(name: &'static str, apply: fn(&str) -> String) -> Change {
    Change { name, apply, tags: false }
}

const fn tags(name: &'static str, apply: fn(&str) -> String) -> Change {
    Change { name, apply, tags: true }
}

const CHANGES: [Change; 30] = [
    never("comment of 100 kB at the end", |h| at_end(h, &format!("<!--{}-->", "x ".repeat(50_000)))),
    never("100 kB of blanks at the end", |h| at_end(h, &" ".repeat(100_000))),
    never("script of 300 kB at the end", |h| {
        at_end(h, &format!("<script>{}</script>", "var a=1;".repeat(37_500)))
    }),
    never("style of 50 kB in the head", |h| {
        in_head(h, &format!("<style>{}</style>", ".a{b:c}".repeat(7_000)))
    }),
    never("comment at the top", |h| at_top(h, "<!-- top -->")),
    tags("comment after each paragraph", |h| h.replace("</p>", "</p><!-- end -->")),
    tags("script after each paragraph", |h| h.replace("</p>", "</p><script>track()</script>")),
    never("empty template at the top", |h| at_top(h, "<template></template>")),
    never("hidden counting frame at the end", |h| {
        at_end(h, "<iframe src=\"/count\" width=\"0\" height=\"0\" style=\"display:none\"></iframe>")
    }),
    never("counting pixel in noscript", |h| at_end(h, "<noscript><img src=\"/count.gif\"></noscript>")),
    never("vector graphics at the end", |h| at_end(h, "<svg><path d=\"M0 0\"/><text>x</text></svg>")),
    never("unknown meta element", |h| in_head(h, "<meta name=\"x-build\" content=\"20310304\">")),
    never("link to a style sheet", |h| in_head(h, "<link rel=\"stylesheet\" href=\"/a.css\">")),
    never("preload links", |h| in_head(h, "<link rel=\"preload\" as=\"font\" href=\"/f.woff2\">")),
    tags("classes in the other order", |h| classes(h, |names| names.reverse())),
    tags("classes sorted", |h| classes(h, |names| names.sort_unstable())),
    tags("blanks around classes", |h| h.replace(" class=\"", " class=\" ")),
    tags("data attribute on paragraphs", |h| h.replace("<p>", "<p data-node=\"7\">")),
    tags("direction on paragraphs", |h| h.replace("<p>", "<p style=\"text-align:left\">")),
    tags("div around paragraphs", |h| paragraphs(h, "<div><p>", "</p></div>")),
    tags("span in paragraphs", |h| paragraphs(h, "<p><span>", "</span></p>")),
    tags("styled span in paragraphs", |h| {
        paragraphs(h, "<p><span style=\"font-weight:400\">", "</span></p>")
    }),
    tags("font in paragraphs", |h| paragraphs(h, "<p><font>", "</font></p>")),
    never("two plain divs around the body", |h| around_body(h, 2)),
    never("ten plain divs around the body", |h| around_body(h, 10)),
    tags("section as div", |h| h.replace("<section", "<div").replace("</section>", "</div>")),
    tags("line ends between tags", |h| h.replace("</p><", "</p>\n<").replace("</div><", "</div>\n    <")),
    tags("line ends of Windows", |h| h.replace('\n', "\r\n")),
    tags("tag names in capitals", |h| h.replace("<p>", "<P>").replace("</p>", "</P>")),
    never("cookie notice at the top", |h| {
        at_top(
            h,
            "<div class=\"cookie-notice\"><p>We use cookies to keep this site running. By going on you agree to our \
             cookie policy.</p><button>Accept</button></div>",
        )
    }),
];

/// A change that may change this page, because the page's notes are recognized by adjacent paragraphs.
const EXCEPTION: (&str, &str) = ("div around paragraphs", "markdown--numbered-notes");

/// Applies a change to everything outside of scripts.
fn outside_scripts(html: &str, change: fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("<script") {
        let end = rest[at..].find("</script>").map_or(rest.len(), |end| at + end);
        out += &change(&rest[..at]);
        out += &rest[at..end];
        rest = &rest[end..];
    }
    out + &change(rest)
}

/// Rewrites the tags of plain paragraphs.
fn paragraphs(html: &str, start: &str, end: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("<p>") {
        let content = at + "<p>".len();
        let Some(close) = rest[content..].find("</p>").map(|n| content + n) else { break };
        out += &rest[..at];
        if rest[content..close].contains("<p") {
            // Its end tag is omitted.
            out += &rest[at..content];
            rest = &rest[content..];
            continue;
        }
        out += start;
        out += &rest[content..close];
        out += end;
        rest = &rest[close + "</p>".len()..];
    }
    out + rest
}

fn at_end(html: &str, piece: &str) -> String {
    match html.rfind("</body>") {
        Some(at) => format!("{}{piece}{}", &html[..at], &html[at..]),
        None => format!("{html}{piece}"),
    }
}

fn after_tag(html: &str, tag: &str, piece: &str) -> String {
    let end = html.find(tag).and_then(|at| html[at..].find('>').map(|end| at + end + 1));
    match end {
        Some(at) => format!("{}{piece}{}", &html[..at], &html[at..]),
        None => html.to_owned(),
    }
}

fn in_head(html: &str, piece: &str) -> String {
    after_tag(html, "<head", piece)
}

fn at_top(html: &str, piece: &str) -> String {
    after_tag(html, "<body", piece)
}

fn around_body(html: &str, depth: usize) -> String {
    at_end(&at_top(html, &"<div>".repeat(depth)), &"</div>".repeat(depth))
}

fn classes(html: &str, change: fn(&mut Vec<&str>)) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("class=\"") {
        let from = at + "class=\"".len();
        let Some(end) = rest[from..].find('"') else { break };
        let mut names: Vec<&str> = rest[from..from + end].split_whitespace().collect();
        change(&mut names);
        out += &rest[..from];
        out += &names.join(" ");
        rest = &rest[from + end..];
    }
    out + rest
}

/// Returns the HTML fixtures and their names.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut pages = Vec::new();
    for folder in fs::read_dir(root).expect("fixtures") {
        let folder = folder.expect("an entry");
        if let Ok(html) = fs::read_to_string(folder.path().join("input.html")) {
            pages.push((folder.file_name().to_string_lossy().into_owned(), html));
        }
    }
    pages.sort();
    pages
}

/// Returns a page after a change; changes to tags skip scripts.
fn changed(change: &Change, html: &str) -> String {
    if change.tags { outside_scripts(html, change.apply) } else { (change.apply)(html) }
}

fn words(cleaner: &Cleaner, page: Page<'_>) -> Vec<String> {
    let article = cleaner.clean(page).expect("an article");
    article.text().split_whitespace().map(str::to_owned).collect()
}

#[test]
fn bodies_stay_the_same() {
    let (cleaner, pages) = (Cleaner::new(), pages());
    assert!(pages.len() > 10, "fixtures in HTML");
    let mut faults = Vec::new();
    for change in &CHANGES {
        let changed: Vec<&str> = pages
            .iter()
            .filter(|(name, _)| (change.name, name.as_str()) != EXCEPTION)
            .filter(|(_, html)| {
                let before = words(&cleaner, html.as_str().into());
                words(&cleaner, changed(change, html).as_str().into()) != before
            })
            .map(|(name, _)| name.as_str())
            .collect();
        if !changed.is_empty() {
            faults.push(format!("{}: {}", change.name, changed.join(", ")));
        }
    }
    assert!(faults.is_empty(), "bodies changed:\n{}", faults.join("\n"));
}

#[test]
fn the_address_does_not_change_a_body() {
    let (cleaner, pages) = (Cleaner::new(), pages());
    for (name, html) in &pages {
        let page = || Page::from(html.as_str());
        let before = words(&cleaner, page());
        for url in
            ["https://post.example/2031/03/04/a-long-name-of-a-story-of-the-day", "https://post.example/"]
        {
            assert_eq!(words(&cleaner, page().with_url(url)), before, "{name} with {url}");
        }
    }
}
