//! Site rules as a user would write them, applied to a page.

use copydesk::{Cleaner, Page, SiteRules};

const PAGE: &str = r"<title>x</title><h1>Wrong</h1><h2 class=head>Bridge reopens</h2><span class=who>By Mara Ellison</span>
<div class=story><p>The bridge over the Alder reopened on Monday after nine months of repairs, the city said in a note.</p>
<p class=promo>Read all about it in tomorrow's paper, which costs less than you would think, and subscribe now, please.</p>
<p>Short.</p></div>
<div class=other><p>A second long paragraph of another matter that stands beside the story, and should not be taken for it.</p></div>";

fn rules(toml: &str) -> SiteRules {
    let mut rules = SiteRules::new();
    rules.add(toml).expect("a rule");
    rules
}

#[test]
fn a_rule_applies_only_to_its_site() {
    let rules = rules(
        "host = 'post.example'\nbody = ['div.story']\ntitle = ['h2.head']\nauthor = ['.who']\nstrip = ['.promo']\n",
    );
    let cleaner = Cleaner::new().with_rules(rules);
    let article = cleaner.clean(Page::new(PAGE).with_url("https://www.post.example/1")).expect("cleans");
    assert_eq!(article.title.as_deref(), Some("Bridge reopens"));
    assert_eq!(
        article.text(),
        "The bridge over the Alder reopened on Monday after nine months of repairs, the city said in a note.\n\nShort."
    );
    let elsewhere = cleaner.clean(Page::new(PAGE).with_url("https://other.example/1")).expect("cleans");
    assert_ne!(elsewhere.title, article.title);
}

#[test]
fn a_rule_expires_after_its_day() {
    let toml = "host = 'post.example'\ntitle = ['h2.head']\nvalid_until = '2027-01-31'";
    let title = |now: &str| {
        let cleaner = Cleaner::new().with_rules(rules(toml)).with_now(now).expect("a date");
        cleaner.clean(Page::new(PAGE).with_url("https://post.example/1")).expect("cleans").title
    };
    assert_eq!(title("2027-01-31T23:00:00Z").as_deref(), Some("Bridge reopens"));
    assert_ne!(title("2027-02-01T00:00:00Z").as_deref(), Some("Bridge reopens"));
}

#[test]
fn phrases_strip_blocks() {
    let toml = "host = 'post.example'\nbody = ['div.story']\nphrases = [\"in tomorrow's paper\"]";
    let cleaner = Cleaner::new().with_rules(rules(toml));
    let text = cleaner.clean(Page::new(PAGE).with_url("https://post.example/1")).expect("cleans").text();
    assert!(!text.contains("tomorrow") && text.contains("nine months"));
}
