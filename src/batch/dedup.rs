//! Removes paragraphs that occurred on earlier pages of a run, exactly or nearly.
//!
//! Only the letters of a paragraph are compared, so boilerplate that differs only in its date is equal. Near
//! duplicates are found by MinHash over letter shingles. A page is never compared with itself, so a refrain is kept.

use std::hash::BuildHasher;

use minhash_rs::prelude::{MinHash, MinHasher as _, SipHashes13};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::unique_names::hash;
use crate::{Article, Block, NoArticleReason, Outcome};

/// Minimum letters of a paragraph that is compared: two short sentences. Shorter ones recur in genuine texts.
const FEWEST_LETTERS: usize = 80;
/// Number of letters of a shingle.
const SHINGLE: usize = 4;
/// Minimum share of common shingles of near duplicates: one changed word in twenty leaves 0.8.
const SIMILARITY: f64 = 0.75;
/// Number of bands of the index, and hashes per band: pairs at the threshold share a band with a probability of 0.99.
const BANDS: usize = 12;
const BAND_WIDTH: usize = 4;
const HASHES: usize = BANDS * BAND_WIDTH;
/// Maximum number of paragraphs compared for near duplicates, about 400 bytes each. Later ones are only compared
/// exactly.
const MOST_NEAR: usize = 4_000_000;

type Signature = MinHash<u32, HASHES, SipHashes13, u32>;

/// The paragraphs of all pages so far.
pub(crate) struct SeenParagraphs {
    exact: FxHashSet<u64>,
    signatures: Vec<Signature>,
    /// The last paragraph for each band and its hashes.
    bands: FxHashMap<u64, u32>,
}

impl SeenParagraphs {
    pub(crate) fn new() -> Self {
        Self { exact: FxHashSet::default(), signatures: Vec::new(), bands: FxHashMap::default() }
    }

    /// Removes the paragraphs of earlier pages, and returns their number. An article without remaining paragraphs
    /// becomes a page without an article.
    pub(crate) fn strip(&mut self, article: &mut Article) -> u64 {
        let mut kept = Vec::new();
        let mut removed = 0;
        article.body.retain(|block| {
            let (Block::Paragraph(text) | Block::Standfirst(text)) = block else { return true };
            let Some(letters) = letters(&text.text) else { return true };
            let is_new = !self.exact.contains(&key(&letters)) && !self.has_near(&letters);
            if is_new {
                kept.push(letters);
            }
            removed += u64::from(!is_new);
            is_new
        });
        for letters in kept {
            self.insert(&letters);
        }
        let has_paragraph =
            article.body.iter().any(|b| matches!(b, Block::Paragraph(_) | Block::Standfirst(_)));
        if removed > 0 && !has_paragraph {
            (article.outcome, article.reason) = (Outcome::NoArticle, Some(NoArticleReason::Duplicate));
        }
        removed
    }

    fn has_near(&self, letters: &[char]) -> bool {
        let signature = signature(letters);
        let candidates = bands(&signature).filter_map(|band| self.bands.get(&band));
        candidates
            .filter_map(|&id| self.signatures.get(id as usize))
            .any(|other| signature.estimate_jaccard_index(other) >= SIMILARITY)
    }

    fn insert(&mut self, letters: &[char]) {
        if !self.exact.insert(key(letters)) || self.signatures.len() >= MOST_NEAR {
            return;
        }
        let Ok(id) = u32::try_from(self.signatures.len()) else { return };
        let signature = signature(letters);
        self.bands.extend(bands(&signature).map(|band| (band, id)));
        self.signatures.push(signature);
    }
}

fn signature(letters: &[char]) -> Signature {
    letters.windows(SHINGLE).map(|shingle| FxBuildHasher.hash_one(shingle)).collect()
}

/// Yields the hashes of a signature's bands, each combined with the number of its band.
fn bands(signature: &Signature) -> impl Iterator<Item = u64> {
    let hashes: &[u32] = signature.as_ref();
    hashes.chunks_exact(BAND_WIDTH).enumerate().map(|band| FxBuildHasher.hash_one(band))
}

impl std::fmt::Debug for SeenParagraphs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SeenParagraphs").field("paragraphs", &self.exact.len()).finish_non_exhaustive()
    }
}

/// Returns the letters of a paragraph in lower case, or `None` if there are too few.
fn letters(text: &str) -> Option<Vec<char>> {
    let letters: Vec<char> =
        text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    (letters.len() >= FEWEST_LETTERS).then_some(letters)
}

fn key(letters: &[char]) -> u64 {
    hash(letters.iter().collect::<String>().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTICE: &str = "This story was first printed on May 4, 2031, in the Fairbrook Post, and may have been changed \
        since then by the desk.";
    const OTHER: &str = "Another paragraph that is long enough to count, and that no other page of this run has printed \
        up to now, nor will.";

    fn article(paragraphs: &[&str]) -> Article {
        let body = paragraphs.iter().map(|&p| Block::Paragraph(p.into())).collect();
        Article { outcome: Outcome::Article, body, ..Article::default() }
    }

    /// Returns the number of remaining paragraphs of each article.
    fn left(pages: &[&[&str]]) -> Vec<usize> {
        let mut seen = SeenParagraphs::new();
        pages
            .iter()
            .map(|page| {
                let mut article = article(page);
                let removed = seen.strip(&mut article);
                assert_eq!(removed as usize + article.body.len(), page.len());
                article.body.len()
            })
            .collect()
    }

    #[test]
    fn exact_and_near_duplicates_of_earlier_pages_are_removed() {
        let dated = NOTICE.replace("May 4, 2031", "May 17, 2032").to_uppercase();
        let edited = NOTICE.replace("desk", "editors");
        assert_eq!(left(&[&["Short.", NOTICE], &["Short.", &dated, OTHER], &[&edited, OTHER]]), [2, 2, 0]);
    }

    #[test]
    fn a_page_is_not_compared_with_itself() {
        assert_eq!(left(&[&[NOTICE, OTHER, NOTICE]]), [3]);
    }

    #[test]
    fn similar_but_different_paragraphs_are_kept() {
        let weather = |place: &str, rest: &str| {
            format!("{place} can expect {rest} until the end of the week, the office said.")
        };
        let one =
            weather("Fairbrook", "heavy rain with gusts of up to ninety kilometres an hour along the coast");
        let two =
            weather("Ellerby", "bright mornings and a few showers over the hills in the late afternoon");
        assert_eq!(left(&[&[&one], &[&two]]), [1, 1]);
    }

    #[test]
    fn length_is_measured_in_letters() {
        let russian = "Совет порта проголосовал за пирс.";
        assert!(russian.chars().count() < FEWEST_LETTERS && russian.len() > 50);
        assert_eq!(left(&[&[russian], &[russian]]), [1, 1]);
    }

    #[test]
    fn an_article_without_new_paragraphs_is_not_an_article() {
        let mut seen = SeenParagraphs::new();
        seen.strip(&mut article(&[NOTICE]));
        let mut again = article(&[NOTICE]);
        assert_eq!(seen.strip(&mut again), 1);
        assert_eq!((again.outcome, again.reason), (Outcome::NoArticle, Some(NoArticleReason::Duplicate)));
    }
}
