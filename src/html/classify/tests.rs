//! Tests the selection on invented pages.

use crate::{
    block::Blocks,
    dom::{self, Document},
    html::{
        features::{Features, PageHead},
        outline::Outline,
        segment,
    },
    metadata,
    metadata::PageMeta,
    options::Favor,
};

use super::Classifier;
use crate::block::label::{BlockKind, BlockLabel, Rule};

const TEXT: [&str; 4] = [
    "The ferry that has linked the two banks of the Alder since the bridge was closed made its last crossing on Monday at \
     noon, and those who had come to see it off stayed for an hour.",
    "It had carried some nine hundred people a day, most of them on their way to the mills on the other side, and it had \
     never once been late by more than a few minutes, the harbour office said.",
    "What will become of the boat is not yet known. The council of Fairbrook has until the end of the month to decide \
     whether it is to be sold or kept for the summer, when the bridge will be too narrow for all who want to cross.",
    "A museum in the next town has shown an interest in it, though it has not said what it would pay for a boat that is \
     older than most of its own.",
];

const OTHER: [&str; 3] = [
    "The mills of Oldcastle will close for two weeks in August, their owners said, as they did in each of the last three \
     years, so that the looms can be taken apart and cleaned by those who know how.",
    "Those who work there were told in a letter that came on Saturday, and most of them had expected it, since the orders \
     for the autumn are late and the stores are full of cloth.",
    "No one will lose any pay, the owners said, but the union wants to see that in writing before it agrees to anything \
     at all, and it has asked for a meeting.",
];

fn paragraphs(texts: &[&str]) -> String {
    texts.iter().map(|t| format!("<p>{t}</p>\n")).collect()
}

fn page(body: &str) -> String {
    format!(
        "<html lang=en><head><title>Last crossing of the Alder ferry - Fairbrook Post</title>
        <meta property='og:type' content='article'><meta property='og:title' content='Last crossing of the Alder ferry'>
        </head><body><nav><ul><li><a href=/>Home</a><li><a href=/town>Town</a><li><a href=/sport>Sport</a></ul></nav>
        {body}<footer><p>© Fairbrook Post. All rights reserved. <a href=/terms>Terms of use</a></p></footer></body></html>"
    )
}

struct SelectedBlocks {
    labels: Vec<(String, BlockLabel)>,
}

impl SelectedBlocks {
    fn of(html: &str) -> Self {
        Self::favoring(html, Favor::Balanced)
    }

    fn favoring(html: &str, favor: Favor) -> Self {
        let mut document = Document::default();
        dom::parse(html, &dom::ParseLimits::default(), &mut document);
        let (mut blocks, mut outline, mut meta) =
            (Blocks::default(), Outline::default(), PageMeta::default());
        segment::cut(&document, &mut blocks, &mut outline);
        metadata::read(
            &document,
            Some("https://post.example/2024/05/last-crossing-of-the-alder-ferry"),
            &mut meta,
        );
        let mut features = Features::default();
        features.measure(&blocks, &outline, &PageHead { meta: &meta });
        let selection = Classifier::default().select(&outline, &features, favor);
        let texts = blocks.blocks.iter().map(|b| blocks.text(b).to_owned());
        Self { labels: texts.zip(selection.labels.iter().copied()).collect() }
    }

    fn all(&self, kind: BlockKind) -> Vec<&str> {
        self.labels.iter().filter(|(_, v)| v.kind == kind).map(|(t, _)| t.as_str()).collect()
    }

    fn label(&self, text: &str) -> BlockLabel {
        let found = self.labels.iter().find(|(t, _)| t.contains(text));
        found.unwrap_or_else(|| panic!("no block has {text:?}")).1
    }
}

#[test]
fn a_plain_story_keeps_its_paragraphs() {
    let html = page(&format!(
        "<main><article><h1>Last crossing of the Alder ferry</h1><p class=byline>By Mara Lindqvist</p>{}</article></main>",
        paragraphs(&TEXT)
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.all(BlockKind::Body), TEXT);
    assert_eq!(chosen.all(BlockKind::Headline), ["Last crossing of the Alder ferry"]);
}

#[test]
fn comments_are_collected_separately() {
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}</article><section class='comments-list'><h2>2 comments</h2>
        <div class=comment><b>Theo</b><p>I took it every day for the nine months, and I will miss the talk on deck in the \
        morning more than I will miss the view.</p></div></section>",
        paragraphs(&TEXT)
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.all(BlockKind::Body), TEXT);
    assert_eq!(chosen.label("I took it every day").kind, BlockKind::Comment);
}

