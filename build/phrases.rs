//! Writes the sets of phrases that are searched for in names and lines.

use std::{fmt::Write, path::Path};

use crate::{
    entries,
    phrase_search::{BITS, Filter, HEAD, Phrase, add_to, hash, head},
    save, table_file,
};

/// Writes `phrases.rs` with a `Search` per set.
pub(crate) fn write(folder: &Path) {
    let mut out = String::new();
    search("CREDIT_TASKS", &of_groups("credits", &["reporting", "writing", "helping", "editing"]), &mut out);
    search("CREDIT_RIGHTS", &of_groups("credits", &["rights"]), &mut out);
    search("CREDIT_SYNDICATED", &of_groups("credits", &["syndicated"]), &mut out);
    // Words of one letter ("z") are looked up in the group.
    let inputs = of_groups("credits", &["inputs"]).into_iter().filter(|(phrase, _)| phrase.len() > 1);
    search("CREDIT_INPUTS", &inputs.collect::<Vec<_>>(), &mut out);
    search("CREDIT_CONTRIBUTED", &of_groups("credits", &["contributed"]), &mut out);
    let needles = entries("classes")
        .map(|(_, entry)| (table_file::fields(entry).next().unwrap_or_default().to_owned(), 0));
    search("CLASS_NAMES", &needles.collect::<Vec<_>>(), &mut out);
    let appeals = entries("appeals").map(|(_, stem)| (stem.to_owned(), 0));
    search("APPEALS", &appeals.collect::<Vec<_>>(), &mut out);
    let notes = |purpose: &'static str| {
        let of_purpose =
            move |(group, phrase): (&str, &str)| group.starts_with(purpose).then(|| (phrase.to_owned(), 0));
        entries("outlet-notes").filter_map(of_purpose).collect::<Vec<_>>()
    };
    search("MACHINE_SUMMARIES", &notes("machine"), &mut out);
    search("OUTLET_NOTES", &notes("note"), &mut out);
    let classes = of_groups("meta-classes", &["headline", "author", "modified", "date", "user"]);
    search("META_CLASSES", &joined(&classes), &mut out);
    search("OTHER_CLASSES", &joined(&of_groups("meta-classes", &["others"])), &mut out);
    out.push_str("#[cfg(test)]\n");
    let test = ["by", "written by", "ten", "byline", "von", "bylin"];
    search("TEST_PHRASES", &test.map(|phrase| (phrase.to_owned(), 0)), &mut out);
    save(folder, "phrases.rs", &out);
}

/// Returns the entries of groups, each with the index of its group.
fn of_groups(table: &str, groups: &[&str]) -> Vec<(String, usize)> {
    let numbered =
        |(group, entry): (&str, &str)| Some((entry.to_owned(), groups.iter().position(|of| *of == group)?));
    entries(table).filter_map(numbered).collect()
}

/// Returns names of several words as they are joined in class attributes.
fn joined(names: &[(String, usize)]) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    for (name, group) in names {
        let joints: &[&str] = if name.contains(' ') { &["-", "_", ""] } else { &[" "] };
        out.extend(joints.iter().map(|joint| (name.replace(' ', joint), *group)));
    }
    out
}

/// Writes phrases, which are numbered from 0 in the given order, with their groups. Each must have at least two bytes.
fn search(name: &str, phrases: &[(String, usize)], out: &mut String) {
    let mut filter: Filter = std::array::from_fn(|_| 0);
    let (mut text, mut ends, mut short, mut by_hash) = (String::new(), Vec::new(), Vec::new(), Vec::new());
    for (number, (phrase, _)) in (0..).zip(phrases) {
        assert!((2..256).contains(&phrase.len()), "{phrase}: a phrase has 2 to 255 bytes");
        text.push_str(phrase);
        ends.push(u16::try_from(text.len()).expect("up to 65,535 bytes"));
        let head = head(phrase.as_bytes(), 0);
        if phrase.len() < HEAD {
            short.push(Phrase::new(phrase, number));
            (0..=0xff).for_each(|third| add_to(&mut filter, head | third << 16));
        } else {
            by_hash.push((hash(head), Phrase::new(phrase, number)));
            add_to(&mut filter, head);
        }
    }
    // The sort is stable: phrases of the same hash keep their order.
    by_hash.sort_by_key(|&(hash, _)| hash);
    let buckets = buckets(by_hash.iter().map(|&(hash, _)| hash));
    let by_hash: Vec<Phrase> = by_hash.into_iter().map(|(_, entry)| entry).collect();
    let groups: Vec<usize> = phrases.iter().map(|(_, group)| *group).collect();
    writeln!(
        out,
        "/// Made by the build script.\npub(crate) static {name}: Search = Search {{ text: {text:?}, ends: &{ends:?}, \
         groups: &{groups:?}, filter: &{filter:?}, buckets: {buckets}, by_hash: &{by_hash:?}, short: &{short:?} }};"
    )
    .expect("a string takes everything");
}

/// Returns `Buckets` for entries with these hashes: about two buckets per entry.
pub(crate) fn buckets(hashes: impl ExactSizeIterator<Item = usize>) -> String {
    let bits = (2 * hashes.len()).next_power_of_two().ilog2().min(BITS);
    let shift = BITS - bits;
    let mut starts = vec![0u16; (1 << bits) + 1];
    hashes.for_each(|hash| starts[(hash >> shift) + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    format!("Buckets {{ starts: &{starts:?}, shift: {shift} }}")
}
