//! Who wrote the story of a page; outlets, persons and stories are invented.

use copydesk::{Article, Cleaner, Input, Page};

const PARAGRAPHS: [&str; 3] = [
    "The harbour of Riverton reopened after a winter of repairs, and the first ferry left on time with forty people on \
     board. The mayor said that the work had cost less than planned.",
    "Traders along the quay had waited for months. Some of them had closed their shops, others lived on what the town \
     paid them, and nobody knew how long the work would take.",
    "The next section, from the lighthouse to the old market, will follow after the summer, the engineers said.",
];

fn prose() -> String {
    PARAGRAPHS.iter().map(|text| format!("<p>{text}</p>")).collect()
}

fn clean(html: &str) -> Article {
    Cleaner::new().clean(Page::new(html.as_bytes())).expect("clean")
}

/// The article of a page with a title, lines between the headline and the story, and elements after the story.
fn article(language: &str, title: &str, above: &str, below: &str) -> Article {
    clean(&format!(
        "<html lang={language}><head><title>{title}</title></head><body><main><article><h1>Harbour reopens</h1>{above}{}\
         </article>{below}</main></body></html>",
        prose()
    ))
}

fn authors(article: &Article) -> Vec<&str> {
    article.byline.iter().flat_map(|byline| &byline.authors).map(|author| author.name.as_str()).collect()
}

#[test]
fn the_site_of_a_title_is_its_author_only_if_it_is_a_person() {
    let date = "<p>4. 5. 2031</p>";
    for (language, title) in [
        ("sq", "Harbour reopens | Lajmi i Bregut"),
        ("sq", "Harbour reopens - Zëri Bregut"),
        ("hr", "Harbour reopens | Otočki Vjesnik"),
        ("ro", "Harbour reopens | Curierul Dunării"),
    ] {
        assert_eq!(authors(&article(language, title, date, "")), [""; 0], "{title}");
    }
    assert_eq!(
        authors(&article("en", "Harbour reopens | Mara Ellery", "<p>May 4, 2031</p>", "")),
        ["Mara Ellery"]
    );
}

#[test]
fn a_person_who_comments_is_no_agency() {
    let comment = |name: &str| {
        format!(
            "<section id=comments><h2>2 Comments</h2><div class=comment><b>{name}</b><p>I was on that boat and it was a \
             terrible night, never again with this line!</p></div></section>"
        )
    };
    for name in ["Petra", "Mia", "Ana"] {
        let found =
            article("en", "Harbour reopens", "<p>By Mara Ellery</p><p>May 4, 2031</p>", &comment(name));
        assert_eq!(found.credit.map(|credit| credit.raw), None, "{name}");
        assert_eq!(found.byline.map(|byline| byline.text).as_deref(), Some("By Mara Ellery"));
    }
    let signed = article(
        "en",
        "Harbour reopens",
        "<p>May 4, 2031</p><p>RIVERTON, May 4 (Petra) -- The port is open.</p>",
        "",
    );
    assert_eq!(signed.dateline.and_then(|dateline| dateline.agency).as_deref(), Some("Petra"));
}

#[test]
fn the_rank_beside_an_account_is_no_part_of_the_name() {
    let post = |name: &str, text: &str| {
        format!(
            "<li><article class='wbbPost message'><aside class=messageSidebar><span class=username>{name}</span><span \
             class='badge userTitleBadge'>Fortgeschrittener</span><dl class='plain dataList'><dt>Beiträge</dt><dd>12</dd>\
             </dl></aside><div class=messageContent><header class=messageHeader><time>3. Februar 2031</time></header><div \
             class=messageText><p>{text}</p></div><footer class=messageFooter><a>Zitieren</a> <a>Inhalt melden</a></footer>\
             </div></article></li>"
        )
    };
    let posts = [
        (
            "Lokfuchs",
            "Nach dem Winter fährt bei mir auf der Anlage nichts mehr richtig, die Loks ruckeln an jeder Weiche.",
        ),
        (
            "Weiche7",
            "Ich nehme reinen Alkohol und ein Tuch aus Baumwolle, einmal im Monat reicht bei meiner Anlage.",
        ),
        (
            "Opa Heinz",
            "Ein Wagen mit Filz, der jede Runde mitfährt, hat bei mir alles gelöst, auch an den Weichen.",
        ),
    ];
    let posts: String = posts.iter().map(|(name, text)| post(name, text)).collect();
    let html = format!(
        "<html lang=de><head><title>Gleise reinigen: womit? - Technik - Modellbahn-Stammtisch</title></head><body><main><header \
         class=contentHeader><h1 class=contentTitle>Gleise reinigen: womit?</h1></header><ul class='wbbThreadPostList \
         messageList'>{posts}</ul></main></body></html>"
    );
    assert_eq!(authors(&clean(&html)), ["Lokfuchs"]);
}

#[test]
fn the_house_byline_of_an_agency_gives_way_to_the_reporters_of_its_credit() {
    let credit = "(Reporting by Mara Ellery in Riverton and Owen Pell; Editing by Tom Ashe)";
    let of_text = |byline: &str| {
        let text = format!(
            "Ferries sail again after the storm\n\n{byline}\n\nMay 4, 2031\n\nRIVERTON, May 4 (Reuters) - {}\n\n{credit}\n",
            PARAGRAPHS.join("\n\n")
        );
        Cleaner::new().clean(Page::new(&text).with_input(Input::Text)).expect("clean")
    };
    assert_eq!(authors(&of_text("By Reuters Staff")), ["Mara Ellery", "Owen Pell"]);
    assert_eq!(authors(&of_text("Reuters")), ["Mara Ellery", "Owen Pell"]);
    // Another outlet's staff wrote what it signs.
    let other = of_text("By Harbour Post Staff");
    assert_eq!(other.byline.and_then(|byline| byline.organization).as_deref(), Some("Harbour Post Staff"));
}

#[test]
fn the_outlet_before_a_headline_that_the_page_displays_is_left_out() {
    let html = format!(
        "<html lang=en><head><title>Harbour Post - Old ferries sail again after the storm</title></head><body><table><tr>\
         <td><p><font size=5><b>Old ferries sail again after the storm</b></font></p>{}</td></tr></table></body></html>",
        prose()
    );
    assert_eq!(clean(&html).title.as_deref(), Some("Old ferries sail again after the storm"));
}
