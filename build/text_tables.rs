//! Writes the tables of the plain-text path: residue, marks of wires, mail headers, function words, what renderers leave.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::Path,
};

use crate::{
    boilerplate::FUNCTION_GROUP,
    entries,
    index::key_table,
    kinds::{ANY_SECOND, Kinds, PREFIXES, first_word, prefix, second_word},
    save, table_file,
};

/// Longest UTF-8 character in bytes.
const LONGEST_CHAR: usize = 4;

/// Writes `text_tables.rs`.
pub(crate) fn write(folder: &Path) {
    let mut out = String::new();
    residue(&mut out);
    marks(&mut out);
    mail(&mut out);
    let function_words = entries("stopwords").filter(|(group, _)| group.ends_with(FUNCTION_GROUP));
    set("FUNCTION_WORDS", function_words.flat_map(|(_, line)| line.split(' ')).map(str::to_owned), &mut out);
    set("HYPHEN_HEADS", entries("hyphen-heads").map(|(_, word)| word.to_owned()), &mut out);
    artifacts(&mut out);
    save(folder, "text_tables.rs", &out);
}

/// Writes a map. `values` are Rust expressions of the type `of`.
fn map(name: &str, of: &str, entries: &BTreeMap<String, String>, out: &mut String) {
    let keys = key_table(entries.keys().map(String::as_str));
    let values: Vec<&str> = entries.values().map(String::as_str).collect();
    writeln!(
        out,
        "/// Made by the build script.\npub(crate) static {name}: StringMap<{of}> = StringMap {{ keys: {keys}, \
         values: &[{}] }};",
        values.join(", ")
    )
    .expect("a string takes everything");
}

/// Writes a set of strings.
fn set(name: &str, words: impl Iterator<Item = String>, out: &mut String) {
    map(name, "()", &words.map(|word| (word, "()".to_owned())).collect(), out);
}

/// An entry of `residue.txt` that is compared with the beginning of a line.
struct Opening {
    parts: Vec<&'static str>,
    separated: bool,
    kinds: Kinds,
}

/// What a line can be that begins with a word.
#[derive(Default)]
struct Head {
    openings: Vec<Opening>,
    bytes: usize,
    in_bars: bool,
    is_in_bars: bool,
    seconds: u32,
}

#[derive(Default)]
struct Residue {
    whole: BTreeMap<&'static str, Kinds>,
    heads: BTreeMap<&'static str, Head>,
    /// First letters of the openings of a picture's credit.
    credits: BTreeMap<char, Vec<Opening>>,
}

impl Residue {
    fn add_whole(&mut self, entry: &'static str, kinds: Kinds) {
        let known = self.whole.entry(entry).or_default();
        *known = known.with(kinds);
        let head = self.heads.entry(first_word(entry)).or_default();
        head.bytes = head.bytes.max(entry.len() + 1);
        let in_bars = kinds.has(Kinds::BAR.with(Kinds::LABEL));
        head.in_bars |= in_bars;
        head.is_in_bars |= in_bars && entry == first_word(entry);
        head.seconds |= second_word(entry);
    }

    fn add_opening(&mut self, entry: &'static str, kinds: Kinds) {
        let (entry, separated) = match entry.strip_suffix(':') {
            Some(entry) => (entry, true),
            None => (entry, false),
        };
        let parts: Vec<&'static str> = entry.split('*').map(str::trim).collect();
        let Some(first) = entry.chars().next() else { return };
        let opening = |parts| Opening { parts, separated, kinds };
        if kinds.has(Kinds::PHOTO) {
            self.credits.entry(first).or_default().push(opening(parts.clone()));
        }
        let head = self.heads.entry(first_word(entry)).or_default();
        // One more character than the first part shows whether it ends at a boundary.
        head.bytes = head.bytes.max(parts[0].len() + LONGEST_CHAR);
        head.seconds |= if parts[0] == first_word(parts[0]) { ANY_SECOND } else { second_word(parts[0]) };
        head.openings.push(opening(parts));
    }
}

