//! Tests of the features of plain text.

use std::collections::HashSet;

use super::*;

#[test]
fn codes_grow_with_their_values() {
    let codes: Vec<u8> = (0..100_000).map(count).collect();
    assert!(codes.windows(2).all(|w| w[0] <= w[1]));
    assert_eq!((count(31), count(32), count(64), count(u32::MAX)), (31, 32, 40, 247));
    assert_eq!((signed(0), signed(-3), signed(3), signed(i64::MIN)), (128, 125, 131, 1));
    assert_eq!((share(0, 0), share(1, 2), share(3, 2)), (0, 125, 250));
}

#[test]
fn every_feature_has_a_name_of_its_own_and_every_block_a_row() {
    let names = names();
    let unique: HashSet<_> = names.iter().collect();
    assert_eq!(unique.len(), names.len());
    assert!(names.len() < 256, "the length of a row is a byte");
    let text = "Home\nNews\n\nFerries stay in port\n\nBy Anna Berg\nMay 12, 2024\n\nThe harbour master said on \
                Tuesday that the boats would stay in port.\n\nComments\nReply\n";
    let (mut blocks, mut sheet, mut stats) =
        (Blocks::default(), TextPage::default(), TextPageStats::default());
    crate::text::segment::cut(text, &mut blocks, &mut sheet);
    stats.read(&blocks, &sheet);
    let mut all = Vec::new();
    row_bytes(&stats, &sheet, &mut all);
    assert_eq!(all.len(), blocks.blocks.len() * names.len());
    let at = |name| names.iter().position(|n| *n == name).expect(name);
    let value = |block: usize, name| all[block * names.len() + at(name)];
    assert_eq!(value(5, "words"), 13);
    assert_eq!((value(5, "prose"), value(0, "prose")), (1, 0));
    assert_eq!((value(4, "year"), value(3, "date+")), (1, 1));
    assert_eq!(value(7, "comments-"), 1);
    assert_eq!(value(2, "title"), 128, "the headline is found");
}
