//! Writes results to standard output, one file, or a folder that mirrors the sources.
//!
//! A file is written under a temporary name and renamed when it is complete, so that readers never see a partial one.
//! A journal next to it records complete results, so that an interrupted run can be resumed.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::{
    BatchError, Tally,
    journal::{self, Completed, Journal},
    own_file,
    work::Done,
};

/// Bytes of results that are written at once: the maximum that an interrupted run loses.
const BLOCK: usize = 64 << 10;
/// The same for a compressed file, before compression. Each block becomes a member; smaller ones compress worse.
const PACKED_BLOCK: usize = 1 << 20;
/// How long results may wait while the run is idle.
const PATIENCE: Duration = Duration::from_millis(200);
/// The default levels of gzip and zstd.
const GZIP_LEVEL: u32 = 6;
const ZSTD_LEVEL: i32 = 3;

/// Suffixes of files next to an output file: its results so far, its journal, and the file being assembled if the
/// results are not written in their final form.
const PART: &str = ".part";
const JOURNAL: &str = ".journal";
const JOINED: &str = ".joined";

/// Where the results of a run go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// Standard output.
    #[default]
    Stdout,
    /// One file, replaced if it exists; compressed according to its name (`.gz`, `.zst`).
    File(PathBuf),
    /// One file per page with a result, in a tree like that of the sources.
    Folder {
        /// The folder.
        path: PathBuf,
        /// The extension of its files.
        extension: &'static str,
    },
}

impl Output {
    /// Returns the files that a run writes next to its results.
    pub fn companions(&self) -> Vec<PathBuf> {
        match self {
            Self::Stdout | Self::Folder { .. } => Vec::new(),
            Self::File(path) => [PART, JOURNAL, JOINED].map(|suffix| beside(path, suffix)).to_vec(),
        }
    }
}

/// The compression of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileCompression {
    None,
    Gzip,
    Zstd,
}

impl FileCompression {
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

/// Results that are not written yet.
pub(crate) enum Waiting {
    /// As they will be written, before compression.
    Block(Vec<u8>),
    /// As rows of a table.
    #[cfg(feature = "parquet")]
    Rows(Box<super::parquet::ParquetRows>),
}

impl Waiting {
    fn add(&mut self, done: &Done) {
        match self {
            Self::Block(block) => block.extend_from_slice(&done.rendered),
            #[cfg(feature = "parquet")]
            Self::Rows(table) => done.rows.iter().for_each(|row| table.push(row)),
        }
    }

    fn is_full(&self, is_packed: bool) -> bool {
        match self {
            Self::Block(block) => block.len() >= if is_packed { PACKED_BLOCK } else { BLOCK },
            #[cfg(feature = "parquet")]
            Self::Rows(table) => table.is_full(),
        }
    }

    /// Returns whether they are written in parts that depend only on the results.
    fn has_fixed_parts(&self, packing: FileCompression) -> bool {
        packing != FileCompression::None || !matches!(self, Self::Block(_))
    }

    /// Takes the bytes to write.
    fn take(&mut self, packing: FileCompression) -> io::Result<Vec<u8>> {
        match self {
            Self::Block(block) if block.is_empty() => Ok(Vec::new()),
            Self::Block(block) => packing.pack(std::mem::take(block)),
            #[cfg(feature = "parquet")]
            Self::Rows(table) => table.piece(),
        }
    }

