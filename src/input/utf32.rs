//! Decodes UTF-32, which browsers do not support but programs write.

/// How many bytes are checked for UTF-32 without a mark.
const HEAD_BYTES: usize = 4096;
/// Minimum number of characters of UTF-32 without a mark.
const FEWEST_CHARS: usize = 8;

/// The order of the bytes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ByteOrder {
    Little,
    Big,
}

/// Returns whether `bytes` are UTF-32, with or without a byte order mark.
pub(super) fn is_utf32(bytes: &[u8]) -> bool {
    byte_order(bytes).is_some()
}

/// Decodes UTF-32; returns `None` for anything else. Invalid characters become U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let order = byte_order(bytes)?;
    let text: String = chars(bytes, order).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn byte_order(bytes: &[u8]) -> Option<ByteOrder> {
    match bytes.get(..4)? {
        [0xff, 0xfe, 0, 0] => return Some(ByteOrder::Little),
        [0, 0, 0xfe, 0xff] => return Some(ByteOrder::Big),
        // The highest byte of every character is zero, and the next one nearly always.
        [_, _, 0, 0] | [0, 0, _, _] => {}
        _ => return None,
    }
    let head = &bytes[..bytes.len().min(HEAD_BYTES) & !3];
    let is_text = |order| chars(head, order).all(|c| c.is_some_and(|c| !c.is_control() || c.is_whitespace()));
    let orders = [ByteOrder::Little, ByteOrder::Big].into_iter();
    orders.filter(|_| head.len() >= 4 * FEWEST_CHARS).find(|&order| is_text(order))
}

fn chars(bytes: &[u8], order: ByteOrder) -> impl Iterator<Item = Option<char>> {
    bytes.as_chunks().0.iter().map(move |&unit| {
        char::from_u32(match order {
            ByteOrder::Little => u32::from_le_bytes(unit),
            ByteOrder::Big => u32::from_be_bytes(unit),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_byte_orders_are_decoded_with_and_without_a_mark() {
        let text = "<p>Мост открыт 🌉, said the town.\n";
        let le = |text: &str| -> Vec<u8> { text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect() };
        let be = |text: &str| -> Vec<u8> { text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect() };
        let marked = format!("\u{feff}{text}");
        for bytes in [le(text), be(text), le(&marked), be(&marked)] {
            assert_eq!(decode(&bytes).as_deref(), Some(text));
        }
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for other in [text.as_bytes(), &utf16, &[0; 100], b"", b"a\0\0\0\x01\0\0\0"] {
            assert_eq!(decode(other), None, "{}", other.escape_ascii());
        }
    }
}
