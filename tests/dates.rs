//! Which of a page's dates belongs to the story; outlets and stories are invented.

use copydesk::{Cleaner, Page};

const PROSE: &str = "<p>The harbour of Riverton reopened after a winter of repairs, and the first ferry left on time \
    with forty people on board. The mayor said that the work had cost less than planned.</p>\
    <p>Traders along the quay had waited for months. Some of them had closed their shops, others lived on what the \
    town paid them, and nobody knew how long the work would take.</p>\
    <p>The next section, from the lighthouse to the old market, will follow after the summer, the engineers said.</p>";

/// Dates of a page with a head, lines between headline and story, and lines after the story.
fn dates(head: &str, above: &str, below: &str) -> (Option<String>, Option<String>) {
    let html = format!(
        "<html lang=en-GB><head><title>Harbour reopens</title>{head}</head><body><main><article>\
         <h1>Harbour reopens</h1>{above}{PROSE}{below}</article></main></body></html>"
    );
    let article = Cleaner::new().clean(Page::new(html.as_bytes())).expect("clean");
    (article.published.clone(), article.modified.clone())
}

fn published(head: &str, above: &str, below: &str) -> Option<String> {
    dates(head, above, below).0
}

#[test]
fn a_date_property_of_a_time_element_is_what_it_says() {
    let above = "<time itemprop=dateModified datetime=2031-05-09>9 May 2031</time> \
                 <time itemprop=datePublished datetime=2031-05-04>4 May 2031</time>";
    assert_eq!(dates("", above, ""), (Some("2031-05-04".into()), Some("2031-05-09".into())));
}

#[test]
fn readers_decide_between_sources_that_disagree() {
    let head = r#"<meta property="article:published_time" content="2031-05-06T08:00:00+01:00">
        <script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour reopens",
        "datePublished":"2031-05-02","dateModified":"2031-05-08"}</script>"#;
    assert_eq!(published(head, "<p>6 May 2031</p>", "").as_deref(), Some("2031-05-06T08:00:00+01:00"));
    // On labeled pages, Open Graph is right more often than JSON-LD if the two disagree.
    assert_eq!(published(head, "", "").as_deref(), Some("2031-05-06T08:00:00+01:00"));
}

#[test]
fn a_plain_meta_element_gives_way_to_the_date_beside_the_headline() {
    let head = r#"<meta name="date" content="2031-05-02">"#;
    let above = r#"<time class="date" datetime="2031-05-04">4 May 2031</time>"#;
    assert_eq!(published(head, above, "").as_deref(), Some("2031-05-04"));
    assert_eq!(published(head, "", "").as_deref(), Some("2031-05-02"));
}

#[test]
fn the_date_by_the_headline_goes_before_those_of_teasers() {
    let below = r#"<div><span class="date">9 October 2030</span> <a href="/a">Ferry fares rise</a></div>"#;
    assert_eq!(published("", "<p>4 May 2031 11:38 Category: News</p>", below).as_deref(), Some("2031-05-04"));
    let prose = "<p>The old quay was released on 5 November 2029 to a company that later failed, which the town had \
                 feared all along and said so in a letter to the county.</p>";
    let above = format!("<p>4 May 2031 at 08:45 | categories: Harbour, Town | 3 Comments</p>{prose}");
    assert_eq!(published("", &above, "").as_deref(), Some("2031-05-04"));
}

#[test]
fn labels_may_stand_in_the_line_above_or_lose_their_blank() {
    let apart = "<h4>Published</h4><div>8 July 2031</div>";
    assert_eq!(published("", apart, "").as_deref(), Some("2031-07-08"));
    let glued = "<div><span>Created on</span><span>09.07.2031</span></div>";
    assert_eq!(published("", glued, "").as_deref(), Some("2031-07-09"));
    let name = "<div><span>Jane Doe</span><span>3.11.2031</span></div>";
    assert_eq!(published("", name, "").as_deref(), Some("2031-11-03"));
}

#[test]
fn a_labelled_date_counts_behind_the_story() {
    let below = "<ul><li>Print</li><li>Share</li></ul><p>Last updated on 4 May 2031</p>";
    assert_eq!(dates("", "", below).1.as_deref(), Some("2031-05-04"));
}

#[test]
fn a_time_in_utc_takes_the_offset_that_the_page_shows() {
    let head = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour reopens",
        "datePublished":"2031-12-18T23:25:38Z"}</script>"#;
    let above = "<time class=date datetime='2031-12-19T04:25:38+05:00'>19 December 2031</time>";
    assert_eq!(published(head, above, "").as_deref(), Some("2031-12-19T04:25:38+05:00"));
}
