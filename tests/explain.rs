//! Explanations: their content, and that hostile page text stays text in every view of them.

use copydesk::{Cleaner, Explanation, IndexEntry, index};

const PAGE: &str = "<!doctype html><html lang=en><head><title>Bridge reopens - Fairbrook Post</title>
<meta property=og:title content='Bridge reopens'><meta name=author content='Mara Ellison'></head><body>
<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/sport>Sport</a></ul></nav>
<article><h1>Bridge reopens</h1>
<p>The bridge over the Alder reopened on Monday after nine months of repairs, the city said in a note to residents.</p>
<p>Traffic returned within the hour, and the ferry that had stood in for it made its last crossing at noon.</p>
<p>Nobody on the pier was surprised, least of all the captain, who had asked for a new hull twice in as many years.</p>
</article>
<footer><p>&lt;script>alert('x')&lt;/script> &lt;img src=x onerror=alert(1)> \u{1b}[31mred \u{202e}turned © Fairbrook Post</p></footer></body></html>";

fn explained() -> Explanation {
    Cleaner::new().explain(PAGE).expect("cleans")
}

#[test]
fn every_block_stands_in_it_with_its_verdict() {
    let explanation = explained();
    let verdict = |start: &str| {
        let block = explanation.blocks.iter().find(|b| b.text.starts_with(start)).expect(start);
        (block.kept, !block.reasons.is_empty() || block.kept)
    };
    assert_eq!(verdict("Home"), (false, true));
    assert_eq!(verdict("The bridge over"), (true, true));
    assert_eq!(verdict("<script>"), (false, true));
    assert!(explanation.page.words.kept > 50 && explanation.page.words.dropped > 5);
}

#[test]
fn fields_tell_their_source_and_the_losers() {
    let explanation = explained();
    let title = explanation.fields.iter().find(|f| f.field == "title").expect("a title");
    assert_eq!(title.value.as_deref(), Some("Bridge reopens"));
    assert!(title.source.is_some());
    assert!(title.losers.iter().any(|l| l.value.contains("Fairbrook Post")), "{title:?}");
}

#[test]
fn explaining_changes_nothing() {
    assert_eq!(explained().article, Cleaner::new().clean(PAGE).expect("cleans"));
}

#[test]
fn the_terminal_gets_no_control_characters_of_the_page() {
    let text = explained().terminal(false);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    assert!(text.contains("[31mred turned"));
    assert!(explained().terminal(true).contains("\u{1b}[32m+ "));
}

#[test]
fn the_report_holds_no_script_whatever_the_page_says() {
    let html = explained().html("<b>evil</b>.html");
    let page = scraper::Html::parse_document(&html);
    let count = |css: &str| page.select(&scraper::Selector::parse(css).expect(css)).count();
    assert_eq!(count("script, img, iframe, object, [onerror], [onclick], link, h1 b"), 0);
    assert_eq!(count(".block"), explained().blocks.len());
    assert_eq!(count(".block.kept"), explained().blocks.iter().filter(|b| b.kept).count());
    assert_eq!(count(".block[tabindex='0']"), explained().blocks.len());
    assert_eq!(count("input[type=radio]"), 4);
    let policy =
        page.select(&scraper::Selector::parse("meta[http-equiv]").expect("css")).next().expect("a policy");
    assert!(policy.attr("content").is_some_and(|p| p.starts_with("default-src 'none'")));
}

#[test]
fn the_index_has_the_doubtful_first() {
    let entry = |source: &str, confidence: f32, doubt: f32| {
        let mut entry = IndexEntry::default();
        entry.source = source.to_owned();
        entry.report = format!("{source}.html");
        (entry.confidence, entry.doubt) = (confidence, doubt);
        entry
    };
    let mut entries = [entry("sure", 0.98, 0.0), entry("<i>", 0.4, 0.3), entry("fair", 0.8, 0.1)];
    let html = index(&mut entries);
    let page = scraper::Html::parse_document(&html);
    let links: Vec<String> =
        page.select(&scraper::Selector::parse("td a").expect("css")).map(|a| a.text().collect()).collect();
    assert_eq!(links, ["<i>", "fair", "sure"]);
}
