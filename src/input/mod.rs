//! From bytes to text: decodes a page and decides whether it is HTML or plain text.

pub(crate) mod decode;
pub(crate) mod sniff;