fn residue(out: &mut String) {
    let (mut tables, mut endings, mut nouns) = (Residue::default(), BTreeSet::new(), BTreeSet::new());
    for (group, entry) in entries("residue") {
        let kinds = Kinds::of_group(group);
        if group == "photo end" {
            endings.insert(entry);
        } else if group == "photo noun" {
            nouns.insert(entry);
        } else if let Some(opening) = entry.strip_suffix('*') {
            tables.add_opening(opening, kinds);
        } else {
            tables.add_whole(entry, kinds);
        }
    }
    // The labels of HTML pages apply to text too, except those of shops and boards.
    for (group, entry) in entries("furniture") {
        let purpose = group.split(' ').next().unwrap_or(group);
        if !entry.ends_with('*') && matches!(purpose, "account" | "advert" | "more" | "rating" | "share") {
            // One word of a form is also a word of prose.
            let weak = purpose == "account" && !entry.contains(' ');
            tables.add_whole(entry, if weak { Kinds::BAR } else { Kinds::LABEL });
        }
    }
    let (mut openings, mut text, mut count) = (String::new(), String::new(), 0);
    let mut push = |of: &[Opening]| {
        for Opening { parts, separated, kinds } in of {
            let (start, first, parts) = (text.len(), parts[0].len(), parts.join("*"));
            let len = parts.len();
            text += &parts;
            write!(
                openings,
                "Opening {{ start: {start}, len: {len}, first: {first}, separated: {separated}, kinds: {kinds:?} }}, "
            )
            .expect("a string takes everything");
        }
        count += of.len();
        (count - of.len(), count)
    };
    let whole = tables.whole.iter().map(|(key, kinds)| ((*key).to_owned(), format!("{kinds:?}"))).collect();
    let heads = tables.heads.iter().map(|(key, head)| {
        let (start, end) = push(&head.openings);
        let Head { bytes, in_bars, is_in_bars, seconds, .. } = head;
        (
            (*key).to_owned(),
            format!(
                "Head {{ start: {start}, end: {end}, bytes: {bytes}, in_bars: {in_bars}, \
                 is_in_bars: {is_in_bars}, seconds: {seconds} }}"
            ),
        )
    });
    let heads = heads.collect();
    let credits =
        tables.credits.iter().map(|(key, openings)| (key.to_string(), format!("{:?}", push(openings))));
    let credits = credits.collect();
    let mut prefixes = [0_u64; PREFIXES / 64];
    for bit in tables.heads.keys().filter_map(|head| prefix(head.as_bytes())) {
        prefixes[bit / 64] |= 1 << (bit % 64);
    }
    writeln!(
        out,
        "/// Made by the build script.\npub(crate) static RESIDUE_PREFIXES: [u64; {}] = {prefixes:?};",
        prefixes.len()
    )
    .expect("a string takes everything");
    map("RESIDUE", "Kinds", &whole, out);
    map("RESIDUE_HEADS", "Head", &heads, out);
    map("CREDIT_HEADS", "(u16, u16)", &credits, out);
    set("CREDIT_ENDINGS", endings.into_iter().map(str::to_owned), out);
    set("CREDIT_NOUNS", nouns.into_iter().map(str::to_owned), out);
    writeln!(
        out,
        "/// Made by the build script.\npub(crate) static RESIDUE_OPENINGS: &[Opening] = &[{openings}];\n\
         /// Made by the build script.\npub(crate) static RESIDUE_PARTS: &str = {text:?};"
    )
    .expect("a string takes everything");
}

/// Marks around stories of news wires.
fn marks(out: &mut String) {
    let (mut slugs, mut ends, mut notes) = (Vec::new(), Vec::new(), BTreeMap::<&str, Vec<&str>>::new());
    for (group, entry) in entries("story-marks") {
        match group.split(' ').next() {
            Some("slug") => slugs.push(entry.to_owned()),
            Some("note") => notes.entry(first_word(entry)).or_default().push(entry),
            _ if matches!(group, "end" | "start") => ends.push(entry.to_owned()),
            _ => {}
        }
    }
    set("SLUGS", slugs.into_iter(), out);
    let mut starts = [0_u64; 4];
    for mark in &ends {
        let first = usize::from(mark.as_bytes()[0]);
        starts[first / 64] |= 1 << (first % 64);
    }
    writeln!(out, "/// Made by the build script.\npub(crate) static MARK_STARTS: [u64; 4] = {starts:?};")
        .expect("a string takes everything");
    set("STORY_MARKS", ends.into_iter(), out);
    let notes = notes.iter().map(|(key, notes)| ((*key).to_owned(), format!("&{notes:?}"))).collect();
    map("NOTES", "&[&str]", &notes, out);
}

/// Names of header lines.
fn mail(out: &mut String) {
    let (mut names, mut prefixes) = (BTreeMap::new(), Vec::new());
    for (group, name) in entries("mail-headers") {
        let field = match group {
            "subject prefix" => {
                prefixes.push(name.to_owned());
                continue;
            }
            "date" => "Date",
            "from" => "From",
            "subject" => "Subject",
            _ => "Other",
        };
        names.insert(name.to_owned(), format!("MailField::{field}"));
    }
    map("MAIL_HEADERS", "MailField", &names, out);
    set("SUBJECT_PREFIXES", prefixes.into_iter(), out);
}

/// What renderers leave in lines.
fn artifacts(out: &mut String) {
    let (mut entities, mut tags) = (BTreeMap::new(), BTreeMap::new());
    let (mut placeholders, mut extensions) = (Vec::new(), Vec::new());
    for (group, entry) in entries("scrub") {
        let mut fields = table_file::fields(entry);
        let name = fields.next().unwrap_or_default().to_owned();
        match group {
            "entities" => {
                let text = fields.next().filter(|c| !c.is_empty()).unwrap_or(" ");
                entities.insert(name, format!("{text:?}"));
            }
            "tags inline" => drop(tags.insert(name, "false".to_owned())),
            "tags block" => drop(tags.insert(name, "true".to_owned())),
            "placeholders" => placeholders.push(name),
            _ => extensions.push(name),
        }
    }
    map("ENTITIES", "&str", &entities, out);
    map("TAGS", "bool", &tags, out);
    set("PLACEHOLDERS", placeholders.into_iter(), out);
    set("PICTURE_EXTENSIONS", extensions.into_iter(), out);
}
