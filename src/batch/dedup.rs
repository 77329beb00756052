//! Paragraphs that many pages of a run share: kept where they are met first, dropped after that.
//!
//! Comes in: articles, from all workers. Goes out: the same without paragraphs met before. Two paragraphs are near
//! enough to be one when they differ in nothing but case, digits, punctuation and white space: the house
//! style of boilerplate that changes its date. Short ones are left alone. With several workers it is chance which of
//! two pages is met first.

use std::sync::Mutex;

use rustc_hash::FxHashSet;

use crate::{Article, Block};

/// Letters from which a paragraph counts: two short sentences. Shorter ones recur in honest texts.
const FEWEST_LETTERS: usize = 80;
/// Parts of the memory, each with a lock of its own, so that workers seldom wait.
const SHARDS: usize = 64;

/// The paragraphs that were met.
#[derive(Debug)]
pub(crate) struct Met {
    shards: [Mutex<FxHashSet<u64>>; SHARDS],
}

impl Met {
    pub(crate) fn new() -> Self {
        Self { shards: std::array::from_fn(|_| Mutex::default()) }
    }

    /// Takes the paragraphs that were met before out of an article.
    pub(crate) fn strip(&self, article: &mut Article) {
        article.body.retain(|block| match block {
            Block::Paragraph(text) | Block::Standfirst(text) => {
                key(&text.text).is_none_or(|key| self.is_new(key))
            }
            _ => true,
        });
    }

    fn is_new(&self, key: u64) -> bool {
        let shard = &self.shards[key as usize % SHARDS];
        // A worker that panicked with the lock held was adding one number: the set is whole.
        shard.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(key)
    }
}

/// What is the same for near duplicates; `None` for short paragraphs.
fn key(text: &str) -> Option<u64> {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    (letters.len() >= FEWEST_LETTERS).then(|| super::names::hash(letters.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(paragraphs: &[&str]) -> Article {
        let body = paragraphs.iter().map(|&p| Block::Paragraph(p.into())).collect();
        Article { body, ..Article::default() }
    }

    #[test]
    fn what_was_met_is_dropped_from_the_next_page_on() {
        let notice = "This story was first printed on May 4, 2031, in the Fairbrook Post, and may have been changed since then by the desk.";
        let again = notice.replace("May 4, 2031", "May 17, 2032").to_uppercase();
        let met = Met::new();
        let mut first = article(&["Short.", notice]);
        let mut second = article(&[
            "Short.",
            &again,
            "Another paragraph that is long enough to count, and that no other page of this run has printed yet.",
        ]);
        met.strip(&mut first);
        met.strip(&mut second);
        assert_eq!((first.body.len(), second.body.len()), (2, 2));
    }
}
