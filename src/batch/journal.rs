//! The journal of a run: which pages are done and how much of the output is complete, so that an interrupted run can
//! be resumed.
//!
//! It is a text file next to the output. The first line identifies the options of the run. Each further line is
//! written after the output that it describes: the number of complete bytes, the figures so far, and the pages. Every
//! line ends with a checksum. A line without an end is unfinished, and everything after a damaged line is ignored.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rustc_hash::FxHashMap;

use super::{BatchError, Tally, own_file, unique_names::hash};

/// The start of every journal, before its version.
const TITLE: &str = "copydesk-journal ";
const VERSION: &str = "2";
/// How long results may remain in the system's cache only.
const SYNC_EVERY: Duration = Duration::from_secs(5);

/// A journal that is being written.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    synced: Instant,
}

/// The result of a page, as written in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JournalOutcome {
    Article,
    NoArticle,
    Failed,
    Skipped,
}

impl JournalOutcome {
    const ALL: [(Self, char); 4] =
        [(Self::Article, 'a'), (Self::NoArticle, 'n'), (Self::Failed, 'f'), (Self::Skipped, 's')];

    fn letter(self) -> char {
        Self::ALL.iter().find(|(ended, _)| *ended == self).map_or('s', |(_, letter)| *letter)
    }

    fn of_letter(letter: char) -> Option<Self> {
        Self::ALL.iter().find(|(_, l)| *l == letter).map(|(ended, _)| *ended)
    }
}

/// A page that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageEntry {
    /// Hash of the name.
    pub(crate) name: u64,
    /// Stamp of the file that contains the page.
    pub(crate) stamp: u64,
    pub(crate) ended: JournalOutcome,
}

impl PageEntry {
    pub(crate) fn new(source: &str, stamp: u64, ended: JournalOutcome) -> Self {
        Self { name: hash(source.as_bytes()), stamp, ended }
    }
}

/// The state of an input in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// Not done.
    New,
    /// Done.
    Done,
    /// Done, but the file has changed since.
    Changed(JournalOutcome),
}

/// The work of earlier parts of a run.
#[derive(Debug, Default)]
pub(crate) struct Completed {
    /// Number of complete bytes of the output.
    pub(crate) offset: u64,
    pub(crate) tally: Tally,
    /// Whether the journal was damaged, so that pages are cleaned again.
    pub(crate) is_damaged: bool,
    /// Pages by name: how many there are, and the last one.
    done: FxHashMap<u64, (u32, PageEntry)>,
}

impl Completed {
    /// Returns the state of a page. Each entry of the journal is used once.
    pub(crate) fn take(&mut self, source: &str, stamp: u64) -> Before {
        match self.done.get_mut(&hash(source.as_bytes())) {
            Some((times, page)) if *times > 0 => {
                *times -= 1;
                if page.stamp == stamp { Before::Done } else { Before::Changed(page.ended) }
            }
            _ => Before::New,
        }
    }

    fn add(&mut self, entry: JournalLine) {
        self.offset = entry.offset;
        self.tally = entry.tally;
        for page in entry.pages {
            let (times, last) = self.done.entry(page.name).or_insert((0, page));
            *times += 1;
            *last = page;
        }
    }
}

impl Journal {
    /// Creates a new journal.
    pub(crate) fn create(path: &Path, options: u64) -> Result<Self, BatchError> {
        let failed = |error| BatchError::output(path, error);
        let mut file = own_file::open(OpenOptions::new().create(true).append(true), path).map_err(failed)?;
        lock(&file, path)?;
        file.set_len(0).map_err(failed)?;
        file.write_all(sealed(&header(options)).as_bytes()).map_err(failed)?;
        Ok(Self { path: path.to_owned(), file, synced: Instant::now() })
    }

