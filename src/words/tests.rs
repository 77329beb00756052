use super::*;
use proptest::prelude::*;

/// Collects the words of a text.
#[derive(Default)]
struct Collected(Vec<u64>);

impl Visitor for Collected {
    fn word(&mut self, word: &Word<'_>) {
        self.0.push(word.hash);
    }
}

fn counts(text: &str) -> Counts {
    read(text, 0..text.len(), &mut Collected::default())
}

#[test]
fn frequent_letters_are_those_of_unicode() {
    for c in '\0'..=char::MAX {
        assert_eq!(hash::is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        assert_eq!(hash::is_alphabetic(c), c.is_alphabetic(), "{c:?}");
        assert_eq!(hash::is_numeric(c), c.is_numeric(), "{c:?}");
        assert_eq!(Some(hash::lower(c)), c.to_lowercase().next(), "{c:?}");
    }
}

#[test]
fn a_word_has_one_hash_however_it_is_read() {
    for word in ["a", "Ferries", "harbour", "HARBOURS", "telecommunication", &"Chain9".repeat(12)] {
        let text = format!("x{word}. and something behind it");
        assert_eq!(
            hash::ascii_word(text.as_bytes(), 1..1 + word.len()),
            hash::hash(&word.to_lowercase()),
            "{word}"
        );
        assert_eq!(hash::ascii_word(word.as_bytes(), 0..word.len()), hash::hash(word), "{word}");
    }
    assert_ne!(hash::hash("harbour"), hash::hash("harbours"));
    assert_ne!(hash::hash("März"), hash::hash("Marz"));
    assert_eq!(hash::hash("ÉTÉ"), hash::hash("été"));
}

#[test]
fn words_are_split_at_signs_and_ideographs_are_words() {
    let of = |text: &str| hash::words(text).collect::<Vec<_>>();
    let word = hash::hash;
    assert_eq!(of("The bridge, 2"), [word("the"), word("bridge"), word("2")]);
    assert_eq!(of("A橋の"), [word("a"), hash::single('橋'), hash::single('の')]);
}

#[test]
fn strings_words_and_signs_are_counted() {
    let f = counts(
        "The FERRY of 1912, said Ms. Berg (“old”), sailed at 5:30. Was it late? signUp_now 0a1b-2c3d4e5f6",
    );
    assert_eq!((f.strings, f.words, f.numbers, f.string_numbers, f.humps), (16, 19, 5, 3, 1));
    assert_eq!((f.string_uppers, f.string_hexes, f.questions, f.sentences, f.commas), (1, 1, 1, 3, 2));
    assert_eq!((f.opening, f.quotes, f.longest, f.longest_string), (First::Capital, 2, 9, 14));
    let f = counts("Der Fährmann fährt für ÖBB. Его звали Иван.");
    assert_eq!((f.words, f.capitals, f.string_uppers, f.sentences, f.stops), (8, 5, 1, 2, 3));
    let f = counts("日本の港は、今日も静かです。");
    assert_eq!((f.ideographs, f.tokens(), f.even_words(), f.sentences), (12, 12, 6, 1));
    let f = counts("ไฟไหม้โรงสีเก่าริมแม่น้ำ วอดทั้งหลัง");
    assert_eq!((f.words, f.unspaced, f.even_words()), (2, 35, 7));
    assert_eq!(counts("항구 관리자는").caseless, 2);
}

proptest! {
    /// The reader and the iterator over characters yield the same words.
    #[test]
    fn both_readers_yield_the_same_words(text in "([a-zA-Z0-9]{1,12}|é|ß|橋|の|ไ|ร่|के|٣|[ .,'_-]|\u{a0}|’){0,24}") {
        let mut collected = Collected::default();
        let counts = read(&text, 0..text.len(), &mut collected);
        prop_assert_eq!(&collected.0, &hash::words(&text).collect::<Vec<_>>());
        prop_assert_eq!(counts.tokens() as usize, collected.0.len());
        prop_assert_eq!(counts.chars as usize, text.chars().filter(|c| !c.is_whitespace()).count());
        prop_assert_eq!(counts.strings as usize, text.split_whitespace().count());
        let tokens: Vec<u32> = collected.0.iter().map(|&word| hash::token(word)).collect();
        prop_assert_eq!(counts.key, hash::hash_of(&tokens));
    }
}

proptest! {
    /// Counts do not depend on where the chunks begin in which bytes are classified, or on what surrounds the text.
    #[test]
    fn chunks_leave_no_trace(
        text in "([a-zA-Z0-9]{1,9}|[A-Z0-9a-z]{60,70}|é|É|ß|橋|ไ|ร่|٣|[ .,'!?\"|)]|\u{a0}|’|…){0,40}",
        before in 0_usize..70,
    ) {
        let mut alone = Collected::default();
        let counts = read(&text, 0..text.len(), &mut alone);
        let page = format!("{}{text}éA", "x".repeat(before));
        let mut inside = Collected::default();
        let same = read(&page, before..before + text.len(), &mut inside);
        prop_assert_eq!(format!("{counts:?}"), format!("{same:?}"));
        prop_assert_eq!(alone.0, inside.0);
        let chars: Vec<char> = text.chars().collect();
        let is_letter = |c: char| hash::is_letter(c, hash::script(c)) && hash::script(c) == Script::Spaced;
        let ascii_humps = chars.windows(2).filter(|w| w[0].is_lowercase() && w[1].is_uppercase()).count();
        prop_assert_eq!(counts.humps as usize, ascii_humps);
        let starts = |is: fn(char) -> bool| {
            (0..chars.len()).filter(|&i| is(chars[i]) && (i == 0 || !is_letter(chars[i - 1]))).count() as u32
        };
        if !text.contains(['ไ', 'ร']) {
            prop_assert_eq!(counts.capitals, starts(char::is_uppercase));
            prop_assert_eq!(counts.numbers, starts(char::is_numeric));
        }
        prop_assert_eq!(counts.figures as usize, chars.iter().filter(|c| c.is_ascii_digit()).count());
        prop_assert_eq!(counts.commas as usize, chars.iter().filter(|&&c| c == ',').count());
    }
}
