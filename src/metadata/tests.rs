use super::*;
use crate::dom;

fn read_page(html: &str, url: Option<&str>) -> PageMeta {
    let (mut document, mut meta) = (Document::default(), PageMeta::default());
    dom::parse(html, &dom::ParseLimits::default(), &mut document);
    read(&document, url, &mut meta);
    meta
}

#[test]
fn open_graph_and_plain_meta_elements() {
    let meta = read_page(
        r#"<html lang="en_GB"><head><title>Ferry returns | Fairbrook Post</title>
        <link rel=canonical href="/news/ferry?x=1"><meta property="og:title" content="Ferry &amp;amp; crew return">
        <meta name=author content="Jane Example"><meta property="og:site_name" content="Fairbrook Post">
        <meta property="article:published_time" content="2021-05-04T10:00:00+02:00">
        <meta name="description" content=" A  summary "><meta property="og:image" content="/i/ferry.jpg">
        <meta name=keywords content="ferry, harbour; ferry">"#,
        Some("https://post.example/a/b"),
    );
    assert_eq!(meta.headline_of(Source::OpenGraph), Some("Ferry & crew return"));
    assert_eq!(meta.canonical.as_deref(), Some("https://post.example/news/ferry?x=1"));
    assert_eq!(meta.url.as_deref(), Some("https://post.example/a/b"));
    assert_eq!(meta.image.as_deref(), Some("https://post.example/i/ferry.jpg"));
    assert_eq!(meta.language.as_deref(), Some("en-GB"));
    assert_eq!(meta.site.as_deref(), Some("Fairbrook Post"));
    assert_eq!(meta.description.as_deref(), Some("A summary"));
    assert_eq!(meta.keywords, ["ferry", "harbour"]);
    assert_eq!(meta.authors[0].value, "Jane Example");
    assert_eq!(meta.published[0].value, "2021-05-04T10:00:00+02:00");
}

#[test]
fn the_callers_address_does_not_complete_the_pages_own() {
    let own = |html: &str, url| read_page(html, url).own_address;
    let relative = "<link rel=canonical href='/news/ferry'>";
    let absolute = "<link rel=canonical href='https://post.example/news/ferry'>";
    let given = Some("https://copy.example/a/b");
    assert_eq!((own(relative, None), own(relative, given)), (None, None));
    assert_eq!(own(absolute, None).as_deref(), Some("https://post.example/news/ferry"));
    assert_eq!(own(absolute, given), own(absolute, None));
    let with_base = format!("<base href='https://post.example/'>{relative}");
    assert_eq!(own(&with_base, None).as_deref(), Some("https://post.example/news/ferry"));
    assert_eq!(own(&with_base, given), own(&with_base, None));
}

#[test]
fn json_ld_in_a_graph_with_references() {
    let meta = read_page(
        r##"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
        {"@type":"WebSite","@id":"#site","name":"Harbour Herald"},
        {"@type":"Person","@id":"#p1","name":"Ada Quill"},
        {"@type":["Organization","NewsMediaOrganization"],"@id":"#org","name":"Harbour Herald"},
        {"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Another story","datePublished":"2001-01-01"}]},
        {"@type":"NewsArticle","headline":"Bridge &quot;reopens&quot;","author":[{"@id":"#p1"},{"@type":"Person","name":"Bo Reed","jobTitle":"Editor"}],
         "datePublished":"2020-02-03T04:05:06Z","dateModified":"2020-02-04","publisher":{"@id":"#org"},
         "articleBody":"The bridge reopened."}]}</script>"##,
        None,
    );
    assert_eq!(meta.headline_of(Source::JsonLd), Some("Bridge \"reopens\""));
    let authors: Vec<_> =
        meta.authors.iter().map(|a| (a.value.as_str(), a.kind, a.role.as_deref())).collect();
    assert_eq!(
        authors,
        [("Ada Quill", AuthorKind::Person, None), ("Bo Reed", AuthorKind::Person, Some("Editor"))]
    );
    assert_eq!(meta.published[0].value, "2020-02-03T04:05:06Z");
    assert_eq!(meta.modified[0].value, "2020-02-04");
    assert_eq!(meta.site.as_deref(), Some("Harbour Herald"));
    assert_eq!(meta.body.as_deref(), Some("The bridge reopened."));
    assert!(meta.types.any(SchemaTypes::ARTICLE) && meta.all_types.any(SchemaTypes::LISTING));
}

