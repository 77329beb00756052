//! Where results go: standard output, one file, or a folder that mirrors the sources.
//!
//! A file is written aside and renamed when it is whole, so that nobody sees half of one. With a journal
//! beside it a run that was ended goes on: results that are noted there are whole.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::{
    Halt, Tally,
    journal::{Journal, Past},
    names::hash,
    work::Done,
};

/// Bytes of results that are written in one go: what a run that is ended loses at most.
const BLOCK: usize = 64 << 10;
/// The same of a packed file, unpacked: it has a member for each, and smaller ones pack worse.
const PACKED_BLOCK: usize = 1 << 20;
/// How long results may wait when there is nothing else to do.
const PATIENCE: Duration = Duration::from_millis(200);
/// gzip's and zstd's own defaults.
const GZIP_LEVEL: u32 = 6;
const ZSTD_LEVEL: i32 = 3;

/// Where the results of a run go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// Standard output.
    #[default]
    Stdout,
    /// All in one file, replaced if it exists; packed as its name says (`.gz`, `.zst`).
    File(PathBuf),
    /// A file for each page with a result, in a tree like that of the sources.
    Folder {
        /// The folder.
        path: PathBuf,
        /// The extension of its files.
        extension: &'static str,
    },
}

impl Output {
    /// Files that a run writes beside its results.
    pub fn companions(&self) -> Vec<PathBuf> {
        match self {
            Self::Stdout | Self::Folder { .. } => Vec::new(),
            Self::File(path) => vec![beside(path, ".part"), beside(path, ".journal")],
        }
    }
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

impl Packing {
    fn of(path: &Path) -> Self {
        match path.extension().and_then(|e| e.to_str()) {
            Some(e) if e.eq_ignore_ascii_case("gz") => Self::Gzip,
            Some(e) if e.eq_ignore_ascii_case("zst") => Self::Zstd,
            _ => Self::None,
        }
    }

    fn pack(self, block: Vec<u8>) -> io::Result<Vec<u8>> {
        match self {
            Self::None => Ok(block),
            Self::Gzip => {
                let mut encoder =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(GZIP_LEVEL));
                encoder.write_all(&block)?;
                encoder.finish()
            }
            Self::Zstd => zstd::encode_all(&block[..], ZSTD_LEVEL),
        }
    }
}

/// An output at work.
pub(super) struct Sink {
    target: Target,
    journal: Option<Journal>,
    /// What is not written yet.
    block: Vec<u8>,
    /// Names of the pages in it.
    names: Vec<u64>,
    tally: Tally,
    noted: Instant,
}

enum Target {
    /// A stream: nothing of it can be taken back.
    Stream { out: Box<dyn Write + Send>, name: PathBuf },
    /// `part` becomes `path` at the end.
    File { part: File, path: PathBuf, offset: u64, packing: Packing },
    /// The workers write.
    Folder,
}

/// What an output was found to be.
pub(super) enum Opened {
    Ready(Box<Sink>, Past),
    /// A run that was to be resumed is whole.
    Whole,
}

impl Sink {
    /// Opens the output of a run that was made with these options.
    ///
    /// `header` stands before the first page, where all pages go into one.
    pub(super) fn open(output: &Output, options: u64, resume: bool, header: Vec<u8>) -> Result<Opened, Halt> {
        let (target, journal, past) = match output {
            Output::Stdout => {
                let name = PathBuf::from("standard output");
                (Target::Stream { out: Box::new(io::stdout()), name }, None, Past::default())
            }
            Output::File(path) => match open_file(path, options, resume)? {
                Some(opened) => opened,
                None => return Ok(Opened::Whole),
            },
            Output::Folder { path, .. } => {
                fs::create_dir_all(path).map_err(|e| Halt::output(path, e))?;
                let (journal, past) = open_journal(&path.join(".copydesk-journal"), options, resume, 0)?;
                (Target::Folder, Some(journal), past)
            }
        };
        let tally = past.tally;
        let begun = matches!(target, Target::Folder) || past.offset > 0;
        let block = if begun { Vec::new() } else { header };
        let sink = Self { target, journal, block, names: Vec::new(), tally, noted: Instant::now() };
        Ok(Opened::Ready(Box::new(sink), past))
    }

