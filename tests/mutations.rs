//! Damages pages randomly: no panic, a record that is valid JSON, bounded time.
//!
//! The pages of `fixtures/` are cut, doubled, shuffled and spliced, and bytes are flipped, from a fixed seed.
//! `COPYDESK_MUTATIONS=100000 cargo test --profile quick --test mutations` runs more of them, `COPYDESK_SEED=7` others.

use std::{
    env, fs, panic,
    path::Path,
    time::{Duration, Instant},
};

use copydesk::{
    Cleaner, Page,
    output::{Cleaned, Format, View},
};

/// Number of mutated pages, unless the environment sets another.
const MUTATIONS: u64 = 400;
/// The time limit of a page, with room for an unoptimized build on a busy machine.
const LONGEST: Duration = Duration::from_secs(2);
/// The maximum number of bytes of a mutated page.
const BYTES: usize = 256 << 10;

/// Pseudo-random numbers from a seed: splitmix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number below `limit`, which must not be 0.
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % limit as u64).expect("below a usize")
    }

    /// Returns a range within `len` bytes.
    fn range(&mut self, len: usize) -> std::ops::Range<usize> {
        let (a, b) = (self.below(len + 1), self.below(len + 1));
        a.min(b)..a.max(b)
    }
}

fn inputs() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut folders: Vec<_> =
        fs::read_dir(root).expect("fixtures").map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    let names = ["input.html", "input.txt", "input.bin"];
    folders
        .iter()
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .filter_map(|p| fs::read(p).ok())
        .collect()
}

/// Returns a page with up to four mutations.
fn mutate(inputs: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut page = inputs[dice.below(inputs.len())].clone();
    for _ in 0..=dice.below(4) {
        if page.is_empty() {
            break;
        }
        let range = dice.range(page.len());
        match dice.below(8) {
            0 => page.truncate(range.start),
            1 => drop(page.drain(range)),
            2 => {
                let part = page[range.clone()].to_vec();
                for _ in 0..=dice.below(20) {
                    page.splice(range.start..range.start, part.iter().copied());
                    if page.len() > BYTES {
                        break;
                    }
                }
            }
            3 => {
                let size = 1 + dice.below(400);
                let mut parts: Vec<_> = page.chunks(size).map(<[u8]>::to_vec).collect();
                for i in (1..parts.len()).rev() {
                    parts.swap(i, dice.below(i + 1));
                }
                page = parts.concat();
            }
            4 => {
                let other = &inputs[dice.below(inputs.len())];
                let theirs = dice.range(other.len());
                page.splice(range, other[theirs].iter().copied());
            }
            5 => {
                for _ in 0..=dice.below(200) {
                    let at = dice.below(page.len());
                    page[at] ^= 1 << dice.below(8);
                }
            }
            6 => {
                let odd: &[&[u8]] =
                    &[b"<", b"\0", b"\xff", b"<!--", b"<script>", b"&#x110000;", b"<svg><p>", b"]]>"];
                let odd = odd[dice.below(odd.len())].repeat(1 + dice.below(500));
                page.splice(range.start..range.start, odd);
            }
            _ => {
                // Remove all tags of one kind, so that nesting is lost and elements stay open.
                let gone: &[&[u8]] = &[b"</div>", b"</p>", b"<p>", b">", b"\"", b"\n"];
                let gone = gone[dice.below(gone.len())];
                let mut out = Vec::with_capacity(page.len());
                let mut rest = &page[..];
                while let Some(at) = rest.windows(gone.len()).position(|w| w == gone) {
                    out.extend_from_slice(&rest[..at]);
                    rest = &rest[at + gone.len()..];
                }
                out.extend_from_slice(rest);
                page = out;
            }
        }
        page.truncate(BYTES);
    }
    page
}

fn number(name: &str, default: u64) -> u64 {
    env::var(name).ok().map_or(default, |value| value.parse().unwrap_or_else(|_| panic!("{name}={value}")))
}

#[test]
fn damaged_pages_are_cleaned() {
    let inputs = inputs();
    let cleaner = Cleaner::new();
    let seed = number("COPYDESK_SEED", 1);
    let mut longest = Duration::ZERO;
    let mut view = View::default();
    for turn in 0..number("COPYDESK_MUTATIONS", MUTATIONS) {
        let page = mutate(&inputs, &mut Dice(seed.wrapping_mul(0x1_0000_0001).wrapping_add(turn)));
        let begun = Instant::now();
        let cleaned = panic::catch_unwind(panic::AssertUnwindSafe(|| cleaner.clean(Page::new(&page))));
        let span = begun.elapsed();
        let keep = || {
            let path = env::temp_dir().join(format!("copydesk-mutation-{seed}-{turn}"));
            fs::write(&path, &page).expect("a file for the page");
            path.display().to_string()
        };
        let Ok(cleaned) = cleaned else { panic!("seed {seed}, turn {turn}: panic; the page is {}", keep()) };
        assert!(span < LONGEST, "seed {seed}, turn {turn}: {span:?}; the page is {}", keep());
        longest = longest.max(span);
        let error = cleaned.as_ref().err().map(ToString::to_string);
        let result = cleaned.as_ref().map_err(|_| error.as_deref().unwrap_or_default());
        for format in [Format::Jsonl, Format::Text, Format::Markdown] {
            view.format = format;
            let mut out = Vec::new();
            view.write(&Cleaned { source: "-", result, fields: None }, &mut out);
            let text = std::str::from_utf8(&out).unwrap_or_else(|e| panic!("{e}: the page is {}", keep()));
            if format == Format::Jsonl {
                serde_json::from_str::<serde_json::Value>(text)
                    .unwrap_or_else(|e| panic!("{e}: the page is {}", keep()));
            }
        }
    }
    println!("longest: {longest:?}");
}
