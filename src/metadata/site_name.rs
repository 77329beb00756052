//! The site's name: claims come in, one name goes out.
//!
//! `og:site_name` and JSON-LD's publisher name it outright; else the part that the page's title has and its headline
//! lacks, when the domain bears it out; else nothing.

use super::{PageMeta, Source};
use crate::fields::headline;

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
        .or_else(|| headline::site_in_title(meta))
}
