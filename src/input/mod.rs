//! Prepares a page: rejects binary files, decodes the text, and decides whether it is HTML or plain text.

pub(crate) mod decode;
pub(crate) mod file_type;
mod labels;
pub(crate) mod markup;
mod shifted;
pub(crate) mod sniff;
mod utf32;
