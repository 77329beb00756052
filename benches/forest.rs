//! Compares the evaluator of learned weights with a plain walk down every tree.
//!
//! `cargo bench --bench forest`. Forest and rows are synthetic, as large as the real ones: 300 trees of 15 leaves on
//! 240 features; 50 of them are constant on a page.

// The module is private to the crate and uses one function each of two others.
#[path = "../src/lexicon"]
#[allow(dead_code, unreachable_pub, unused_imports)]
mod lexicon {
    pub(crate) mod constant;
}
#[path = "../src/model/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports)]
mod model;
#[path = "../src/simd.rs"]
mod simd;

use divan::{Bencher, counter::ItemsCount};
use model::{Forest, LANES, Scratch, Tiles};

const FEATURES: usize = 240;
const PAGE_FEATURES: usize = 50;
const CUTS: usize = 40;
const TREES: usize = 300;
const LEAVES: usize = 15;
const ROWS: usize = 288;

/// Pseudo-random numbers: xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % n
    }
}

/// A tree as most evaluators store it: negative children are leaves.
struct Plain {
    nodes: Vec<(usize, f32, i32, i32)>,
    values: Vec<i16>,
}

fn grow(dice: &mut Dice, leaves: usize, tree: &mut Plain, file: &mut Vec<u8>) -> i32 {
    if leaves == 1 {
        tree.values.push(dice.below(2000) as i16 - 1000);
        return -(tree.values.len() as i32);
    }
    let (feature, cut, left) = (dice.below(FEATURES), dice.below(CUTS), 1 + dice.below(leaves - 1));
    let at = tree.nodes.len();
    tree.nodes.push((feature, cut as f32, 0, 0));
    file.extend((feature as u16 | (left as u16 - 1) << 12).to_le_bytes());
    file.extend([cut as u8, 128]);
    let on_left = grow(dice, left, tree, file);
    let on_right = grow(dice, leaves - left, tree, file);
    (tree.nodes[at].2, tree.nodes[at].3) = (on_left, on_right);
    at as i32
}

fn make() -> (Vec<u8>, Vec<Plain>, Vec<f32>) {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut file = b"cdforest\x01".to_vec();
    file.extend((FEATURES as u16).to_le_bytes());
    for f in 0..FEATURES {
        let name = format!("f{f}");
        file.push(name.len() as u8);
        file.extend(name.as_bytes());
        file.push(CUTS as u8);
        (0..CUTS).for_each(|c| file.extend((c as f32).to_le_bytes()));
    }
    file.extend([1, 1, b'm']);
    file.extend(0f32.to_le_bytes());
    file.extend(0.001f32.to_le_bytes());
    file.extend((TREES as u16).to_le_bytes());
    let trees = (0..TREES)
        .map(|_| {
            let mut tree = Plain { nodes: Vec::new(), values: Vec::new() };
            file.push(LEAVES as u8);
            grow(&mut dice, LEAVES, &mut tree, &mut file);
            tree.values.iter().for_each(|v| file.extend(v.to_le_bytes()));
            tree
        })
        .collect();
    let page: Vec<f32> = (0..PAGE_FEATURES).map(|_| dice.below(CUTS) as f32).collect();
    let mut rows = Vec::new();
    for _ in 0..ROWS {
        rows.extend(&page);
        rows.extend((PAGE_FEATURES..FEATURES).map(|_| dice.below(CUTS + 1) as f32));
    }
    (file, trees, rows)
}

#[divan::bench]
fn load(bencher: Bencher<'_, '_>) {
    let (file, _, _) = make();
    bencher.bench(|| Forest::parse(divan::black_box(&file)).expect("a model file"));
}

#[divan::bench]
fn score(bencher: Bencher<'_, '_>) {
    let (file, _, rows) = make();
    let forest = Forest::parse(&file).expect("a model file");
    let columns: Vec<u32> = (0..FEATURES as u32).collect();
    let mut values = vec![0.0; ROWS.div_ceil(LANES) * FEATURES * LANES];
    for (n, &value) in rows.iter().enumerate() {
        let (row, feature) = (n / FEATURES, n % FEATURES);
        values[(row / LANES * FEATURES + feature) * LANES + row % LANES] = value;
    }
    let table = Tiles { values: &values, width: FEATURES, shared: &[], rows: ROWS, columns: &columns };
    let model = forest.model("m").expect("its name");
    let (mut scratch, mut out) = (Scratch::default(), Vec::new());
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        forest.score(divan::black_box(&table), &[model], &mut scratch, &mut [&mut out]);
        out.len()
    });
}

#[divan::bench]
fn plain_walk(bencher: Bencher<'_, '_>) {
    let (_, trees, rows) = make();
    let mut out = Vec::new();
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        out.clear();
        for row in divan::black_box(&rows).chunks_exact(FEATURES) {
            let mut sum = 0i32;
            for tree in &trees {
                let mut at = 0i32;
                while at >= 0 {
                    let (feature, cut, left, right) = tree.nodes[at as usize];
                    at = if row[feature] > cut { right } else { left };
                }
                sum += i32::from(tree.values[(-at - 1) as usize]);
            }
            out.push(sum as f32 * 0.001);
        }
        out.len()
    });
}

fn main() {
    divan::main();
}
