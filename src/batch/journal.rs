//! The journal of a run: what is done and how far the output is whole, so that a run that was ended
//! goes on where it was.
//!
//! A text file beside the output. The first line says by which options the run was made; each further
//! line is written after the output it tells of: bytes of the output that are whole, figures so far,
//! hashes of the names of the pages in them. A line without an end was not finished and counts for nothing.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rustc_hash::FxHashMap;

use super::{Halt, Tally, names::hash};

/// What a journal begins with.
const TITLE: &str = "copydesk-journal 1";
/// How long results may lie in the system's cache only.
const SYNC_EVERY: Duration = Duration::from_secs(5);

/// A journal that is being written.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    synced: Instant,
}

/// What a journal tells.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// Bytes of the output that are whole.
    pub(crate) offset: u64,
    pub(crate) tally: Tally,
    done: FxHashMap<u64, u32>,
}

impl Past {
    /// Whether a page of this name is done; each that is done answers once.
    pub(crate) fn takes(&mut self, source: &str) -> bool {
        match self.done.get_mut(&hash(source.as_bytes())) {
            Some(times) if *times > 0 => {
                *times -= 1;
                true
            }
            _ => false,
        }
    }
}

impl Journal {
    /// Begins a journal anew.
    pub(crate) fn create(path: &Path, options: u64) -> Result<Self, Halt> {
        let failed = |error| Halt::output(path, error);
        let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(failed)?;
        lock(&file, path)?;
        file.set_len(0).map_err(failed)?;
        writeln!(file, "{TITLE} {options:016x}").map_err(failed)?;
        Ok(Self { path: path.to_owned(), file, synced: Instant::now() })
    }

    /// Opens the journal of a run that was ended; `None` when there is none. `whole` is how many bytes
    /// of the output there are.
    pub(crate) fn resume(path: &Path, options: u64, whole: u64) -> Result<Option<(Self, Past)>, Halt> {
        let failed = |error| Halt::output(path, error);
        let file = match OpenOptions::new().read(true).append(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        lock(&file, path)?;
        let mut lines = BufReader::new(&file);
        let mut line = String::new();
        lines.read_line(&mut line).map_err(failed)?;
        if !line.ends_with('\n') {
            // Ended before its first line: nothing is done.
            drop(lines);
            drop(file);
            return Self::create(path, options).map(|journal| Some((journal, Past::default())));
        }
        if line.trim_end() != format!("{TITLE} {options:016x}") {
            return Err(Halt::OtherRun { journal: path.to_owned() });
        }
        let mut past = Past::default();
        let mut kept = line.len() as u64;
        loop {
            line.clear();
            // A line torn in mid-character is an error here and the end of what counts.
            if lines.read_line(&mut line).is_err() || !line.ends_with('\n') {
                break;
            }
            let Some(entry) = Entry::read(&line).filter(|entry| entry.offset <= whole) else { break };
            past.offset = entry.offset;
            past.tally = entry.tally;
            for name in entry.names {
                *past.done.entry(name).or_default() += 1;
            }
            kept += line.len() as u64;
        }
        drop(lines);
        file.set_len(kept).map_err(failed)?;
        Ok(Some((Self { path: path.to_owned(), file, synced: Instant::now() }, past)))
    }

    /// Notes that `offset` bytes of the output are whole and that the pages of these names are in them.
    pub(crate) fn note(
        &mut self,
        offset: u64,
        tally: &Tally,
        names: &[u64],
        output: Option<&File>,
    ) -> Result<(), Halt> {
        let failed = |error| Halt::output(&self.path, error);
        let Tally { articles, empty, failed: failures, bytes } = tally;
        let mut line = format!("{offset} {articles} {empty} {failures} {bytes}");
        for name in names {
            line.push_str(&format!(" {name:016x}"));
        }
        line.push('\n');
        let due = self.synced.elapsed() >= SYNC_EVERY;
        if let Some(output) = output.filter(|_| due) {
            output.sync_data().map_err(failed)?;
        }
        self.file.write_all(line.as_bytes()).map_err(failed)?;
        if due {
            self.file.sync_data().map_err(failed)?;
            self.synced = Instant::now();
        }
        Ok(())
    }

    /// Removes it: the run is whole.
    pub(crate) fn finish(self) -> Result<(), Halt> {
        std::fs::remove_file(&self.path).map_err(|error| Halt::output(&self.path, error))
    }
}

fn lock(file: &File, path: &Path) -> Result<(), Halt> {
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => Err(Halt::Busy { journal: path.to_owned() }),
        // A file system without locks is no reason not to run.
        _ => Ok(()),
    }
}

/// One line.
struct Entry {
    offset: u64,
    tally: Tally,
    names: Vec<u64>,
}

impl Entry {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let mut figure = || words.next()?.parse::<u64>().ok();
        let offset = figure()?;
        let tally = Tally { articles: figure()?, empty: figure()?, failed: figure()?, bytes: figure()? };
        let names = words.map(|word| u64::from_str_radix(word, 16)).collect::<Result<_, _>>().ok()?;
        Some(Self { offset, tally, names })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn tally(articles: u64) -> Tally {
        Tally { articles, ..Tally::default() }
    }

    fn written() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("journal");
        let mut journal = Journal::create(&path, 7).expect("a journal");
        journal.note(10, &tally(1), &[hash(b"a")], None).expect("a line");
        journal.note(30, &tally(3), &[hash(b"b"), hash(b"a")], None).expect("a line");
        (dir, path)
    }

    #[test]
    fn what_was_noted_is_told() {
        let (_dir, path) = written();
        let (_, mut past) = Journal::resume(&path, 7, 30).expect("readable").expect("there");
        assert_eq!((past.offset, past.tally), (30, tally(3)));
        let told: Vec<_> = ["a", "a", "a", "b", "c"].map(|name| past.takes(name)).into();
        assert_eq!(told, [true, true, false, true, false]);
    }

    #[test]
    fn output_that_is_shorter_than_its_journal_counts_as_far_as_it_goes() {
        let (_dir, path) = written();
        let (_, past) = Journal::resume(&path, 7, 29).expect("readable").expect("there");
        assert_eq!((past.offset, past.tally), (10, tally(1)));
        let (_, past) = Journal::resume(&path, 7, 30).expect("readable").expect("there");
        assert_eq!(past.offset, 10, "what does not count is cut off");
    }

    #[test]
    fn every_torn_end_is_read_to_its_last_whole_line() {
        let (_dir, path) = written();
        let whole = fs::read(&path).expect("bytes");
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).expect("a file");
            let (_, past) = Journal::resume(&path, 7, 30).expect("readable").expect("there");
            let lines = whole[..cut].iter().filter(|&&b| b == b'\n').count();
            assert_eq!(past.offset, [0, 0, 10][lines], "cut at {cut}");
        }
    }

    #[test]
    fn other_options_are_another_run() {
        let (_dir, path) = written();
        assert!(matches!(Journal::resume(&path, 8, 30), Err(Halt::OtherRun { .. })));
    }

    #[test]
    fn one_run_at_a_time() {
        let (_dir, path) = written();
        let _first = Journal::resume(&path, 7, 30).expect("readable").expect("there");
        assert!(matches!(Journal::create(&path, 7), Err(Halt::Busy { .. })));
    }
}
