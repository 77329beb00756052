//! The bytes of an item, read and unpacked when its turn comes.

use std::{fs::File, io::Read, path::Path};

use super::{Fault, Item, Payload, packing};

/// How large a page may be before and after it is unpacked, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeLimits {
    /// As it lies there.
    pub packed: usize,
    /// Unpacked.
    pub unpacked: usize,
}

impl Default for SizeLimits {
    fn default() -> Self {
        Self { packed: 64 << 20, unpacked: 64 << 20 }
    }
}

/// A page's content, ready to be cleaned.
#[derive(Debug)]
pub struct Loaded {
    /// The page.
    pub bytes: Vec<u8>,
}

impl Item {
    /// Reads and unpacks the page.
    ///
    /// # Errors
    /// When it cannot be read, is damaged, or is over a limit.
    pub fn load(&mut self, limits: SizeLimits) -> Result<Loaded, Fault> {
        let bytes = match std::mem::replace(&mut self.payload, Payload::Bytes(Vec::new())) {
            Payload::File(path) => read(&path, limits.packed)?,
            Payload::Bytes(bytes) => bytes,
            Payload::Fault(fault) => return Err(fault),
        };
        Ok(Loaded { bytes: packing::unpack(bytes, limits.unpacked)? })
    }
}

fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Fault> {
    let file = File::open(path).map_err(|e| Fault::read(&e))?;
    let size = file.metadata().map_or(0, |m| m.len());
    if size > limit as u64 {
        return Err(Fault::packed(size, limit as u64));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    let read = file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|e| Fault::read(&e))?;
    if read > limit { Err(Fault::packed(read as u64, limit as u64)) } else { Ok(bytes) }
}