#[test]
fn the_next_story_of_a_feed_is_dropped() {
    let story = |title: &str, date: &str, texts: &[&str]| {
        format!(
            "<div class=story><h1>{title}</h1><p class=meta>By Mara Lindqvist, {date}</p>{}</div>",
            paragraphs(texts)
        )
    };
    let html = page(&format!(
        "<main>{}{}</main>",
        story("Last crossing of the Alder ferry", "May 6, 2024", &TEXT),
        story("Mills to close for two weeks", "May 5, 2024", &OTHER)
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.label("The mills of Oldcastle").rule, Some(Rule::NextStory));
    assert_eq!(chosen.all(BlockKind::Body), TEXT);
}

#[test]
fn second_copies_and_pull_quotes_are_dropped() {
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}<blockquote>What will become of the boat is not yet \
        known.</blockquote>{}<div class=wide>{}</div></article>",
        paragraphs(&TEXT[..2]),
        paragraphs(&TEXT[2..]),
        paragraphs(&TEXT[..1])
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.all(BlockKind::Body), TEXT);
}

#[test]
fn a_refrain_is_kept() {
    let refrain = "And the ferry goes over, and the ferry comes back, with the wind in the rope and the rain on the deck.";
    let verses = [TEXT[0], refrain, TEXT[1], refrain, TEXT[2], refrain];
    let html =
        page(&format!("<article><h1>Last crossing of the Alder ferry</h1>{}</article>", paragraphs(&verses)));
    assert_eq!(SelectedBlocks::of(&html).labels.iter().filter(|(_, v)| v.kind == BlockKind::Copy).count(), 0);
}

#[test]
fn repeated_filler_paragraphs_stay() {
    let filler = [
        "The quick brown boat jumps over the lazy quay. Nine jolly ropes were knotted on the deck before the fog came in. \
         Small waves break on the mole while the cook peels potatoes. A bell rings twice, and then it rings once more.",
        "A bell rings twice, and then it rings once more. The quick brown boat jumps over the lazy quay. Small waves break \
         on the mole while the cook peels potatoes. Nine jolly ropes were knotted on the deck before the fog came in.",
    ];
    let texts = [filler[0], filler[1], filler[0], filler[1], TEXT[0]];
    let html =
        page(&format!("<article><h1>Last crossing of the Alder ferry</h1>{}</article>", paragraphs(&texts)));
    assert_eq!(SelectedBlocks::of(&html).all(BlockKind::Copy), [""; 0]);
}

#[test]
fn code_and_tables_between_paragraphs_stay_with_them() {
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1><p>{}</p><div class=wrap><span>shell</span><pre>x9 --q\n7f</pre></div>\
        <p>{}</p><table><tr><td>9<td>A1<td>q</tr><tr><td>11<td>B2<td>w</tr></table><p>{}</p></article>",
        TEXT[0], TEXT[1], TEXT[2]
    ));
    let chosen = SelectedBlocks::of(&html);
    for text in ["x9 --q", "A1", "B2"] {
        assert_eq!(chosen.label(text).kind, BlockKind::Body, "{text}");
    }
}

#[test]
fn notes_after_the_text_are_its_own_and_a_line_of_topics_is_not() {
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}<p><a href=/c/a>Ferries</a>, <a href=/c/b>Town council</a></p>\
        <section class=footnotes><ol><li>Letter of the council, 4 March. <a href=#r1>↩</a></li></ol></section></article>",
        paragraphs(&TEXT)
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.label("Letter of the council").kind, BlockKind::Body);
    assert_eq!(chosen.label("Town council").kind, BlockKind::Boilerplate);
}

#[test]
fn favoring_recall_keeps_at_least_and_precision_at_most_as_much() {
    let html = page(&format!(
        "<div><h1>Last crossing of the Alder ferry</h1>{}</div><div class=promo><h3>Read more</h3>{}</div>",
        paragraphs(&TEXT),
        paragraphs(&OTHER[..2])
    ));
    let taken = |favor| SelectedBlocks::favoring(&html, favor).all(BlockKind::Body).len();
    assert!(taken(Favor::Precision) <= taken(Favor::Balanced));
    assert!(taken(Favor::Balanced) <= taken(Favor::Recall));
    assert!(taken(Favor::Precision) > 0);
}

#[test]
fn pages_without_text_keep_nothing() {
    for html in ["", "<p>", "<script>x</script>", "<body><nav><a href=/>Home</a></nav>"] {
        let chosen = SelectedBlocks::of(html);
        assert!(chosen.labels.len() <= 1, "{html}");
    }
}

#[test]
fn the_lines_of_the_outlet_after_the_story_are_dropped() {
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}<p>Mara Lindqvist (mara@post.example)</p><p>#ferry #alder</p>
        <p>Got a tip? Follow us on every network and write to the desk.</p></article>",
        paragraphs(&TEXT)
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.all(BlockKind::Body), TEXT);
}

