//! Measures bylines per second, with one string of each common form.

use copydesk::byline::{BylineContext, parse};
use divan::{Bencher, black_box, counter::ItemsCount};

const LINES: &[(&str, &str)] = &[
    ("en", "By JANE DOE and John McRoe, Staff Writers"),
    ("en", "By Lucy Doe News Reporter 12:30, 4 MAY 2031 Updated 14:20, 4 MAY 2031"),
    ("en", "Doe, Jane; Roe, John"),
    ("de", "Von Jana Beispiel und Jan Muster, dpa"),
    ("fr", "Jeanne EXEMPLE avec AFP"),
    ("es", "Por María Ejemplo García y Juan Modelo"),
    ("ja", "取材・文／山田太郎　写真／佐藤花子"),
    ("ko", "(서울=연합뉴스) 홍길동 기자"),
    ("ar", "بقلم: محمد مثال"),
    ("en", "https://social.example/jdoe"),
];

fn main() {
    // The tables are loaded once per process.
    let _ = parse("By Jane Doe", &BylineContext::default());
    divan::main();
}

#[divan::bench]
fn common_forms(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(LINES.len())).bench(|| {
        for &(language, line) in LINES {
            let _ = black_box(parse(black_box(line), &BylineContext::new().with_language(language)));
        }
    });
}

/// Parses the longest string that the parser reads, and a much longer one: the time must not grow with it.
#[divan::bench(args = [8_192, 1_048_576])]
fn long_strings(bencher: Bencher<'_, '_>, bytes: usize) {
    let line = "Jane Doe, John Roe and ".repeat(bytes / 23);
    bencher.bench(|| parse(black_box(&line), &BylineContext::default()));
}
