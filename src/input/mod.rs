//! From bytes to text: rejects binary files, decodes a page, and decides whether it is HTML or plain text.

pub(crate) mod decode;
pub(crate) mod file_type;
pub(crate) mod markup;
pub(crate) mod sniff;