#[test]
fn lines_that_begin_alike_and_link_elsewhere_are_dropped() {
    let lead = |title: &str| format!("<p>BALA OLUNYE | <a href=/x>{title}</a></p>");
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}{}{}{}{}</article>",
        paragraphs(&TEXT[..2]),
        lead("Kuvulwe ibhuloho elisha emfuleni wase-Alder"),
        paragraphs(&TEXT[2..3]),
        lead("Abahlali bafuna isikebhe sabo sibuye masinya"),
        paragraphs(&TEXT[3..])
    ));
    assert_eq!(SelectedBlocks::of(&html).all(BlockKind::Body), TEXT);
}

#[test]
fn a_request_for_consent_in_place_of_an_embed_is_dropped() {
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}<p>To view this content, you need to agree to the terms of \
        the network that keeps it.</p>{}</article>",
        paragraphs(&TEXT[..2]),
        paragraphs(&TEXT[2..])
    ));
    assert_eq!(SelectedBlocks::of(&html).all(BlockKind::Body), TEXT);
}

#[test]
fn a_summary_by_a_machine_is_dropped() {
    let summary = "The ferry over the Alder made its last crossing on Monday, and the council has yet to decide what becomes \
                   of the boat, which a museum in the next town would like to have.";
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1><div class=box><p>{summary}</p><p>This summary was generated by a \
        machine and may be wrong.</p></div><div class=text>{}</div></article>",
        paragraphs(&TEXT)
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.label("which a museum in the next town").rule, Some(Rule::MachineSummary));
    assert_eq!(chosen.all(BlockKind::Body), TEXT);
}

#[test]
fn hidden_panels_are_left_to_the_model_and_a_hidden_box_is_not() {
    let panel = |text: &str| {
        format!("<div class=item><h3>Mills</h3><div class=panel hidden><p>{text}</p></div></div>")
    };
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}{}{}<div hidden><p>{}</p></div></article>",
        paragraphs(&TEXT),
        panel(OTHER[0]),
        panel(OTHER[1]),
        OTHER[2]
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_ne!(chosen.label("The mills of Oldcastle").rule, Some(Rule::Hidden));
    assert_eq!(chosen.label("No one will lose any pay").rule, Some(Rule::Hidden));
}

#[test]
fn the_story_goes_on_after_links_to_others() {
    let copy = |texts: &[&str]| texts.iter().map(|t| format!("<p class=copy>{t}</p>")).collect::<String>();
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1><p class=lead>{}</p><div class=text>{}</div><div class=text>\
        <h3>Related</h3><p><a href=/mills>Mills to close for two weeks in August, owners say</a></p>{}</div></article>",
        TEXT[0],
        copy(&TEXT[1..3]),
        copy(&TEXT[3..])
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.label(&TEXT[3][..40]).rule, None);
    assert_eq!(chosen.label("Mills to close").rule, Some(Rule::Related));
}

#[test]
fn calls_in_brackets_and_marked_captions_are_dropped() {
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}<p>[Twelve thousand people read our newsletter. Subscribe \
        today.]</p>{}<p>▲ The ferry at the quay on Monday. (Photo: Fairbrook Post)</p></article>",
        paragraphs(&TEXT[..2]),
        paragraphs(&TEXT[2..])
    ));
    assert_eq!(SelectedBlocks::of(&html).all(BlockKind::Body), TEXT);
}

#[test]
fn a_line_between_paragraphs_that_is_a_link_is_dropped_in_any_language() {
    let lead = "<p><a href=/x>SOMA HABARI HII: Kivuko kipya chafunguliwa mtoni</a></p>";
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}{lead}{}</article>",
        paragraphs(&TEXT[..2]),
        paragraphs(&TEXT[2..])
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.label("SOMA HABARI HII").kind, BlockKind::Boilerplate);
    assert_eq!(chosen.all(BlockKind::Body), TEXT);
}

#[test]
fn a_labeled_list_of_links_to_other_stories_is_dropped() {
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}<div><span>Taip pat skaitykite</span><ul><li><a href=/x>Keltas \
        vėl plaukia per upę</a><li><a href=/y>Malūnai uždaromi dviem savaitėms</a></ul></div>{}</article>",
        paragraphs(&TEXT[..2]),
        paragraphs(&TEXT[2..])
    ));
    assert_eq!(SelectedBlocks::of(&html).all(BlockKind::Body), TEXT);
}

