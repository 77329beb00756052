//! Prepares a page: rejects binary files, decodes the text, and decides whether it is HTML or plain text.

pub(crate) mod decode;
pub(crate) mod file_type;
pub(crate) mod markup;
pub(crate) mod sniff;