#[test]
fn broken_json_ld_is_still_read() {
    for script in [
        "{\"@type\":\"Article\",\"headline\":\"A \"quoted\" line\",\"datePublished\":\"2020-01-02\",}",
        "<!-- {\"@type\":\"Article\",\"headline\":\"A \\\"quoted\\\" line\",\n\"description\":\"two\nlines\",\"datePublished\":\"2020-01-02\"} -->",
        "{\"@type\":\"Article\",\"headline\":\"A \\\"quoted\\\" line\",\"datePublished\":\"2020-01-02\", \"x\": ",
    ] {
        let meta = read_page(&format!("<script type='application/ld+json'>{script}</script>"), None);
        assert_eq!(meta.headline_of(Source::JsonLd), Some("A \"quoted\" line"), "{script}");
        assert_eq!(meta.published[0].value, "2020-01-02", "{script}");
    }
}

#[test]
fn microdata_author_links_and_times() {
    let meta = read_page(
        r#"<article itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop=headline>Rain <em>at</em> last</h1>
        <span itemprop=author itemscope itemtype="https://schema.org/Person"><img alt=x><b itemprop=name>Cy Vale</b> writes here</span>
        <a rel=author href=/x>Di Moor</a><time datetime="2019-03-02">2 March</time>
        <time class=updated datetime="2019-03-05">5 March</time>
        <div class=comments><time datetime="2011-01-01">old</time></div></article>"#,
        None,
    );
    assert_eq!(meta.headline_of(Source::H1), Some("Rain at last"));
    assert_eq!(meta.headline_of(Source::Microdata), Some("Rain at last"));
    assert_eq!(meta.authors.iter().map(|a| a.value.as_str()).collect::<Vec<_>>(), ["Cy Vale", "Di Moor"]);
    assert_eq!(meta.published.iter().map(|a| a.value.as_str()).collect::<Vec<_>>(), ["2019-03-02"]);
    assert_eq!(meta.modified.iter().map(|a| a.value.as_str()).collect::<Vec<_>>(), ["2019-03-05"]);
    assert!(meta.types.any(SchemaTypes::ARTICLE));
}

/// Pieces of JSON-LD in any order: whole, broken, nested.
fn json_pieces() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::strategy::Strategy;
    const PIECES: [&str; 22] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u12",
        "\n",
        "\"@type\"",
        "\"NewsArticle\"",
        "\"@graph\"",
        "\"author\"",
        "\"name\"",
        "\"@id\"",
        "\"headline\"",
        "\"x\"",
        "1651658400",
        "null",
        "<!--",
        "/*",
    ];
    proptest::collection::vec(0usize..PIECES.len(), 0..60)
        .prop_map(|p| p.iter().map(|&i| PIECES[i]).collect())
}

proptest::proptest! {
    #[test]
    fn no_json_ld_panics(text in json_pieces()) {
        let meta = read_page(&format!("<title>T</title><script type='application/ld+json'>{text}</script><script type='application/json'>{text}</script>"), None);
        proptest::prop_assert!(crate::fields::headline::choose(&meta, None).is_some());
    }
}

#[test]
fn deep_json_is_no_danger() {
    let deep = format!("{{\"@type\":\"Article\",\"headline\":\"Top\",\"x\":{}", "[{\"x\":".repeat(100_000));
    let meta = read_page(&format!("<script type='application/ld+json'>{deep}</script>"), None);
    assert_eq!(meta.headline_of(Source::JsonLd), Some("Top"));
}

#[test]
fn the_host_confirms_the_site_name_in_the_title() {
    let site = |title: &str| {
        read_page(&format!("<title>{title}</title>"), Some("https://www.fairbrookpost.example/news/bridge"))
            .site
    };
    assert_eq!(site("Bridge reopens | Fairbrook Post").as_deref(), Some("Fairbrook Post"));
    assert_eq!(site("Bridge reopens | Harbour News"), None);
}
