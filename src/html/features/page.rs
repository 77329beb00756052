//! Features of the page as a whole, the same for each of its blocks.

use crate::{
    dom::Tag,
    html::{class_hints::ClassHints, outline::Outline},
    lexicon,
    metadata::SchemaTypes,
};

use super::{Features, PageHead, ancestors::HEADINGS, at, known_tokens::groups_of_label};
use crate::html::features::{phrases::Phrases, prefix_sums::share};

/// Minimum digits in an address for it to be the address of a single entry.
const ENTRY_DIGITS: usize = 4;

/// SchemaTypes of the page's items and their features.
const TYPES: [(SchemaTypes, usize); 9] = [
    (SchemaTypes::ARTICLE, at::pg_tart),
    (SchemaTypes::WORK, at::pg_twork),
    (SchemaTypes::FORUM, at::pg_tforum),
    (SchemaTypes::PRODUCT, at::pg_tprod),
    (SchemaTypes::LISTING, at::pg_tlist),
    (SchemaTypes::SERVICE, at::pg_tserv),
    (SchemaTypes::ORGANIZATION, at::pg_torg),
    (SchemaTypes::EVENT, at::pg_tevent),
    (SchemaTypes::COMMENT, at::pg_tcom),
];

/// Kinds of addresses and their features.
const URLS: [(&str, usize); 5] = [
    ("blog", at::pg_ublog),
    ("docs", at::pg_udocs),
    ("forum", at::pg_uforum),
    ("list", at::pg_ulist),
    ("product", at::pg_uprod),
];

static URL_PARTS: std::sync::LazyLock<Vec<(usize, &'static str)>> = std::sync::LazyLock::new(|| {
    let entries = lexicon::entries(include_str!("../../lexicon/data/urls.txt"));
    let feature = |kind| URLS.iter().find(|(name, _)| *name == kind).map(|&(_, feature)| feature);
    entries.filter_map(|(kind, part)| Some((feature(kind)?, part))).collect()
});

/// The group of labels that forums print beside posts ("Reply", "Report"), as a bit of [`groups_of_label`].
const FORUM_LABEL: u16 = 1 << 6;

/// Measures the page.
pub(crate) fn fill(features: &mut Features, outline: &Outline, head: &PageHead<'_>) {
    let mut page = std::mem::take(&mut features.page);
    text(features, outline, head, &mut page);
    types(head, &mut page);
    // Not the caller's address: the same page must give the same body with and without it.
    url(head.meta.own_address.as_deref().unwrap_or_default(), &mut page);
    for &(feature, value) in &page {
        features.rows.set_for_all(feature, value);
    }
    features.page = page;
}