#[test]
fn a_consent_notice_in_plain_elements_is_dropped() {
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1>{}</article><div><p>Noi e i nostri fornitori archiviamo \
        informazioni quali cookie su un dispositivo e trattiamo i dati personali per annunci e contenuti personalizzati.\
        </p><p>Con il tuo consenso possiamo utilizzare dati precisi di geolocalizzazione.</p><button>Accetta</button></div>",
        paragraphs(&TEXT)
    ));
    assert_eq!(SelectedBlocks::of(&html).all(BlockKind::Body), TEXT);
}

#[test]
fn stories_of_a_feed_below_a_brief_are_dropped() {
    let other = |title: &str, texts: &[&str]| {
        format!(
            "<article><h1><a href=/x>{title}</a></h1><div>By Imogen Fells</div>{}</article>",
            paragraphs(texts)
        )
    };
    let html = page(&format!(
        "<article><h1>Last crossing of the Alder ferry</h1><div>By Rowan Tate</div>{}</article>{}{}",
        paragraphs(&TEXT[..1]),
        other("Mills close for two weeks", &OTHER[..2]),
        other("Union asks for a meeting", &OTHER[2..])
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.label("Mills close").rule, Some(Rule::LinkedStory));
    assert_eq!(chosen.all(BlockKind::Body), TEXT[..1]);
}

#[test]
fn cards_below_a_brief_are_dropped() {
    let card = |title: &str, text: &str| {
        format!(
            "<div class=item><a href=/x><img src=/x.jpg></a><h3><a href=/x>{title}</a></h3><p>{text}</p></div>"
        )
    };
    let html = page(&format!(
        "<div class=story><h1>Last crossing of the Alder ferry</h1><p>By Rowan Tate, 5 May 2031</p><div class=text>{}</div>\
        </div>{}{}",
        paragraphs(&TEXT[..1]),
        card("Mills close for two weeks", OTHER[0]),
        card("Union asks for a meeting", OTHER[2])
    ));
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.label("The mills of Oldcastle").rule, Some(Rule::Related));
    assert_eq!(chosen.all(BlockKind::Body), TEXT[..1]);
}

#[test]
fn columns_of_a_layout_table_are_no_data() {
    let html = format!(
        "<html lang=en><head><title>Last crossing of the Alder ferry</title></head><body><table><tr><td><a href=/>Home</a>\
        <br><a href=/town>Town</a><br><a href=/sport>Sport</a></td><td><h1>Last crossing of the Alder ferry</h1>{}</td></tr>\
        <tr><td>5 °C</td><td>6 May</td></tr><tr><td>Wind</td><td>Tides</td></tr></table></body></html>",
        paragraphs(&TEXT.map(|t| t.split(", ").next().unwrap()))
    );
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.label("The ferry that has linked").kind, BlockKind::Body);
    assert_ne!(chosen.label("Home").probability, chosen.label("The ferry that has linked").probability);
}

#[test]
fn teasers_beside_a_short_story_in_an_unknown_language_are_dropped() {
    let html = "<html><head><title>Hapet plazhi i ri</title></head><body><div><div><h1>Hapet plazhi i ri</h1>\
        <div><p>Bashkia hapi sot plazhin e ri publik, ku hyrja do të jetë falas gjatë gjithë verës.</p></div></div>\
        <div><h3>Lajme</h3><div><a href=/1>Rritet çmimi i bukës</a><p>Furrat e qytetit njoftuan se çmimi i bukës do të \
        rritet nga java tjetër.</p></div><div><a href=/2>Mbyllet ura</a><p>Ura e vjetër mbyllet për dy muaj për shkak të \
        punimeve në themele.</p></div></div></div></body></html>";
    let chosen = SelectedBlocks::of(html);
    assert_eq!(chosen.label("Furrat e qytetit").rule, Some(Rule::Related));
    assert_eq!(chosen.label("Ura e vjetër").rule, Some(Rule::Related));
    assert_eq!(chosen.label("Bashkia hapi").kind, BlockKind::Body);
}

#[test]
fn a_sign_up_form_does_not_take_a_short_story_with_it() {
    let html = page(
        "<article><h1>Last crossing of the Alder ferry</h1><div class=text><p>The ferry made its last crossing on Monday at \
        noon, and those who had come to see it off stayed for an hour.</p><div><div><p>Letters from the bank is a \
        publication that readers support. To receive new posts, consider becoming a subscriber.</p></div>\
        <form><input type=email><button>Subscribe</button></form></div><p>A museum in the next town has shown an interest \
        in the boat, though it has not said what it would pay.</p></div></article>",
    );
    let chosen = SelectedBlocks::of(&html);
    assert_eq!(chosen.label("Letters from the bank").rule, Some(Rule::Prompt));
    assert_eq!(chosen.label("A museum").kind, BlockKind::Body);
}
