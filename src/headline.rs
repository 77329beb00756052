//! The headline: what the page claims comes in, the story's own headline goes out, without the site's name,
//! section or teaser.

use crate::{
    dom::Document,
    meta::{Claim, PageMeta, Source},
};

/// The headline and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Headline {
    /// Plain text.
    pub(crate) text: String,
    /// The claim that won.
    pub(crate) source: Source,
}

/// Chooses the headline.
pub(crate) fn choose(_document: &Document, meta: &PageMeta) -> Option<Headline> {
    let order = [
        Source::H1,
        Source::JsonLd,
        Source::OpenGraph,
        Source::Microdata,
        Source::Twitter,
        Source::Meta,
        Source::Title,
    ];
    order.into_iter().find_map(|source| {
        let of = |c: &&Claim| c.source == source;
        let claim = meta.headlines.iter().find(of)?;
        Some(Headline { text: claim.value.clone(), source })
    })
}

/// The name that a title ends with and the domain bears out.
pub(crate) fn site_in_title(meta: &PageMeta) -> Option<String> {
    let host = url::Url::parse(meta.url.as_deref()?).ok()?;
    let host: String = host.host_str()?.chars().filter(|c| c.is_alphanumeric()).collect();
    let title = meta.headline_of(Source::Title)?;
    let last = title.rsplit([" | ", " - ", " – ", " — ", " · "].iter().fold('|', |_, _| '|')).next()?.trim();
    let squeezed: String =
        last.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (squeezed.len() > 2 && host.contains(&squeezed)).then(|| last.to_owned())
}
