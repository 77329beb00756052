use super::{
    file::{FEATURE_BITS, MAGIC},
    *,
};
use proptest::prelude::*;

/// Scores rows with one model.
fn score(forest: &Forest, model: &Model, rows: &[f32], width: usize, columns: &[u32]) -> Vec<f32> {
    let count = rows.len() / width;
    let tile = |rows: &[f32]| {
        let value = |n| rows.get(n % LANES * width + n / LANES).copied().unwrap_or(f32::NAN);
        (0..width * LANES).map(value).collect::<Vec<_>>()
    };
    let values: Vec<f32> = rows.chunks(width * LANES).flat_map(tile).collect();
    let table = Tiles { values: &values, width, shared: &[], rows: count, columns };
    let mut scores = vec![7.0];
    forest.score(&table, &[model], &mut Scratch::default(), &mut [&mut scores]);
    let mut portable = Vec::new();
    forest.score_with(lanes::Portable, &table, &[model], &mut Scratch::default(), &mut [&mut portable]);
    assert_eq!(scores, portable, "AVX2 makes no difference");
    scores
}

fn bins(forest: &Forest, row: &[f32], columns: &[u32]) -> Vec<u8> {
    let mut bins = Vec::new();
    forest.answer(columns.iter().map(|&c| row[c as usize]), &mut bins);
    bins
}

/// A tree as stored in model files.
#[derive(Clone, Debug)]
enum Naive {
    Leaf(i16),
    Split { feature: u16, cut: u8, share: u8, left: Box<Naive>, right: Box<Naive> },
}

impl Naive {
    fn leaves(&self) -> usize {
        match self {
            Naive::Leaf(_) => 1,
            Naive::Split { left, right, .. } => left.leaves() + right.leaves(),
        }
    }

    fn walk(&self, cuts: &[Vec<f32>], row: &[f32]) -> i16 {
        match self {
            Naive::Leaf(value) => *value,
            Naive::Split { feature, cut, left, right, .. } => {
                let feature = usize::from(*feature);
                // As in LightGBM, NaN goes left.
                let goes_right = row[feature] > cuts[feature][usize::from(*cut)];
                if goes_right { right.walk(cuts, row) } else { left.walk(cuts, row) }
            }
        }
    }

    fn write(&self, nodes: &mut Vec<u8>, values: &mut Vec<u8>) {
        match self {
            Naive::Leaf(value) => values.extend(value.to_le_bytes()),
            Naive::Split { feature, cut, share, left, right } => {
                let word = feature | (left.leaves() as u16 - 1) << FEATURE_BITS[usize::from(VERSION) - 1];
                nodes.extend(word.to_le_bytes());
                nodes.extend([*cut, *share]);
                left.write(nodes, values);
                right.write(nodes, values);
            }
        }
    }
}

const VERSION: u8 = 2;

fn name(out: &mut Vec<u8>, name: &str) {
    out.push(name.len() as u8);
    out.extend(name.as_bytes());
}

fn file(cuts: &[Vec<f32>], models: &[(&str, f32, f32, &[Naive])]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.push(VERSION);
    out.extend((cuts.len() as u16).to_le_bytes());
    for (i, cuts) in cuts.iter().enumerate() {
        name(&mut out, &format!("f{i}"));
        out.push(cuts.len() as u8);
        cuts.iter().for_each(|c| out.extend(c.to_le_bytes()));
    }
    out.push(models.len() as u8);
    for (model, base, unit, trees) in models {
        name(&mut out, model);
        out.extend(base.to_le_bytes());
        out.extend(unit.to_le_bytes());
        out.extend((trees.len() as u16).to_le_bytes());
        for tree in *trees {
            out.push(tree.leaves() as u8);
            let (mut nodes, mut values) = (Vec::new(), Vec::new());
            tree.write(&mut nodes, &mut values);
            out.extend(nodes);
            out.extend(values);
        }
    }
    out
}

const FEATURES: usize = 5;

fn any_cuts() -> impl Strategy<Value = Vec<Vec<f32>>> {
    let feature = prop::collection::btree_set(-6i32..6, 1..9)
        .prop_map(|set| set.into_iter().map(|v| v as f32 / 2.0).collect());
    prop::collection::vec(feature, FEATURES)
}

/// Generates a tree of up to 32 leaves; cuts are brought into range afterwards.
fn any_tree() -> impl Strategy<Value = Naive> {
    let leaf = any::<i16>().prop_map(Naive::Leaf);
    leaf.prop_recursive(5, 63, 2, |inner| {
        (0..FEATURES as u16, any::<u8>(), any::<u8>(), inner.clone(), inner).prop_map(
            |(feature, cut, share, left, right)| Naive::Split {
                feature,
                cut,
                share,
                left: Box::new(left),
                right: Box::new(right),
            },
        )
    })
}

