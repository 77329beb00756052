//! Measures datelines and credits per second: forms that agencies print, and similar beginnings and endings.

use copydesk::{credit, dateline};
use divan::{Bencher, black_box, counter::ItemsCount};

fn main() {
    divan::main();
}

const OPENINGS: [(&str, &str); 8] = [
    ("en", "ELMHOLLOW, Vt. (AP) — The bridge over the mill race reopened on Monday."),
    ("en", "OSLO/RIGA, June 7 (Reuters) - Two ports closed at noon."),
    ("de", "Wismar (dpa/mv) - Der Hafen ist wieder offen."),
    ("ru", "ТВЕРЬ, 7 июня. /ТАСС/. Мост открыт."),
    ("ko", "(부산=연합뉴스) 가나다 기자 = 항구가 다시 열렸다."),
    ("en", "The bridge over the mill race reopened on Monday, and nobody had seen it coming."),
    ("en", "History of ferries: The first of them was a raft that went over the river at noon."),
    ("de", "Der Hafen ist wieder offen, sagte die Sprecherin am Montag – und das bleibt er."),
];

const ENDINGS: [&str; 5] = [
    "The port is open again.(Yonhap)",
    "The port is open. (Reporting by Jane Example in Riga; Editing by John Roe)",
    "The port is open.\nAssociated Press writers Jane Example and John Roe contributed to this report.",
    "The port is open, she said, and it will stay so until the ferry leaves on Monday at noon.",
    "The story was first told by the Associated Press (AP).",
];

#[divan::bench]
fn datelines(bencher: Bencher) {
    bencher.counter(ItemsCount::new(OPENINGS.len())).bench(|| {
        for (language, text) in OPENINGS {
            let context =
                dateline::DatelineContext::new().with_language(language).with_published("2031-06-08");
            black_box(dateline::parse(black_box(text), &context));
        }
    });
}

#[divan::bench]
fn credits(bencher: Bencher) {
    bencher.counter(ItemsCount::new(ENDINGS.len())).bench(|| {
        for text in ENDINGS {
            black_box(credit::parse(black_box(text), &credit::CreditContext::default()));
        }
    });
}