    /// Turns the complete part into the file at `path`. Returns the part if it has to be removed.
    fn put_together(&mut self, part: &mut File, path: &Path) -> io::Result<Option<PathBuf>> {
        match self {
            Self::Block(_) => {
                part.sync_all()?;
                fs::rename(beside(path, PART), path).map(|()| None)
            }
            #[cfg(feature = "parquet")]
            Self::Rows(table) => {
                let joined = beside(path, JOINED);
                super::parquet::join(table, part, create(&joined)?)?.sync_all()?;
                fs::rename(joined, path).map(|()| Some(beside(path, PART)))
            }
        }
    }
}

/// An open output.
pub(crate) struct Sink {
    target: Destination,
    journal: Option<Journal>,
    waiting: Waiting,
    /// The pages in `waiting`.
    pages: Vec<journal::PageEntry>,
    tally: Tally,
    noted: Instant,
    /// Writing failed: waiting results are lost, and must never be recorded as done.
    is_broken: bool,
}

enum Destination {
    /// A stream, whose bytes cannot be taken back.
    Stream { out: Box<dyn Write + Send>, name: PathBuf },
    /// A file: `part` becomes `path` at the end.
    File { part: File, path: PathBuf, offset: u64, packing: FileCompression },
    /// A folder, to which the workers write.
    Folder,
}

#[cfg(feature = "parquet")]
impl Destination {
    /// Fails if a table cannot be assembled, because that needs a file that can be read back.
    fn check_one_file(&self, output: &Output) -> Result<(), BatchError> {
        let path = match (self, output) {
            (Self::File { packing: FileCompression::None, .. }, _) => return Ok(()),
            (_, Output::File(path) | Output::Folder { path, .. }) => path.clone(),
            (_, Output::Stdout) => PathBuf::from("standard output"),
        };
        let cause =
            io::Error::new(io::ErrorKind::Unsupported, "a table is a single file and compressed internally");
        Err(BatchError::output(path, cause))
    }
}

/// The state of an output after opening.
pub(crate) enum Opened {
    Ready(Box<Sink>, Completed),
    /// The run to be resumed is complete.
    Whole,
}

impl Sink {
    /// Opens the output of a run with these options.
    ///
    /// `waiting` contains only what precedes the first page.
    pub(crate) fn open(
        output: &Output,
        options: u64,
        resume: bool,
        mut waiting: Waiting,
    ) -> Result<Opened, BatchError> {
        let (target, journal, completed) = match output {
            Output::Stdout => {
                let name = PathBuf::from("standard output");
                (Destination::Stream { out: Box::new(io::stdout()), name }, None, Completed::default())
            }
            Output::File(path) => match open_file(path, options, resume)? {
                Some(opened) => opened,
                None => return Ok(Opened::Whole),
            },
            Output::Folder { path, .. } => {
                fs::create_dir_all(path).map_err(|e| BatchError::output(path, e))?;
                let (journal, completed) = open_journal(&path.join(".copydesk-journal"), options, resume, 0)?;
                (Destination::Folder, Some(journal), completed)
            }
        };
        let tally = completed.tally;
        match &mut waiting {
            Waiting::Block(block) if matches!(target, Destination::Folder) || completed.offset > 0 => {
                block.clear()
            }
            Waiting::Block(_) => {}
            #[cfg(feature = "parquet")]
            Waiting::Rows(_) => target.check_one_file(output)?,
        }
        let sink = Self {
            target,
            journal,
            waiting,
            pages: Vec::new(),
            tally,
            noted: Instant::now(),
            is_broken: false,
        };
        Ok(Opened::Ready(Box::new(sink), completed))
    }

    /// Takes a page; `tally` counts it.
    pub(crate) fn write(&mut self, done: &Done, tally: &Tally) -> Result<(), BatchError> {
        self.waiting.add(done);
        self.pages.push(journal::PageEntry::new(&done.source, done.stamp, done.ended));
        self.tally = *tally;
        if self.waiting.is_full(self.packing() != FileCompression::None) { self.flush() } else { Ok(()) }
    }

    /// Writes waiting results while the run is idle, if that does not change the output.
    pub(crate) fn idle(&mut self) -> Result<(), BatchError> {
        match self.target {
            Destination::Stream { .. } => self.flush(),
            _ if self.noted.elapsed() >= PATIENCE && !self.has_fixed_parts() => self.flush(),
            _ => Ok(()),
        }
    }

    fn packing(&self) -> FileCompression {
        match self.target {
            Destination::File { packing, .. } => packing,
            _ => FileCompression::None,
        }
    }

    fn has_fixed_parts(&self) -> bool {
        self.waiting.has_fixed_parts(self.packing())
    }