/// Generates a tree of up to eight leaves.
fn any_small_tree() -> impl Strategy<Value = Naive> {
    any_tree().prop_filter("a small tree", |tree| tree.leaves() <= 8)
}

fn fit(tree: &mut Naive, cuts: &[Vec<f32>]) {
    if let Naive::Split { feature, cut, left, right, .. } = tree {
        *cut %= cuts[usize::from(*feature)].len() as u8;
        fit(left, cuts);
        fit(right, cuts);
    }
}

fn any_value() -> impl Strategy<Value = f32> {
    prop_oneof![
        8 => (-14i32..14).prop_map(|v| v as f32 / 4.0),
        1 => Just(f32::NAN),
        1 => prop_oneof![Just(f32::INFINITY), Just(f32::NEG_INFINITY), Just(-0.0)],
    ]
}

proptest! {
    #[test]
    fn equals_a_plain_walk(
        cuts in any_cuts(),
        trees in prop::collection::vec(any_tree(), 0..12),
        rows in prop::collection::vec(prop::collection::vec(any_value(), FEATURES), 0..300),
        page in any_value(),
    ) {
        let (mut trees, mut rows) = (trees, rows);
        trees.iter_mut().for_each(|t| fit(t, &cuts));
        // One feature is the same for the whole page, as many are.
        rows.iter_mut().for_each(|r| r[1] = page);
        let forest = Forest::parse(&file(&cuts, &[("m", 0.5, 0.25, &trees)])).expect("written right");
        let names = ["other", "f4", "f3", "f2", "f1", "f0"];
        let columns = forest.columns(&names).expect("all there");
        let flat: Vec<f32> = rows.iter()
            .flat_map(|r| std::iter::once(9.0).chain(r.iter().rev().copied())).collect();
        let model = forest.model("m").expect("its name");
        let scores = score(&forest, model, &flat, names.len(), &columns);
        prop_assert_eq!(scores.len(), rows.len());
        for (n, row) in rows.iter().enumerate() {
            let sum: i32 = trees.iter().map(|t| i32::from(t.walk(&cuts, row))).sum();
            prop_assert_eq!(scores[n], 0.5 + 0.25 * sum as f32);
            let bins = bins(&forest, &flat[n * names.len()..], &columns);
            prop_assert_eq!(model.score_one(&bins), scores[n]);
            let parts = forest.contributions(model, &bins);
            let total = parts.bias + parts.features.iter().sum::<f32>();
            let size = 1.0 + trees.len() as f32 * 10_000.0;
            prop_assert!((total - scores[n]).abs() < size * 1e-4, "{} is not {}", total, scores[n]);
        }
    }

    #[test]
    fn small_trees_cut_by_cut_equal_a_plain_walk(
        cuts in any_cuts(),
        trees in prop::collection::vec(any_small_tree(), 40..120),
        row in prop::collection::vec(any_value(), FEATURES),
    ) {
        let mut trees = trees;
        trees.iter_mut().for_each(|t| fit(t, &cuts));
        let forest = Forest::parse(&file(&cuts, &[("m", 0.5, 0.25, &trees)])).expect("written right");
        let model = forest.model("m").expect("its name");
        let mut answers = Vec::new();
        forest.answer(row.iter().copied(), &mut answers);
        let sum: i32 = trees.iter().map(|t| i32::from(t.walk(&cuts, &row))).sum();
        prop_assert_eq!(model.score_one(&answers), 0.5 + 0.25 * sum as f32);
    }

    #[test]
    fn any_bytes_parse_or_are_rejected(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Forest::parse(&bytes);
        let head = [MAGIC, &[VERSION, 1, 0, 1, b'f', 1, 0, 0, 0, 0, 1, 0], &[0; 8], &bytes].concat();
        let _ = Forest::parse(&head);
    }
}

#[test]
fn truncated_files_are_rejected() {
    let split = Naive::Split {
        feature: 1,
        cut: 0,
        share: 128,
        left: Box::new(Naive::Leaf(1)),
        right: Box::new(Naive::Leaf(2)),
    };
    let whole = file(&[vec![0.0, 1.0], vec![2.0]], &[("m", 0.0, 1.0, &[split])]);
    assert!(Forest::parse(&whole).is_ok());
    for n in 0..whole.len() {
        assert!(Forest::parse(&whole[..n]).is_err(), "{n} bytes");
    }
    assert!(Forest::parse(&[whole, vec![0]].concat()).is_err(), "a byte too many");
}

