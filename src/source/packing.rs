//! gzip and zstd: a page's bytes as they were before somebody packed them.

use std::io::{self, Read};

use super::Fault;

/// How bytes are packed; told by their first bytes, whatever the name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstd,
    None,
}

impl Packing {
    pub(crate) fn of(head: &[u8]) -> Self {
        if head.starts_with(&[0x1f, 0x8b]) {
            Self::Gzip
        } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            Self::Zstd
        } else {
            Self::None
        }
    }
}

/// Unpacks a page in memory; what is not packed comes back as it is.
pub(crate) fn unpack(bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, Fault> {
    match Packing::of(&bytes) {
        Packing::None => Ok(bytes),
        Packing::Gzip => read_all(flate2::bufread::MultiGzDecoder::new(&bytes[..]), limit, "gzip"),
        Packing::Zstd => {
            let decoder =
                zstd::stream::read::Decoder::with_buffer(&bytes[..]).map_err(|e| broken("zstd", 0, &e))?;
            read_all(decoder, limit, "zstd")
        }
    }
}

/// Reads a decoder to its end or to `limit` bytes.
pub(crate) fn read_all(decoder: impl Read, limit: usize, name: &str) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    match decoder.take(limit as u64 + 1).read_to_end(&mut out) {
        Ok(_) if out.len() > limit => Err(Fault::unpacked(limit as u64)),
        Ok(_) => Ok(out),
        Err(error) => Err(broken(name, out.len(), &error)),
    }
}

fn broken(name: &str, bytes: usize, error: &io::Error) -> Fault {
    let what = if error.kind() == io::ErrorKind::UnexpectedEof { "is cut short" } else { "is damaged" };
    Fault::new(format!("its {name} data {what} after {bytes} bytes of content ({error})"), "fetch it again")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn gzip_members_are_read_one_after_another() {
        let packed = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(unpack(packed, 100).as_deref(), Ok(&b"one two"[..]));
    }

    #[test]
    fn zstd_frames_are_read_one_after_another() {
        let packed = [zstd::encode_all(&b"one "[..], 1), zstd::encode_all(&b"two"[..], 1)];
        let packed = packed.map(|f| f.expect("memory")).concat();
        assert_eq!(unpack(packed, 100).as_deref(), Ok(&b"one two"[..]));
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let error = unpack(gzip(&vec![b'<'; 1 << 20]), 1000).expect_err("a bomb");
        assert_eq!(error.limit(), Some(crate::LimitKind::Bytes), "{error}");
    }

    #[test]
    fn a_torn_end_is_named() {
        let mut packed = gzip(&(0..9000).flat_map(|i: u32| i.to_le_bytes()).collect::<Vec<_>>());
        packed.truncate(packed.len() / 2);
        let error = unpack(packed, 1 << 20).expect_err("torn").to_string();
        assert!(error.contains("gzip") && error.contains("cut short"), "{error}");
    }
}
