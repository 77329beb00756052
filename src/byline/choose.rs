//! The author of a page: what the page says of its authors in its metadata, its JSON-LD and its byline elements
//! comes in, one byline goes out.
//!
//! Each source is read as a whole: an own item of JSON-LD may list its authors one by one, an element
//! holds all of them. The source of the greatest weight wins; persons weigh more than a collective, and names that
//! another source has too weigh more than names that stand alone. A page that names nobody anywhere but
//! says in its JSON-LD that an organization wrote it has that organization as its author.

use super::{Byline, Context, line, parse, part::same};
use crate::meta::{AuthorClaim, AuthorKind, Source};

/// What a byline with persons weighs more than one without, on the scale of [`weight`]; set by hand on real pages.
const PERSONS: u32 = 5;
/// What names weigh more that another source has too.
const CONFIRMED: u32 = 4;

/// How far a source is to be trusted in what it says of the author.
fn weight(source: Source) -> u32 {
    match source {
        Source::JsonLd => 8,
        Source::Meta | Source::Microdata => 6,
        Source::OpenGraph | Source::RelAuthor | Source::Element => 5,
        Source::Visible | Source::H1 | Source::Title | Source::TimeElement => 4,
        Source::JsonLdOther | Source::Twitter | Source::Url => 3,
    }
}

/// Sources that name each author in a claim of its own; of the others the first claim that names somebody counts,
/// for the next ones belong to other stories.
fn lists(source: Source) -> bool {
    matches!(source, Source::JsonLd | Source::Meta | Source::OpenGraph)
}

/// The byline that the claims of a page make.
pub(crate) fn choose(claims: &[AuthorClaim], context: &Context<'_>) -> Option<Byline> {
    let mut found: Vec<(Source, Byline)> = Vec::new();
    for claim in claims {
        let Some(byline) = parse(&claim.value, context) else { continue };
        match found.iter_mut().find(|(source, _)| *source == claim.source) {
            None => found.push((claim.source, with_role(byline, claim))),
            Some((source, first)) if lists(*source) => join(first, with_role(byline, claim)),
            Some(_) => {}
        }
    }
    let confirmed = |at: usize| {
        found[at].1.authors.iter().any(|author| {
            found
                .iter()
                .enumerate()
                .any(|(i, (_, other))| i != at && other.authors.iter().any(|a| same(&a.name, &author.name)))
        })
    };
    let worth = |at: usize| {
        let (source, byline) = &found[at];
        let persons = if byline.authors.is_empty() { 0 } else { PERSONS };
        weight(*source) + persons + if confirmed(at) { CONFIRMED } else { 0 }
    };
    // Of equals the first.
    let best = (0..found.len()).rev().max_by_key(|&at| worth(at));
    best.map(|at| found.swap_remove(at).1).or_else(|| collective(claims))
}

/// The role that the page gives beside the name.
fn with_role(mut byline: Byline, claim: &AuthorClaim) -> Byline {
    if let ([author], Some(role)) = (byline.authors.as_mut_slice(), &claim.role) {
        author.role.get_or_insert_with(|| role.clone());
    }
    byline
}

/// Puts a further claim of the same source behind the first.
fn join(first: &mut Byline, next: Byline) {
    for author in next.authors {
        if !first.authors.iter().any(|a| same(&a.name, &author.name)) {
            first.authors.push(author);
        }
    }
    if let Some(organization) = next.organization {
        match &mut first.organization {
            None => first.organization = Some(organization),
            Some(all) if all.split(" / ").all(|o| !same(o, &organization)) => {
                all.push_str(" / ");
                all.push_str(&organization);
            }
            Some(_) => {}
        }
    }
    first.raw.push_str(", ");
    first.raw.push_str(&next.raw);
    first.text = line::write(first);
}

/// The organization that the page's own item names as its author.
fn collective(claims: &[AuthorClaim]) -> Option<Byline> {
    let claim = claims.iter().find(|claim| {
        claim.source == Source::JsonLd
            && claim.kind == AuthorKind::Organization
            && claim.value.contains(char::is_alphabetic)
            && !claim.value.contains("//")
            && !claim.value.starts_with('@')
    })?;
    let mut byline =
        Byline { raw: claim.value.clone(), organization: Some(claim.value.clone()), ..Byline::default() };
    byline.text = line::write(&byline);
    Some(byline)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(value: &str, source: Source, kind: AuthorKind) -> AuthorClaim {
        AuthorClaim { value: value.into(), source, kind, role: None, node: None }
    }

    fn text(claims: &[AuthorClaim]) -> Option<String> {
        choose(claims, &Context { language: Some("en"), site: Some("Riverton Post") }).map(|b| b.text)
    }

    #[test]
    fn authors_listed_one_by_one_are_joined() {
        let claims = [
            claim("Jane Doe", Source::JsonLd, AuthorKind::Person),
            claim("JOHN ROE", Source::JsonLd, AuthorKind::Person),
            claim("Ann Poe", Source::Element, AuthorKind::Unknown),
        ];
        assert_eq!(text(&claims).as_deref(), Some("By Jane Doe and John Roe"));
    }

    #[test]
    fn persons_go_before_a_newsroom() {
        let claims = [
            claim("Riverton Post Staff", Source::JsonLd, AuthorKind::Unknown),
            claim("By Jane Doe", Source::Element, AuthorKind::Unknown),
            claim("By Ann Poe", Source::Element, AuthorKind::Unknown),
        ];
        assert_eq!(text(&claims).as_deref(), Some("By Jane Doe"));
    }

    #[test]
    fn names_that_two_sources_have_win() {
        let claims = [
            claim("Ann Poe", Source::JsonLd, AuthorKind::Unknown),
            claim("Jane Doe", Source::Meta, AuthorKind::Unknown),
            claim("By Jane Doe", Source::Element, AuthorKind::Unknown),
        ];
        assert_eq!(text(&claims).as_deref(), Some("By Jane Doe"));
    }

    #[test]
    fn an_organization_that_json_ld_names_is_the_last_resort() {
        let claims = [
            claim("Riverton Post", Source::Meta, AuthorKind::Unknown),
            claim("Riverton Post", Source::JsonLd, AuthorKind::Organization),
        ];
        assert_eq!(text(&claims).as_deref(), Some("By Riverton Post"));
        assert_eq!(text(&claims[..1]), None);
    }
}