    /// Opens the journal of an interrupted run, or returns `None` if there is none. `whole` is the length of the
    /// output in bytes.
    pub(crate) fn resume(
        path: &Path,
        options: u64,
        whole: u64,
    ) -> Result<Option<(Self, Completed)>, BatchError> {
        let failed = |error| BatchError::output(path, error);
        let file = match own_file::open(OpenOptions::new().read(true).append(true), path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        lock(&file, path)?;
        let (completed, kept) = match read(BufReader::new(&file), options, whole).map_err(failed)? {
            Contents::Lines { completed, kept } => (completed, kept),
            Contents::OtherRun => return Err(BatchError::OtherRun { journal: path.to_owned() }),
            Contents::Nothing { is_damaged } => {
                drop(file);
                let completed = Completed { is_damaged, ..Completed::default() };
                return Self::create(path, options).map(|journal| Some((journal, completed)));
            }
        };
        file.set_len(kept).map_err(failed)?;
        Ok(Some((Self { path: path.to_owned(), file, synced: Instant::now() }, completed)))
    }

    /// Records that `offset` bytes of the output are complete and contain these pages.
    pub(crate) fn note(
        &mut self,
        offset: u64,
        tally: &Tally,
        pages: &[PageEntry],
        output: Option<&File>,
    ) -> Result<(), BatchError> {
        let failed = |error| BatchError::output(&self.path, error);
        let Tally { articles, empty, failed: failures, bytes, removed, .. } = tally;
        let mut line = format!("{offset} {articles} {empty} {failures} {bytes} {removed}");
        for PageEntry { name, stamp, ended } in pages {
            line.push_str(&format!(" {name:x}:{stamp:x}:{}", ended.letter()));
        }
        let due = self.synced.elapsed() >= SYNC_EVERY;
        if let Some(output) = output.filter(|_| due) {
            output.sync_data().map_err(failed)?;
        }
        self.file.write_all(sealed(&line).as_bytes()).map_err(failed)?;
        if due {
            self.file.sync_data().map_err(failed)?;
            self.synced = Instant::now();
        }
        Ok(())
    }

    /// Removes the journal, because the run is complete.
    pub(crate) fn finish(self) -> Result<(), BatchError> {
        std::fs::remove_file(&self.path).map_err(|error| BatchError::output(&self.path, error))
    }
}

/// The contents of a journal file.
enum Contents {
    /// No complete first line, or a damaged one.
    Nothing { is_damaged: bool },
    /// The journal of a run with other options.
    OtherRun,
    /// What is done, and the length of the journal up to there in bytes.
    Lines { completed: Completed, kept: u64 },
}

/// Reads a journal up to its first line that is damaged, unfinished or describes more output than the `whole` bytes there are.
fn read(mut lines: impl BufRead, options: u64, whole: u64) -> io::Result<Contents> {
    let mut line = Vec::new();
    lines.read_until(b'\n', &mut line)?;
    match unsealed(&line) {
        Some(found) if found == header(options) => {}
        Some(found) if found.starts_with(TITLE) => return Ok(Contents::OtherRun),
        _ => return Ok(Contents::Nothing { is_damaged: line.ends_with(b"\n") }),
    }
    let mut completed = Completed::default();
    let mut kept = line.len() as u64;
    loop {
        line.clear();
        lines.read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            break;
        }
        let Some(entry) = unsealed(&line).and_then(JournalLine::read) else {
            completed.is_damaged = true;
            break;
        };
        if entry.offset > whole {
            break;
        }
        completed.add(entry);
        kept += line.len() as u64;
    }
    Ok(Contents::Lines { completed, kept })
}

/// Reads lines, with checksums added, as a journal: what is kept must be a part of it, and reading that part again must
/// give the same.
#[cfg(feature = "lab")]
pub(crate) fn fuzz(text: &str) {
    const WHOLE: u64 = 1 << 40;
    let mut journal = sealed(&header(7));
    for line in text.lines() {
        // A line that starts with an exclamation mark goes in as it is: a damaged one.
        match line.strip_prefix('!') {
            Some(raw) => journal.extend([raw, "\n"]),
            None => journal.push_str(&sealed(line)),
        }
    }
    let read = |bytes: &[u8]| read(bytes, 7, WHOLE).expect("memory can be read");
    let Contents::Lines { completed, kept } = read(journal.as_bytes()) else {
        panic!("the first line is whole")
    };
    assert!(kept as usize <= journal.len() && completed.offset <= WHOLE);
    let Contents::Lines { completed: again, kept: all } = read(&journal.as_bytes()[..kept as usize]) else {
        panic!("the first line is whole")
    };
    assert!(all == kept && !again.is_damaged);
    assert!(
        again.offset == completed.offset && again.tally == completed.tally && again.done == completed.done
    );
    // The damaged journal itself, without checksums added.
    let _ = self::read(text.as_bytes(), 7, WHOLE);
}

fn header(options: u64) -> String {
    format!("{TITLE}{VERSION} {options:016x}")
}

/// Returns a line with its checksum and line end.
fn sealed(line: &str) -> String {
    format!("{line} {:016x}\n", hash(line.as_bytes()))
}

/// Returns a line without its checksum, or `None` if it is damaged.
fn unsealed(line: &[u8]) -> Option<&str> {
    let (text, check) = std::str::from_utf8(line).ok()?.strip_suffix('\n')?.rsplit_once(' ')?;
    (u64::from_str_radix(check, 16).ok()? == hash(text.as_bytes())).then_some(text)
}

