use super::*;
use proptest::prelude::*;

/// A tree as a reader would write it.
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
                // As LightGBM asks it, NaN on the left.
                let goes_right = row[feature] > cuts[feature][usize::from(*cut)];
                if goes_right { right.walk(cuts, row) } else { left.walk(cuts, row) }
            }
        }
    }

    fn write(&self, nodes: &mut Vec<u8>, values: &mut Vec<u8>) {
        match self {
            Naive::Leaf(value) => values.extend(value.to_le_bytes()),
            Naive::Split { feature, cut, share, left, right } => {
                let word = feature | (left.leaves() as u16 - 1) << FEATURE_BITS;
                nodes.extend(word.to_le_bytes());
                nodes.extend([*cut, *share]);
                left.write(nodes, values);
                right.write(nodes, values);
            }
        }
    }
}

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

/// A tree of up to 16 leaves; cuts are brought into range afterwards.
fn any_tree() -> impl Strategy<Value = Naive> {
    let leaf = any::<i16>().prop_map(Naive::Leaf);
    leaf.prop_recursive(4, 31, 2, |inner| {
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
        rows in prop::collection::vec(prop::collection::vec(any_value(), FEATURES), 0..80),
        page in any_value(),
    ) {
        let (mut trees, mut rows) = (trees, rows);
        trees.iter_mut().for_each(|t| fit(t, &cuts));
        // One feature is the page's, as many are.
        rows.iter_mut().for_each(|r| r[1] = page);
        let forest = Forest::parse(&file(&cuts, &[("m", 0.5, 0.25, &trees)])).expect("written right");
        let names = ["other", "f4", "f3", "f2", "f1", "f0"];
        let columns = forest.columns(&names).expect("all there");
        let flat: Vec<f32> = rows.iter()
            .flat_map(|r| std::iter::once(9.0).chain(r.iter().rev().copied())).collect();
        let mut bins = Bins::default();
        forest.quantize(&flat, names.len(), &columns, &mut bins);
        let mut scores = Vec::new();
        let model = forest.model("m").expect("its name");
        model.score(&bins, &mut scores);
        prop_assert_eq!(scores.len(), rows.len());
        for (n, row) in rows.iter().enumerate() {
            let sum: i32 = trees.iter().map(|t| i32::from(t.walk(&cuts, row))).sum();
            prop_assert_eq!(scores[n], 0.5 + 0.25 * sum as f32);
            let parts = model.contributions(&bins, n);
            let total = parts.bias + parts.features.iter().sum::<f32>();
            let size = 1.0 + trees.len() as f32 * 10_000.0;
            prop_assert!((total - scores[n]).abs() < size * 1e-4, "{} is not {}", total, scores[n]);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Forest::parse(&bytes);
        let head = [MAGIC, &[VERSION, 1, 0, 1, b'f', 1, 0, 0, 0, 0, 1, 0], &[0; 8], &bytes].concat();
        let _ = Forest::parse(&head);
    }
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
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
fn contributions_name_the_feature_that_was_asked() {
    let split = Naive::Split {
        feature: 1,
        cut: 0,
        share: 204, // four fifths on the left
        left: Box::new(Naive::Leaf(10)),
        right: Box::new(Naive::Leaf(-40)),
    };
    let forest = Forest::parse(&file(&[vec![0.0], vec![2.0]], &[("m", 1.0, 0.5, &[split])])).expect("right");
    let mut bins = Bins::default();
    forest.quantize(&[7.0, 1.0, 7.0, 3.0], 2, &[0, 1], &mut bins);
    let model = forest.model("m").expect("its name");
    for (row, gave) in [(0, 5.0), (1, -20.0)] {
        let parts = model.contributions(&bins, row);
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

/// `train/fixture.py` trains a small forest on made-up numbers, packs it, and notes LightGBM's own scores.
#[test]
fn equals_lightgbm() {
    let forest = Forest::parse(include_bytes!("lightgbm.forest")).expect("a model file");
    let noted: serde_json::Value = serde_json::from_str(include_str!("lightgbm.json")).expect("JSON");
    let numbers = |v: &serde_json::Value| -> Vec<f32> {
        v.as_array().expect("array").iter().map(|n| n.as_f64().expect("number") as f32).collect()
    };
    let names: Vec<&str> =
        noted["names"].as_array().expect("names").iter().filter_map(|n| n.as_str()).collect();
    let rows = numbers(&noted["rows"]);
    let columns = forest.columns(&names).expect("all features");
    let mut bins = Bins::default();
    forest.quantize(&rows, names.len(), &columns, &mut bins);
    assert_eq!(forest.models().len(), 2);
    for model in forest.models() {
        let theirs = numbers(&noted["scores"][model.name()]);
        let mut ours = Vec::new();
        model.score(&bins, &mut ours);
        assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert!((ours - theirs).abs() < 2e-3, "{}: {ours} is not {theirs}", model.name());
        }
    }
}