fn text(features: &Features, outline: &Outline, head: &PageHead<'_>, page: &mut Vec<(usize, f32)>) {
    let sums = &features.sums;
    let total = sums.page();
    let candidates = features.containers.candidates;
    let part = |at: usize| share(sums.element(outline, candidates.elements[at]).words, total.words);
    let mut tags = [0u32; 256];
    for element in outline.elements.iter().filter(|e| e.first < e.last) {
        tags[element.tag as usize] += 1;
    }
    let count = |counted: &[Tag]| counted.iter().map(|&tag| tags[tag as usize]).sum::<u32>() as f32;
    let named = |evidence| outline.elements.iter().filter(|e| e.evidence.any(evidence)).count() as f32;
    let blocks = |is: &dyn Fn(usize) -> bool| (0..features.texts.len()).filter(|&i| is(i)).count() as f32;
    let phrase = |p: Phrases| blocks(&|i| features.texts[i].phrases.any(p));
    page.extend([
        (at::pg_tot, total.words),
        (at::pg_nb, total.blocks),
        (at::pg_ld, total.link_density()),
        (at::pg_longs, total.longs),
        (at::pg_l, total.long_words),
        (at::pg_lsh, total.long_share()),
        (at::pg_p, count(&[Tag::P])),
        (at::pg_li, count(&[Tag::Li])),
        (at::pg_h, count(&HEADINGS)),
        (at::pg_td, count(&[Tag::Td])),
        (at::pg_pre, count(&[Tag::Pre])),
        (at::pg_main, count(&[Tag::Main])),
        (at::pg_form, count(&[Tag::Form])),
        (at::pg_maxs3, features.repeats.largest_signature as f32),
        (at::pg_cards, features.repeats.card_groups as f32),
        (at::pg_cardsh, features.repeats.card_share),
        (at::pg_cn, features.repeats.largest_cards[0]),
        (at::pg_cw, features.repeats.largest_cards[1]),
        (at::pg_ch, features.repeats.largest_cards[2]),
        (at::pg_cd, features.repeats.largest_cards[3]),
        (at::pg_forum, named(ClassHints::FORUM)),
        (at::pg_prof, named(ClassHints::PROFILE)),
        (at::pg_comsh, share(in_comments(features, outline), total.long_words)),
        (at::pg_reply, blocks(&|i| groups_of_label(features.texts[i].hash) & FORUM_LABEL != 0)),
        (at::pg_stop, total.stop_share()),
        (at::pg_dates, blocks(&|i| features.texts[i].date)),
        (at::pg_prices, blocks(&|i| features.texts[i].price)),
        (at::pg_readm, phrase(Phrases::ACTION)),
        (at::pg_coms, phrase(Phrases::DISCUSS)),
        (at::pg_qms, features.texts.iter().map(|t| t.questions as f32).sum()),
        (at::pg_maxw, features.texts.iter().map(|t| t.words).fold(0.0, f32::max)),
        (at::pg_c50s, part(0)),
        (at::pg_c75s, part(1)),
        (at::pg_arcs, part(3)),
        (at::pg_states, head.meta.states.len() as f32),
        (at::pg_authors, head.meta.authors.len().min(9) as f32),
        (at::pg_pub, f32::from(u8::from(!head.meta.published.is_empty()))),
        (at::pg_h1, head.meta.h1.len() as f32),
        (at::pg_sure, f32::from(u8::from(features.titles.sure))),
        (at::pg_stories, features.bounds.stories.len() as f32),
    ]);
}

/// Returns the words of long blocks in elements named as comments.
fn in_comments(features: &Features, outline: &Outline) -> f32 {
    let (mut covered, mut words) = (0, 0.0);
    for (id, element) in outline.elements.iter().enumerate() {
        if element.last > covered
            && element.first < element.last
            && element.evidence.any(ClassHints::COMMENTS)
        {
            words += features.sums.long_words(outline, id as u32);
            covered = element.last;
        }
    }
    words
}

fn types(head: &PageHead<'_>, page: &mut Vec<(usize, f32)>) {
    for (types, feature) in TYPES {
        let own = head.meta.types.any(types);
        let any = head.meta.all_types.any(types);
        page.push((feature, f32::from(u8::from(own) + u8::from(any))));
    }
    let kind = match head.meta.og_type.as_deref() {
        None => 0.0,
        Some("article") => 1.0,
        Some("website") => 2.0,
        Some(kind) if kind.contains("product") => 3.0,
        Some(_) => 4.0,
    };
    page.push((at::pg_og, kind));
    let english = head.meta.language.as_deref().is_some_and(|l| l.starts_with("en"));
    page.push((at::pg_en, f32::from(u8::from(english))));
}

fn url(url: &str, page: &mut Vec<(usize, f32)>) {
    let url = url.to_ascii_lowercase();
    let bare = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let (address, query) = bare.split_once(['?', '#']).map_or((bare, ""), |(a, q)| (a, q));
    let path = address.split_once('/').map_or("", |(_, path)| path).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let digits = path.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    page.extend([
        (at::pg_udepth, if path.is_empty() { 0.0 } else { path.split('/').count() as f32 }),
        (at::pg_ulen, path.len() as f32),
        (at::pg_udash, last.matches('-').count() as f32),
        (at::pg_udig, f32::from(u8::from(digits >= ENTRY_DIGITS))),
        (at::pg_uquery, f32::from(u8::from(!query.is_empty()))),
        (at::pg_unone, f32::from(u8::from(url.is_empty()))),
    ]);
    for (_, feature) in URLS {
        let hit = URL_PARTS.iter().any(|&(of, part)| of == feature && address.contains(part));
        page.push((feature, f32::from(u8::from(hit))));
    }
}