fn lock(file: &File, path: &Path) -> Result<(), BatchError> {
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => Err(BatchError::Busy { journal: path.to_owned() }),
        // On a file system without locks, the run continues without one.
        _ => Ok(()),
    }
}

/// One line of the journal.
struct JournalLine {
    offset: u64,
    tally: Tally,
    pages: Vec<PageEntry>,
}

impl JournalLine {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let mut figure = || words.next()?.parse::<u64>().ok();
        let offset = figure()?;
        let (articles, empty, failed) = (figure()?, figure()?, figure()?);
        let tally =
            Tally { articles, empty, failed, bytes: figure()?, removed: figure()?, ..Tally::default() };
        let pages = words.map(page).collect::<Option<_>>()?;
        Some(Self { offset, tally, pages })
    }
}

fn page(word: &str) -> Option<PageEntry> {
    let mut fields = word.split(':');
    let mut number = || u64::from_str_radix(fields.next()?, 16).ok();
    let (name, stamp) = (number()?, number()?);
    Some(PageEntry { name, stamp, ended: JournalOutcome::of_letter(fields.next()?.chars().next()?)? })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn tally(articles: u64) -> Tally {
        Tally { articles, ..Tally::default() }
    }

    fn done(source: &str) -> PageEntry {
        PageEntry::new(source, 7, JournalOutcome::Article)
    }

    fn written() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("journal");
        let mut journal = Journal::create(&path, 7).expect("a journal");
        journal.note(10, &tally(1), &[done("a")], None).expect("a line");
        journal.note(30, &tally(3), &[done("b"), done("a")], None).expect("a line");
        (dir, path)
    }

    fn resume(path: &Path, whole: u64) -> Completed {
        Journal::resume(path, 7, whole).expect("readable").expect("there").1
    }

    #[test]
    fn recorded_pages_are_done() {
        let (_dir, path) = written();
        let mut completed = resume(&path, 30);
        assert_eq!((completed.offset, completed.tally, completed.is_damaged), (30, tally(3), false));
        let found: Vec<_> = ["a", "a", "a", "b", "c"].map(|name| completed.take(name, 7)).into();
        assert_eq!(found, [Before::Done, Before::Done, Before::New, Before::Done, Before::New]);
        assert_eq!(resume(&path, 30).take("b", 8), Before::Changed(JournalOutcome::Article));
    }

    #[test]
    fn output_shorter_than_its_journal_counts_up_to_its_end() {
        let (_dir, path) = written();
        let completed = resume(&path, 29);
        assert_eq!((completed.offset, completed.tally), (10, tally(1)));
        assert_eq!(resume(&path, 30).offset, 10, "what does not count is cut off");
    }

    #[test]
    fn truncated_journals_are_read_to_the_last_complete_line() {
        let (_dir, path) = written();
        let whole = fs::read(&path).expect("bytes");
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).expect("a file");
            let completed = resume(&path, 30);
            let lines = whole[..cut].iter().filter(|&&b| b == b'\n').count();
            assert_eq!((completed.offset, completed.is_damaged), ([0, 0, 10][lines], false), "cut at {cut}");
        }
    }

    #[test]
    fn damage_anywhere_is_detected() {
        let (_dir, path) = written();
        let whole = fs::read(&path).expect("bytes");
        for at in 0..whole.len() - 1 {
            for wound in [0xff, b'0', b'f', b' ', b'\n'] {
                if whole[at] == wound {
                    continue;
                }
                let mut bytes = whole.clone();
                bytes[at] = wound;
                fs::write(&path, &bytes).expect("a file");
                match Journal::resume(&path, 7, 30) {
                    Ok(found) => {
                        let completed = found.expect("there").1;
                        assert!(completed.is_damaged, "byte {at} set to {wound}");
                        assert!(completed.offset < 30, "byte {at} set to {wound}");
                    }
                    Err(error) => panic!("byte {at} set to {wound}: {error}"),
                }
            }
        }
    }

    #[test]
    fn other_options_are_rejected() {
        let (_dir, path) = written();
        assert!(matches!(Journal::resume(&path, 8, 30), Err(BatchError::OtherRun { .. })));
    }

    #[test]
    fn one_run_at_a_time() {
        let (_dir, path) = written();
        let _first = Journal::resume(&path, 7, 30).expect("readable").expect("there");
        assert!(matches!(Journal::create(&path, 7), Err(BatchError::Busy { .. })));
    }
}
