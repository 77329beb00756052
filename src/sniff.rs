//! HTML or plain text.
