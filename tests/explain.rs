//! Explanations: their content, and that hostile page text remains text in every view.

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
fn every_block_has_a_decision_and_a_few_reasons_in_words() {
    let explanation = explained();
    let block = |start: &str| explanation.blocks.iter().find(|b| b.text.starts_with(start)).expect(start);
    assert!(block("The bridge over").kept && !block("Home").kept && !block("<script>").kept);
    assert!(block("Home").reasons.iter().any(|reason| reason.words == "inside navigation"));
    for block in &explanation.blocks {
        assert!((1..=5).contains(&block.reasons.len()), "{block:?}");
        assert!(block.reasons.iter().all(|r| !r.words.contains(|c: char| c.is_ascii_digit())), "{block:?}");
        assert!(block.features.is_empty());
    }
    assert!(explanation.page.words.kept > 50 && explanation.page.words.dropped > 5);
    let verbose = Cleaner::new().explain_verbose(PAGE).expect("cleans");
    assert!(verbose.blocks.iter().all(|block| block.features.len() > 10));
    assert!(verbose.terminal(false).contains("d_nav = "));
}

#[test]
fn a_certain_page_has_no_close_decision() {
    let explanation = explained();
    assert!(explanation.page.confidence > 0.9);
    assert!(explanation.blocks.iter().all(|block| !(block.kept && block.borderline)), "{explanation:?}");
    assert!(explanation.doubt() < 0.2);
}

#[test]
fn the_outcome_and_the_rejection_are_explained() {
    let summary = |cleaner: &Cleaner, page: &str| cleaner.explain(page).expect("cleans").page.summary;
    assert_eq!(summary(&Cleaner::new(), PAGE), "article");
    assert_eq!(summary(&Cleaner::new().with_min_words(500), PAGE), "no article: fewer words than required");
    let german = Cleaner::new().with_languages(["de"]).expect("a language");
    assert_eq!(summary(&german, PAGE), "no article: in another language than required");
    assert!(summary(&Cleaner::new(), "<title>404</title><h1>Not found</h1>").starts_with("no article: "));
    assert!(explained().terminal(false).starts_with("outcome    article\n"));
}

#[test]
fn blocks_that_fields_were_read_from_are_used() {
    let page = PAGE.replace("</h1>", "</h1><p class=byline>By Mara Ellison</p>");
    let explanation = Cleaner::new().explain(&page).expect("cleans");
    let used = |text: &str| explanation.blocks.iter().find(|b| b.text == text).and_then(|b| b.used_as);
    assert_eq!((used("Bridge reopens"), used("By Mara Ellison")), (Some("title"), Some("byline")));
    assert_eq!(used("Home"), None);
}

#[test]
fn plain_text_reasons_do_not_depend_on_the_previous_page() {
    let text = "Home\nNews\nContact us\n\nWeir mended\n\nThe council of Pard met on Monday and agreed to mend the weir before the \
                spring flood, with nine votes to four.\n\nWork begins on the twentieth, and boats over nine metres cannot pass \
                until it ends, which the council expects in June.\n";
    let cleaner = Cleaner::new();
    let alone = cleaner.explain(text).expect("cleans");
    cleaner.explain(PAGE).expect("cleans");
    assert_eq!(cleaner.explain(text).expect("cleans"), alone);
    assert!(
        alone.blocks.iter().all(|block| !block.reasons.is_empty() && block.path.starts_with("line ")),
        "{alone:?}"
    );
    assert!(!format!("{:?}", alone.blocks).contains("element"));
}

#[test]
fn fields_list_their_source_and_the_losers() {
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
fn the_report_contains_no_script() {
    let html = explained().html("<b>evil</b>.html");
    let page = scraper::Html::parse_document(&html);
    let count = |css: &str| page.select(&scraper::Selector::parse(css).expect(css)).count();
    assert_eq!(count("script, img, iframe, object, [onerror], [onclick], link, h1 b"), 0);
    assert_eq!(count("details.block"), explained().blocks.len());
    assert_eq!(count(".block.kept"), explained().blocks.iter().filter(|b| b.kept).count());
    assert_eq!(count(".block.used"), explained().blocks.iter().filter(|b| b.used_as.is_some()).count());
    assert_eq!(count(".run"), 1, "the menu");
    assert_eq!(count(".block .text[dir=auto]"), explained().blocks.len());
    assert_eq!(count("input[type=radio]"), 5);
    assert!(
        page.select(&scraper::Selector::parse("h1").expect("css"))
            .any(|h1| h1.text().collect::<String>() == "Bridge reopens")
    );
    let policy =
        page.select(&scraper::Selector::parse("meta[http-equiv]").expect("css")).next().expect("a policy");
    assert!(policy.attr("content").is_some_and(|p| p.starts_with("default-src 'none'")));
}

#[test]
fn the_index_lists_doubtful_pages_first() {
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

#[test]
fn menus_are_folded_and_a_report_stays_small() {
    let menu: String = (0..40).map(|i| format!("<li><a href=/{i}>Section {i}</a></li>")).collect();
    let explanation = Cleaner::new().explain(&PAGE.replace("<ul>", &format!("<ul>{menu}"))).expect("cleans");
    let html = explanation.html("menu.html");
    let page = scraper::Html::parse_document(&html);
    let summary =
        page.select(&scraper::Selector::parse(".run > summary").expect("css")).next().expect("a run");
    let summary: String = summary.text().collect();
    assert!(summary.ends_with("blocks dropped: inside navigation"), "{summary}");
    let text = explanation.terminal(false);
    assert!(text.contains("blocks dropped (inside navigation)") && !text.contains("Section 39"), "{text}");
    // Style, legend and fields are 10 KB; a block takes less than one.
    assert!(html.len() < 12_000 + 800 * explanation.blocks.len(), "{} bytes", html.len());
}

#[test]
fn the_index_lists_pages_without_an_article_by_relative_name() {
    let rejected = Cleaner::new().with_min_words(500).explain(PAGE).expect("cleans");
    let mut entries = [
        IndexEntry::new("/news/site/a.html", "00001.html", &explained()),
        IndexEntry::new("/news/site/sub/b.html", "00002.html", &rejected),
        IndexEntry::failed("/news/site/c.html", "cannot be read"),
    ];
    let html = index(&mut entries);
    let page = scraper::Html::parse_document(&html);
    let cells = |css: &str| -> Vec<String> {
        page.select(&scraper::Selector::parse(css).expect("css")).map(|e| e.text().collect()).collect()
    };
    assert_eq!(cells("td strong").len(), 3);
    assert!(cells("td strong").contains(&"no article: fewer words than required".to_owned()));
    assert_eq!(cells("tr:first-child strong"), ["error: cannot be read"]);
    let sources = cells("td:first-child .source");
    assert!(sources.contains(&"sub/b.html".to_owned()) && !html.contains("/news/site/a.html"), "{sources:?}");
    assert!(html.contains("in /news/site/"));
}
