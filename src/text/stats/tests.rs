use super::*;

fn facts(text: &str) -> TextStats {
    let mut words = Words::default();
    words.clear(text.len());
    read(text, 0..text.len(), &mut words)
}

#[test]
fn words_sentences_and_capitals_are_counted() {
    let f = facts("The FERRY of 1912, said Ms. Berg (“old”), sailed at 5:30. Was it late? signUp_now");
    assert_eq!((f.words, f.numbers, f.humps, f.questions), (17, 3, 1, 1));
    assert_eq!((f.ends, f.commas), (3, 2));
    assert_eq!(f.end, End::Open);
    let f = facts("Der Fährmann fährt für ÖBB. Его звали Иван.");
    assert_eq!((f.words, f.capitals, f.ends, f.end), (8, 5, 2, End::Full));
    let f = facts("日本の港は、今日も静かです。");
    assert_eq!((f.cjk, f.words, f.ends, f.end), (12, 6, 1, End::Full));
}

#[test]
fn dates_times_and_prices_are_seen() {
    for text in [
        "12.05.2024",
        "2024-05-12",
        "May 12, 2024",
        "12 mai",
        "3 hours ago",
        "Stand: 08.07.2026 05:00 Uhr",
        "2031年5月5日 14時20分",
        "০৫ মে ২০৩১",
        "5월 5일",
    ] {
        assert!(facts(text).has(cue::DATE), "{text}");
    }
    for text in ["version 1.2", "He may go", "in 2024", "5:30 pm", "3日", "5月", "세 살 5일"] {
        assert!(!facts(text).has(cue::DATE), "{text}");
    }
    assert!(facts("at 5:30").has(cue::TIME));
    assert!(facts("5 pm").has(cue::TIME));
    assert!(facts("for $12").has(cue::PRICE));
    assert!(facts("12 €").has(cue::PRICE));
    assert!(facts("https://ferry.example").has(cue::ADDRESS));
}

#[test]
fn long_blocks_are_running_text_in_any_script() {
    let menu =
        "Home News Sport Weather Travel Business Culture Opinion Video Audio Jobs Cars Homes Dating Games";
    assert!(!facts(menu).long());
    let prose = "The master of the harbour said that the boats would stay in port until the storm had gone.";
    assert!(facts(prose).long() && facts(prose).prose());
    assert!(facts(&"港は静かです。".repeat(8)).long());
    assert!(
        facts("항구 관리자는 폭풍이 지나갈 때까지 배가 항구에 머물 것이라고 화요일에 기자들에게 말했다")
            .long()
    );
}

#[test]
fn repeated_sequences_are_noticed() {
    let mut words = Words::default();
    words.clear(200);
    let text = "the boats would stay in port\nboats would stay in port";
    let first = read(text, 0..28, &mut words);
    let again = read(text, 29..text.len(), &mut words);
    assert_eq!((first.triples, again.triples), ((4, 0), (3, 3)));
    assert_eq!(words.content.len(), 6);
}
