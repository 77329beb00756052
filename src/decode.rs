//! Bytes to text, as browsers find the encoding.