    fn flush(&mut self) -> Result<(), BatchError> {
        if self.pages.is_empty() || self.is_broken {
            return Ok(());
        }
        self.is_broken = true;
        let waiting = &mut self.waiting;
        let (offset, file) = match &mut self.target {
            Destination::Stream { out, name } => {
                waiting
                    .take(FileCompression::None)
                    .and_then(|block| out.write_all(&block))
                    .and_then(|()| out.flush())
                    .map_err(|e| BatchError::output(name.as_path(), e))?;
                (0, None)
            }
            Destination::File { part, path, offset, packing } => {
                let failed = |error| BatchError::output(path.as_path(), error);
                let packed = waiting.take(*packing).map_err(failed)?;
                if let Err(error) = part.write_all(&packed) {
                    // The remaining part still ends with a complete line.
                    let _ = part.set_len(*offset);
                    return Err(failed(error));
                }
                *offset += packed.len() as u64;
                (*offset, Some(&*part))
            }
            Destination::Folder => (0, None),
        };
        if let Some(journal) = &mut self.journal {
            journal.note(offset, &self.tally, &self.pages, file)?;
        }
        self.is_broken = false;
        self.pages.clear();
        self.noted = Instant::now();
        Ok(())
    }

    /// Ends the run. If it is not `whole`, finished results are kept so that the run can be resumed.
    pub(crate) fn close(mut self, whole: bool) -> Result<(), BatchError> {
        if whole || !self.has_fixed_parts() {
            self.flush()?;
        }
        if !whole {
            return Ok(());
        }
        let mut left_over = None;
        match self.target {
            Destination::Stream { mut out, name } => out.flush().map_err(|e| BatchError::output(name, e))?,
            Destination::File { mut part, path, .. } => {
                let whole = self.waiting.put_together(&mut part, &path);
                left_over = whole.map_err(|error| BatchError::output(&path, error))?;
            }
            Destination::Folder => {}
        }
        self.journal.map_or(Ok(()), Journal::finish)?;
        match left_over {
            // The part is removed last, because the journal needs it.
            Some(part) => fs::remove_file(&part).map_err(|error| BatchError::output(part, error)),
            None => Ok(()),
        }
    }

    /// Returns whether a run that ends now can be resumed.
    pub(crate) fn can_resume(&self) -> bool {
        self.journal.is_some()
    }
}

/// Creates or empties a file that a run writes.
#[cfg(feature = "parquet")]
fn create(path: &Path) -> io::Result<File> {
    own_file::open(OpenOptions::new().create(true).truncate(true).write(true), path)
}

/// Returns `path` with a suffix appended to its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

type Begun = (Destination, Option<Journal>, Completed);

/// Opens the part of a file, or returns `None` if the run to be resumed is complete.
fn open_file(path: &Path, options: u64, resume: bool) -> Result<Option<Begun>, BatchError> {
    let failed = |error| BatchError::output(path, error);
    // Devices and pipes are written directly, because a rename would replace them with a file.
    if fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        let out = OpenOptions::new().write(true).open(path).map_err(failed)?;
        let target = Destination::Stream { out: Box::new(out), name: path.to_owned() };
        return Ok(Some((target, None, Completed::default())));
    }
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Err(BatchError::SymbolicLink { path: path.to_owned() });
    }
    let path = path.to_owned();
    let (part, journal) = (beside(&path, PART), beside(&path, JOURNAL));
    if resume && path.exists() && !journal.exists() {
        return Ok(None);
    }
    if resume && path.exists() && !part.exists() {
        // The run was interrupted between renaming the part and removing the journal.
        fs::remove_file(&journal).map_err(failed)?;
        return Ok(None);
    }
    let mut opening = OpenOptions::new();
    let mut part = own_file::open(opening.create(true).truncate(false).read(true).write(true), &part)
        .map_err(|error| {
            let named = if own_file::is_link_error(&error) { &part } else { &path };
            BatchError::output(named, error)
        })?;
    let whole = part.metadata().map_err(failed)?.len();
    let (journal, completed) = open_journal(&journal, options, resume, whole)?;
    part.set_len(completed.offset).and_then(|()| part.seek(SeekFrom::End(0))).map_err(failed)?;
    let packing = FileCompression::of(&path);
    let target = Destination::File { part, path: path.clone(), offset: completed.offset, packing };
    Ok(Some((target, Some(journal), completed)))
}

fn open_journal(
    path: &Path,
    options: u64,
    resume: bool,
    whole: u64,
) -> Result<(Journal, Completed), BatchError> {
    if resume && let Some(found) = Journal::resume(path, options, whole)? {
        return Ok(found);
    }
    Ok((Journal::create(path, options)?, Completed::default()))
}
