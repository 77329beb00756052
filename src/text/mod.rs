//! The plain-text path: splits scraped text into lines and blocks, measures them, and labels each block.
//!
//! `lines` and `reflow` restore paragraphs, `strip_artifacts` removes what renderers left behind, `segment` builds the
//! blocks, `stats` and `page_stats` measure them, `classify` decides.

pub(crate) mod classify;
pub(crate) mod columns;
pub(crate) mod dateline_line;
pub(crate) mod densest_span;
pub(crate) mod email;
pub(crate) mod envelope;
pub(crate) mod fallback;
pub(crate) mod features;
pub(crate) mod front_matter;
pub(crate) mod lines;
pub(crate) mod list_runs;
pub(crate) mod markdown;
pub(crate) mod mojibake;
pub(crate) mod occurrences;
pub(crate) mod page_stats;
pub(crate) mod refine;
pub(crate) mod reflow;
pub(crate) mod residue;
pub(crate) mod running_heads;
pub(crate) mod segment;
pub(crate) mod split_stories;
pub(crate) mod stats;
pub(crate) mod story_end;
pub(crate) mod strip_artifacts;
pub(crate) mod tables;
pub(crate) mod wire;