#[test]
fn contributions_name_the_tested_feature() {
    let split = Naive::Split {
        feature: 1,
        cut: 0,
        share: 204, // four fifths on the left
        left: Box::new(Naive::Leaf(10)),
        right: Box::new(Naive::Leaf(-40)),
    };
    let forest = Forest::parse(&file(&[vec![0.0], vec![2.0]], &[("m", 1.0, 0.5, &[split])])).expect("right");
    let model = forest.model("m").expect("its name");
    for (row, gave) in [([7.0, 1.0], 5.0), ([7.0, 3.0], -20.0)] {
        let parts = forest.contributions(model, &bins(&forest, &row, &[0, 1]));
        assert!((parts.bias - 1.0).abs() < 1e-4, "{parts:?}");
        assert_eq!(parts.features[0], 0.0);
        assert!((parts.features[1] - gave).abs() < 1e-4, "{parts:?}");
    }
}

#[test]
fn a_missing_feature_is_named() {
    let forest = Forest::parse(&file(&[vec![0.0], vec![2.0]], &[])).expect("right");
    assert_eq!(forest.columns(&["f0"]), Err("f1"));
}

/// `train/fixture.py` trains a small forest on made-up numbers, packs it, and records LightGBM's own scores.
#[test]
fn equals_lightgbm() {
    let forest = Forest::parse(include_bytes!("tests/lightgbm.forest")).expect("a model file");
    let noted: serde_json::Value = serde_json::from_str(include_str!("tests/lightgbm.json")).expect("JSON");
    let numbers = |v: &serde_json::Value| -> Vec<f32> {
        v.as_array().expect("array").iter().map(|n| n.as_f64().expect("number") as f32).collect()
    };
    let names: Vec<&str> =
        noted["names"].as_array().expect("names").iter().filter_map(|n| n.as_str()).collect();
    let rows = numbers(&noted["rows"]);
    let columns = forest.columns(&names).expect("all features");
    assert_eq!(forest.models().len(), 2);
    for model in forest.models() {
        let theirs = numbers(&noted["scores"][model.name()]);
        let ours = score(&forest, model, &rows, names.len(), &columns);
        assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert!((ours - theirs).abs() < 2e-3, "{}: {ours} is not {theirs}", model.name());
        }
    }
}

/// Bytes give the same scores as the same numbers.
#[test]
fn rows_of_bytes_score_as_rows_of_numbers() {
    let split = |feature, cut, left, right| Naive::Split {
        feature,
        cut,
        share: 0,
        left: Box::new(left),
        right: Box::new(right),
    };
    let tree = split(
        0,
        1,
        split(1, 0, Naive::Leaf(1), Naive::Leaf(20)),
        split(0, 2, Naive::Leaf(300), Naive::Leaf(4000)),
    );
    let forest = Forest::parse(&file(&[vec![-1.0, 3.0, 99.5], vec![10.0]], &[("m", 0.0, 1.0, &[tree])]))
        .expect("right");
    let (model, cuts) = (forest.model("m").expect("its name"), forest.byte_cuts());
    let rows: Vec<[u8; 2]> = (0..=255).map(|b: u8| [b.wrapping_mul(7), b]).collect();
    let mut tiles = vec![[[0; LANES]; 256]; rows.len() / LANES];
    for (n, row) in rows.iter().enumerate() {
        for (column, &value) in row.iter().enumerate() {
            tiles[n / LANES][column][n % LANES] = value;
        }
    }
    let table =
        ByteTiles { tiles: &tiles, width: 2, shared: &[], rows: rows.len(), columns: &[1, 0], cuts: &cuts };
    let (mut scores, mut portable) = (Vec::new(), Vec::new());
    forest.score(&table, &[model], &mut Scratch::default(), &mut [&mut scores]);
    forest.score_with(lanes::Portable, &table, &[model], &mut Scratch::default(), &mut [&mut portable]);
    assert_eq!(scores, portable, "AVX2 makes no difference");
    let numbers: Vec<f32> = rows.as_flattened().iter().map(|&b| f32::from(b)).collect();
    assert_eq!(scores, score(&forest, model, &numbers, 2, &[1, 0]));
    assert!(scores.contains(&20.0) && scores.contains(&4000.0));
    // One value for the whole page instead of a column.
    let table = ByteTiles { width: 1, shared: &[200], ..table };
    forest.score(&table, &[model], &mut Scratch::default(), &mut [&mut scores]);
    let numbers: Vec<f32> = rows.iter().flat_map(|row| [f32::from(row[0]), 200.0]).collect();
    assert_eq!(scores, score(&forest, model, &numbers, 2, &[1, 0]));
}
