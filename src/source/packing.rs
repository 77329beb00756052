//! Detects and removes compression: gzip, zstd, xz, bzip2 and LZ4.

use std::io::{self, BufRead, Read};

use super::{SourceError, guard::GuardedReader, members::Members};

/// The compression of bytes, whatever their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
    Lz4,
    None,
}

/// Maximum layers of compression of a page: a server's inside an archive's, and one more.
const LAYERS: usize = 3;
/// Maximum memory of an xz stream; its largest preset needs 65 MiB.
const XZ_MEMORY: u64 = 128 << 20;

impl Packing {
    pub(crate) fn of(head: &[u8]) -> Self {
        if head.starts_with(&[0x1f, 0x8b]) {
            Self::Gzip
        } else if head.starts_with(&ZSTD_FRAME) || is_skippable_frame(head) {
            Self::Zstd
        } else if head.starts_with(&[0xfd, b'7', b'z', b'X', b'Z', 0]) {
            Self::Xz
        } else if is_bzip2(head) {
            Self::Bzip2
        } else if head.starts_with(&[0x04, 0x22, 0x4d, 0x18]) {
            Self::Lz4
        } else {
            Self::None
        }
    }

    /// Returns the name used in messages.
    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Xz => "xz",
            Self::Bzip2 => "bzip2",
            Self::Lz4 => "LZ4",
            Self::None => "plain",
        }
    }

    /// Returns a reader that decompresses `reader`.
    pub(crate) fn unpacker<'r>(self, reader: impl BufRead + 'r) -> io::Result<Box<dyn Read + 'r>> {
        // One copy of each decoder, whatever the reader.
        let reader: Box<dyn BufRead + 'r> = Box::new(reader);
        let decoder: Box<dyn Read + 'r> = match self {
            Self::Gzip => Box::new(Members::new(reader)),
            Self::Zstd => zstd(reader)?,
            Self::Xz => {
                let stream =
                    liblzma::stream::Stream::new_auto_decoder(XZ_MEMORY, liblzma::stream::CONCATENATED)?;
                Box::new(liblzma::bufread::XzDecoder::new_stream(reader, stream))
            }
            Self::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(reader)),
            Self::Lz4 => Box::new(lz4_flex::frame::FrameDecoder::new(reader)),
            Self::None => return Ok(reader),
        };
        Ok(Box::new(GuardedReader::new(decoder)))
    }
}

/// Begins a frame of zstd.
const ZSTD_FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// Begins a skippable frame with the dictionary of a web archive
/// (<https://iipc.github.io/warc-specifications/specifications/warc-zstd/>).
const DICTIONARY_FRAME: [u8; 4] = [0x5d, 0x2a, 0x4d, 0x18];
/// Maximum size of a dictionary in bytes, compressed or not. Crawlers use about 1 MB.
const DICTIONARY_BYTES: usize = 16 << 20;

/// Returns whether bytes begin with a frame that decoders of zstd skip.
fn is_skippable_frame(head: &[u8]) -> bool {
    head.get(1..4) == Some(&DICTIONARY_FRAME[1..]) && head[0] >> 4 == 5
}

/// Returns a reader that decompresses zstd, with the dictionary in its first frame if there is one.
fn zstd<'r>(mut reader: Box<dyn BufRead + 'r>) -> io::Result<Box<dyn Read + 'r>> {
    if !reader.fill_buf()?.starts_with(&DICTIONARY_FRAME) {
        return Ok(Box::new(zstd::stream::read::Decoder::with_buffer(reader)?));
    }
    let mut head = [0; 8];
    reader.read_exact(&mut head)?;
    let [.., a, b, c, d] = head;
    let size = u32::from_le_bytes([a, b, c, d]) as usize;
    if size > DICTIONARY_BYTES {
        return Err(io::Error::other("its dictionary is too large"));
    }
    let mut dictionary = vec![0; size];
    reader.read_exact(&mut dictionary)?;
    if dictionary.starts_with(&ZSTD_FRAME) {
        let mut unpacked = Vec::new();
        let decoder = zstd::stream::read::Decoder::with_buffer(&dictionary[..])?;
        decoder.take(DICTIONARY_BYTES as u64).read_to_end(&mut unpacked)?;
        dictionary = unpacked;
    }
    Ok(Box::new(zstd::stream::read::Decoder::with_dictionary(reader, &dictionary)?))
}

/// Returns whether bytes begin with `BZh`, a level, and the magic of the first block; text may begin with the first
/// four.
fn is_bzip2(head: &[u8]) -> bool {
    head.starts_with(b"BZh") && head.get(3).is_some_and(u8::is_ascii_digit) && {
        let block = head.get(4..10).unwrap_or_default();
        block == [0x31, 0x41, 0x59, 0x26, 0x53, 0x59] || block == [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]
    }
}

