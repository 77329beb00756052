//! Tests the kinds of residue on invented lines of many languages.

use super::*;
use crate::lexicon;

fn kinds(text: &str) -> Kinds {
    Matcher::default().kinds(text, Signs { numbers: true, any: true, bars: true, credit: true })
}

#[test]
fn residue_of_many_languages_is_recognized() {
    for (text, kind) in [
        ("ADVERTISEMENT", Kinds::LABEL),
        ("Copy link", Kinds::LABEL),
        ("Share Facebook Twitter WhatsApp 12", Kinds::LABEL),
        ("Teilen | Drucken | E-Mail", Kinds::LABEL),
        ("Story continues below advertisement", Kinds::LABEL),
        ("Page 3 of 12", Kinds::LABEL),
        ("- 3 -", Kinds::LABEL),
        ("0:00 / 4:12", Kinds::LABEL),
        ("5 min read", Kinds::LABEL),
        ("2–3 minutes", Kinds::LABEL),
        ("Also read: Ferry line sold", Kinds::LINK),
        ("Lesen Sie auch: Fähre verkauft", Kinds::LINK),
        ("À lire aussi : Le bac vendu", Kinds::LINK),
        ("延伸閱讀：渡輪公司易手", Kinds::LINK),
        ("اقرأ أيضا: بيع شركة العبارات", Kinds::LINK),
        ("Baca juga: Kapal feri dijual", Kinds::LINK),
        ("[ Ferry line sold Opens in new window ]", Kinds::LINK),
        ("Sign up for our weekly harbour newsletter", Kinds::PROMPT),
        ("Inscrivez-vous à notre newsletter", Kinds::PROMPT),
        ("The pier last year. Photo: Ana Ruiz/Wire", Kinds::PHOTO),
        ("The pier last year (Foto: Ana Ruiz)", Kinds::PHOTO),
        ("Ferries in port. Ana Ruiz/AFP", Kinds::PHOTO),
        ("Ana Ruiz/AFP", Kinds::PHOTO),
        ("동쪽 부두 (사진=박서윤)", Kinds::PHOTO),
        ("Most read", Kinds::SECTION),
        ("많이 본 뉴스", Kinds::SECTION),
        ("3 thoughts on Why we row", Kinds::COMMENTS),
        ("Filed under: harbour, pier", Kinds::FOOTER),
    ] {
        assert!(kinds(text).has(kind), "{text}: {:?}", kinds(text));
    }
}

#[test]
fn what_authors_write_is_not_residue() {
    for text in [
        "What comes next",
        "Share prices fell on Monday, and the harbour company lost a tenth of its worth.",
        "Photo finish at the regatta",
        "He said: no.",
        "1998",
        "12,000",
        "3.5",
        "The related question is who will pay for it.",
        "Print is not dead",
        "Anna: I will not go.",
        "Two litres of milk",
        "She works for Reuters.",
    ] {
        assert_eq!(kinds(text), Kinds::default(), "{text}");
    }
}

#[test]
fn the_rest_of_a_line_is_found_after_its_label() {
    for (text, bytes, want) in
        [("Foto: Ana", 4, ": Ana"), ("12 Comments (3)", 10, " (3)"), ("图：港口", 3, "：港口")]
    {
        let mut key = String::new();
        write_key(text, &mut key);
        assert_eq!(rest(text, bytes, &key), want, "{key}");
    }
}

#[test]
fn every_entry_of_the_table_is_a_key() {
    let mut key = String::new();
    for (group, entry) in lexicon::entries(include_str!("../../lexicon/data/residue.txt")) {
        for part in entry.trim_end_matches(":*").split('*') {
            write_key(part, &mut key);
            assert_eq!(key, part.trim(), "[{group}] {entry}");
        }
    }
}

#[test]
fn no_first_word_of_an_entry_is_passed_over() {
    let mut key = String::new();
    for (_, entry) in lexicon::entries(include_str!("../../lexicon/data/residue.txt")) {
        for line in [entry.to_owned(), entry.to_uppercase(), format!("\u{ab} {entry}"), format!("- {entry}?")]
        {
            write_first_word(&line, &mut key);
            assert!(RESIDUE_HEADS.get(&key).is_none() || may_begin_entry(line.as_bytes()), "{line}");
        }
    }
}
