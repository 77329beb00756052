//! Chooses the site's name among the claims.
//!
//! `og:site_name` and JSON-LD's publisher name it outright; else the part that the page's title has and its headline
//! lacks, when the domain bears it out; else nothing.

use super::{PageMeta, Source};
use crate::{lexicon::fold::alnum_key, metadata::title_segments};

/// Longest name of a site, in characters: what is longer is a slogan.
const LONGEST: usize = 80;

/// Sets `meta.site`.
pub(crate) fn choose(meta: &mut PageMeta) {
    meta.site = pick(meta);
}

fn pick(meta: &PageMeta) -> Option<String> {
    let fits = |name: &str| {
        !name.starts_with(['@', '#']) && !name.contains("://") && name.chars().count() <= LONGEST
    };
    let by = |source: Source| {
        meta.sites.iter().filter(move |c| c.source == source).map(|c| c.value.as_str()).find(|n| fits(n))
    };
    by(Source::OpenGraph)
        .or_else(|| by(Source::JsonLd))
        .or_else(|| by(Source::Meta))
        .or_else(|| by(Source::Twitter))
        .map(str::to_owned)
        .or_else(|| site_in_title(meta))
}

/// Returns the host without the labels that do not name a site ("www.").
pub(crate) fn host(meta: &PageMeta) -> Option<&str> {
    let host = meta.url.as_deref()?.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    Some(["www.", "m.", "amp."].iter().find_map(|p| host.strip_prefix(p)).unwrap_or(host))
}

/// Returns the first or last segment of the title if the host contains it.
fn site_in_title(meta: &PageMeta) -> Option<String> {
    /// Bytes of a name; a host may contain a shorter one by chance.
    const SHORTEST: usize = 3;
    let host = alnum_key(host(meta)?);
    let title = meta.headline_of(Source::Title)?;
    let cuts = title_segments::cuts(title);
    let ends = cuts.iter().flat_map(|c| [c.after.last(), c.before.first()]).flatten();
    ends.map(|part| part.trim())
        .find(|part| {
            let name = alnum_key(part);
            name.len() >= SHORTEST && host.contains(&name)
        })
        .map(str::to_owned)
}