/// A decompressed page.
#[derive(Debug)]
pub(crate) struct Unpacked {
    pub(crate) bytes: Vec<u8>,
    /// Number of bytes after the compressed data, which are ignored as in gzip and bzip2.
    pub(crate) trailing: usize,
}

/// Decompresses a page in memory; returns uncompressed bytes unchanged.
pub(crate) fn unpack(bytes: Vec<u8>, limit: usize) -> Result<Unpacked, SourceError> {
    let mut unpacked = Unpacked { bytes, trailing: 0 };
    for _ in 0..LAYERS {
        let packing = Packing::of(&unpacked.bytes);
        if packing == Packing::None {
            break;
        }
        let trailing = if packing == Packing::Gzip { trailing_bytes(&unpacked.bytes) } else { 0 };
        let reader =
            packing.unpacker(&unpacked.bytes[..]).map_err(|error| broken(packing.name(), 0, &error))?;
        let (bytes, trailing) = match read_all(reader, limit, packing.name()) {
            Ok(bytes) => (bytes, trailing),
            Err(error) => whole_streams(packing, &unpacked.bytes, limit).ok_or(error)?,
        };
        unpacked = Unpacked { bytes, trailing: unpacked.trailing + trailing };
    }
    Ok(unpacked)
}

/// Decompresses xz or bzip2 one stream at a time, and counts the bytes after the last one. Returns `None` if a stream is
/// damaged or exceeds the limit.
fn whole_streams(packing: Packing, packed: &[u8], limit: usize) -> Option<(Vec<u8>, usize)> {
    let (mut rest, mut out) = (packed, Vec::new());
    while !rest.is_empty() && Packing::of(rest) == packing {
        let left = (limit + 1).checked_sub(out.len())? as u64;
        rest = match packing {
            Packing::Xz => {
                let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, 0).ok()?;
                let mut decoder = liblzma::bufread::XzDecoder::new_stream(rest, stream);
                decoder.by_ref().take(left).read_to_end(&mut out).ok()?;
                decoder.into_inner()
            }
            Packing::Bzip2 => {
                let mut decoder = bzip2::bufread::BzDecoder::new(rest);
                GuardedReader::new(decoder.by_ref()).take(left).read_to_end(&mut out).ok()?;
                decoder.into_inner()
            }
            _ => return None,
        };
    }
    (out.len() <= limit && rest.len() < packed.len()).then_some((out, rest.len()))
}

/// Counts the bytes after the last gzip member, except zeros, which tapes and block devices use as padding.
fn trailing_bytes(packed: &[u8]) -> usize {
    let mut rest = packed;
    while Packing::of(rest) == Packing::Gzip {
        let mut member = flate2::bufread::GzDecoder::new(rest);
        if io::copy(&mut member, &mut io::sink()).is_err() {
            return 0;
        }
        rest = member.into_inner();
    }
    if rest.iter().all(|&b| b == 0) { 0 } else { rest.len() }
}

/// Reads a decoder to its end or to `limit` bytes.
pub(crate) fn read_all(decoder: impl Read, limit: usize, name: &str) -> Result<Vec<u8>, SourceError> {
    let mut out = Vec::new();
    match decoder.take(limit as u64 + 1).read_to_end(&mut out) {
        Ok(_) if out.len() > limit => Err(SourceError::unpacked(limit as u64)),
        Ok(_) => Ok(out),
        Err(error) => Err(broken(name, out.len(), &error)),
    }
}

