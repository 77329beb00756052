//! Lists and reads the members of a zip archive, including several with the same name.

use std::io::{self, BufReader, Read, Seek};

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, RECOMMENDED_BUFFER_SIZE, ReaderAt, ZipArchive, ZipArchiveEntryWayfinder};

use super::guard::GuardedReader;

/// A member according to the directory of its archive.
pub(crate) struct Member {
    /// Its path, with replacement characters for what is not UTF-8.
    pub(crate) path: String,
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
}

impl Member {
    /// Returns whether it is a file, rather than a folder.
    pub(crate) fn is_file(&self) -> bool {
        !self.path.ends_with('/')
    }
}

/// A zip archive with its directory.
pub(crate) struct Zip<R> {
    archive: ZipArchive<R>,
    /// The members in the order of the directory.
    pub(crate) members: Vec<Member>,
}

/// Reads the directory of an archive.
///
/// # Errors
/// Returns what is wrong with the archive, which may be incomplete.
pub(crate) fn open(reader: impl Read + Seek) -> Result<Zip<impl ReaderAt>, rawzip::Error> {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let archive = ZipArchive::from_seekable(reader, &mut buffer)?;
    let mut members = Vec::new();
    let mut entries = archive.entries(&mut buffer);
    while let Some(entry) = entries.next_entry()? {
        members.push(Member {
            path: String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned(),
            place: entry.wayfinder(),
            method: entry.compression_method(),
            is_encrypted: entry.flags().is_encrypted(),
        });
    }
    Ok(Zip { archive, members })
}

impl<R: ReaderAt> Zip<R> {
    /// Returns the last member with a path.
    pub(crate) fn named(&self, path: &str) -> Option<&Member> {
        self.members.iter().rev().find(|member| member.path == path)
    }

    /// Decompresses a member while it is read. Reading ends with an error if its checksum is wrong.
    ///
    /// # Errors
    /// Fails on encrypted members, unknown methods of compression, and damage.
    pub(crate) fn read(&self, member: &Member) -> io::Result<Box<dyn Read + '_>> {
        let unsupported = |problem: &str| Err(io::Error::new(io::ErrorKind::Unsupported, problem));
        if member.is_encrypted {
            return unsupported("it is encrypted");
        }
        let entry = self.archive.get_entry(member.place).map_err(io::Error::other)?;
        let packed = BufReader::new(entry.reader());
        Ok(match member.method {
            CompressionMethod::STORE => Box::new(GuardedReader::new(entry.verifying_reader(packed))),
            CompressionMethod::DEFLATE => {
                Box::new(GuardedReader::new(entry.verifying_reader(DeflateDecoder::new(packed))))
            }
            _ => return unsupported("its method of compression is unknown"),
        })
    }
}