    /// Takes a page; `tally` counts it.
    pub(super) fn write(&mut self, done: &Done, tally: &Tally) -> Result<(), Halt> {
        self.block.extend_from_slice(&done.rendered);
        self.names.push(hash(done.source.as_bytes()));
        self.tally = *tally;
        let full = if self.is_packed() { PACKED_BLOCK } else { BLOCK };
        if self.block.len() >= full { self.flush() } else { Ok(()) }
    }

    /// There is nothing to do: what waits may be written, where that does not change the output.
    pub(super) fn idle(&mut self) -> Result<(), Halt> {
        match self.target {
            Target::Stream { .. } => self.flush(),
            _ if self.noted.elapsed() >= PATIENCE && !self.is_packed() => self.flush(),
            _ => Ok(()),
        }
    }

    fn is_packed(&self) -> bool {
        matches!(self.target, Target::File { packing, .. } if packing != Packing::None)
    }

    fn flush(&mut self) -> Result<(), Halt> {
        if self.names.is_empty() {
            return Ok(());
        }
        let block = std::mem::take(&mut self.block);
        let (offset, file) = match &mut self.target {
            Target::Stream { out, name } => {
                out.write_all(&block)
                    .and_then(|()| out.flush())
                    .map_err(|e| Halt::output(name.as_path(), e))?;
                (0, None)
            }
            Target::File { part, path, offset, packing } => {
                let failed = |error| Halt::output(path.as_path(), error);
                let packed = if block.is_empty() { block } else { packing.pack(block).map_err(failed)? };
                if let Err(error) = part.write_all(&packed) {
                    // What is there ends at a whole line, even so.
                    let _ = part.set_len(*offset);
                    return Err(failed(error));
                }
                *offset += packed.len() as u64;
                (*offset, Some(&*part))
            }
            Target::Folder => (0, None),
        };
        if let Some(journal) = &mut self.journal {
            journal.note(offset, &self.tally, &self.names, file)?;
        }
        self.names.clear();
        self.noted = Instant::now();
        Ok(())
    }

    /// Ends the run; `whole` when all pages are in. Else what was finished is kept to go on from.
    pub(super) fn close(mut self, whole: bool) -> Result<(), Halt> {
        if whole || !self.is_packed() {
            self.flush()?;
        }
        if !whole {
            return Ok(());
        }
        match self.target {
            Target::Stream { mut out, name } => out.flush().map_err(|e| Halt::output(name, e))?,
            Target::File { part, path, .. } => {
                let failed = |error| Halt::output(&path, error);
                part.sync_all().map_err(failed)?;
                fs::rename(beside(&path, ".part"), &path).map_err(failed)?;
            }
            Target::Folder => {}
        }
        self.journal.map_or(Ok(()), Journal::finish)
    }

    /// Whether a run that ends now can be resumed.
    pub(super) fn can_resume(&self) -> bool {
        self.journal.is_some()
    }
}

/// `path` with something after its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

type Begun = (Target, Option<Journal>, Past);

/// Opens a file's part; `None` when a run that is to be resumed is whole already.
fn open_file(path: &Path, options: u64, resume: bool) -> Result<Option<Begun>, Halt> {
    let failed = |error| Halt::output(path, error);
    // Devices and pipes take results as they come; a rename would put a file in their place.
    if fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        let out = OpenOptions::new().write(true).open(path).map_err(failed)?;
        let target = Target::Stream { out: Box::new(out), name: path.to_owned() };
        return Ok(Some((target, None, Past::default())));
    }
    // A link keeps pointing where it points.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (part, journal) = (beside(&path, ".part"), beside(&path, ".journal"));
    if resume && path.exists() && !journal.exists() {
        return Ok(None);
    }
    let mut part = OpenOptions::new().create(true).truncate(false).write(true).open(&part).map_err(failed)?;
    let whole = part.metadata().map_err(failed)?.len();
    let (journal, past) = open_journal(&journal, options, resume, whole)?;
    part.set_len(past.offset).and_then(|()| part.seek(SeekFrom::End(0))).map_err(failed)?;
    let packing = Packing::of(&path);
    let target = Target::File { part, path: path.clone(), offset: past.offset, packing };
    Ok(Some((target, Some(journal), past)))
}

fn open_journal(path: &Path, options: u64, resume: bool, whole: u64) -> Result<(Journal, Past), Halt> {
    if resume && let Some(found) = Journal::resume(path, options, whole)? {
        return Ok(found);
    }
    Ok((Journal::create(path, options)?, Past::default()))
}
