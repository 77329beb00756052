//! Chooses a page's headline, authors, dates and language among what the page offers.

pub(crate) mod author;
pub(crate) mod confidence;
pub(crate) mod date;
pub(crate) mod features;
pub(crate) mod headline;
pub(crate) mod language;
pub(crate) mod layout;
pub(crate) mod text_page;