fn broken(name: &str, bytes: usize, error: &io::Error) -> SourceError {
    let what = if error.kind() == io::ErrorKind::UnexpectedEof { "is truncated" } else { "is damaged" };
    SourceError::new(
        format!("its {name} data {what} after {bytes} bytes of content ({error})"),
        "fetch it again",
    )
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
    fn damaged_blocks_are_errors() {
        // The port of libbz2 to Rust aborts the process at these blocks if they are read in pieces.
        let blocks: [&[u8]; 2] = [
            b"BZh91AY&SY\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0W\xaf;L\0\0\xf7\x7fA5\0\xcc\xd0\x9c\0`\x81F7.",
            b"BZh91AY&SYW\xaf;L\0\xf7\0\0\0\0\0\0\0\x02\0\x81F\x0bBZhA\0\x01A.[",
        ];
        for block in blocks {
            let mut reader = Packing::Bzip2.unpacker(block).expect("a decoder");
            assert!(reader.read_to_end(&mut Vec::new()).is_err());
            let error = unpacked(block.to_vec()).expect_err("damage");
            assert!(error.contains("its bzip2 data is damaged"), "{error}");
        }
    }

    fn unpacked(packed: Vec<u8>) -> Result<Vec<u8>, String> {
        unpack(packed, 100).map(|unpacked| unpacked.bytes).map_err(|error| error.to_string())
    }

    #[test]
    fn members_and_frames_are_read_one_after_another() {
        let text = || Ok(b"one two".to_vec());
        assert_eq!(unpacked([gzip(b"one "), gzip(b"two")].concat()), text());
        let zstd = |bytes: &[u8]| zstd::encode_all(bytes, 1).expect("memory");
        assert_eq!(unpacked([zstd(b"one "), zstd(b"two")].concat()), text());
        let xz = |bytes: &[u8]| liblzma::encode_all(bytes, 1).expect("memory");
        assert_eq!(unpacked([xz(b"one "), xz(b"two")].concat()), text());
        let bzip2 = |bytes: &[u8]| {
            let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
            encoder.write_all(bytes).expect("memory");
            encoder.finish().expect("memory")
        };
        assert_eq!(unpacked([bzip2(b"one "), bzip2(b"two")].concat()), text());
        let mut lz4 = lz4_flex::frame::FrameEncoder::new(Vec::new());
        lz4.write_all(b"one two").expect("memory");
        assert_eq!(unpacked(lz4.finish().expect("memory")), text());
        assert_eq!(unpacked(gzip(&xz(b"one two"))), text());
        assert_eq!(unpacked(b"BZh9 is a licence plate".to_vec()), Ok(b"BZh9 is a licence plate".to_vec()));
    }

    #[test]
    fn bytes_after_the_last_member_are_counted() {
        let tail = |tail: &[u8]| unpack([&gzip(b"one"), tail].concat(), 100).expect("unpacked");
        assert_eq!((tail(b"\n-- \nsent by").bytes, tail(b"\n-- \nsent by").trailing), (b"one".to_vec(), 12));
        assert_eq!((tail(&[0; 512]).bytes, tail(&[0; 512]).trailing), (b"one".to_vec(), 0));
    }

    #[test]
    fn bytes_after_xz_and_bzip2_are_counted() {
        let xz = liblzma::encode_all(&b"one"[..], 1).expect("memory");
        let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        bzip2.write_all(b"one").expect("memory");
        for packed in [xz, bzip2.finish().expect("memory")] {
            let unpacked =
                unpack([packed.as_slice(), &packed, b"sent by mail"].concat(), 100).expect("unpacked");
            assert_eq!((unpacked.bytes, unpacked.trailing), (b"oneone".to_vec(), 12));
            assert!(unpack(packed[..packed.len() - 9].to_vec(), 100).is_err());
        }
    }

    #[test]
    fn zstd_may_begin_with_a_dictionary_or_another_skippable_frame() {
        let frame = |magic: u8, content: &[u8]| {
            [&[magic, 0x2a, 0x4d, 0x18][..], &(content.len() as u32).to_le_bytes(), content].concat()
        };
        let dictionary =
            b"The ferry crossed the Alder again on Monday, nine months after a flood. ".repeat(4);
        let text = b"The ferry crossed the Alder again on Monday.";
        let mut encoder =
            zstd::stream::write::Encoder::with_dictionary(Vec::new(), 3, &dictionary).expect("memory");
        encoder.write_all(text).expect("memory");
        let packed = encoder.finish().expect("memory");
        let packed_dictionary = zstd::encode_all(&dictionary[..], 3).expect("memory");
        for dictionary in [dictionary.as_slice(), &packed_dictionary] {
            assert_eq!(unpacked([frame(0x5d, dictionary), packed.clone()].concat()), Ok(text.to_vec()));
        }
        let plain = zstd::encode_all(&text[..], 3).expect("memory");
        assert_eq!(unpacked([frame(0x50, b"note"), plain].concat()), Ok(text.to_vec()));
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = vec![b'<'; 1 << 20];
        for packed in [gzip(&bomb), liblzma::encode_all(&bomb[..], 1).expect("memory")] {
            let error = unpack(packed, 1000).expect_err("a bomb");
            assert_eq!(error.limit(), Some(crate::LimitKind::Bytes), "{error}");
        }
    }

    #[test]
    fn a_truncated_end_is_reported() {
        let mut packed = gzip(&(0..9000).flat_map(|i: u32| i.to_le_bytes()).collect::<Vec<_>>());
        packed.truncate(packed.len() / 2);
        let error = unpack(packed, 1 << 20).expect_err("torn").to_string();
        assert!(error.contains("gzip") && error.contains("truncated"), "{error}");
    }
}
