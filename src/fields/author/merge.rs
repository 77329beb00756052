//! Combines bylines of one page: names and roles of the same authors, lists whose authors have elements of their own.

use crate::{
    byline::{Author, Byline, shape::same},
    lexicon::fold::alnum_key,
    metadata::AuthorClaim,
};

/// Adds the job titles that another byline of the same names has.
pub(super) fn complete(byline: &mut Byline, other: &Byline) {
    for author in &mut byline.authors {
        let Some(more) = other.authors.iter().find(|a| same(&a.name, &author.name)) else { continue };
        // "janedoe" is Jane Doe where another source says so.
        if !author.name.contains(' ') && more.name.contains(' ') {
            author.name.clone_from(&more.name);
        }
        author.role = author.role.take().or_else(|| more.role.clone());
    }
}

/// Whether an author is one who checked what others wrote; the roles are those of `lexicon/data/byline.txt`.
pub(super) fn is_checker(author: &Author) -> bool {
    author.role.as_deref().is_some_and(|r| matches!(r, "fact checker" | "proofreader" | "reviewer"))
}

/// Whether an author is named as an editor only.
pub(super) fn is_editor(author: &Author) -> bool {
    author.role.as_deref() == Some("editor")
}

/// Removes those who only checked the story: the byline is who wrote it.
pub(super) fn without_checkers(mut byline: Byline) -> Byline {
    if byline.authors.iter().any(is_checker) && !byline.authors.iter().all(is_checker) {
        byline.authors.retain(|a| !is_checker(a));
    }
    byline
}

/// Removes an author whose name is two others' names in a row.
pub(super) fn without_joined(mut byline: Byline) -> Byline {
    /// Maximum authors that are compared with each other.
    const MOST_AUTHORS: usize = 24;
    let keys: Vec<String> = byline.authors.iter().map(|a| alnum_key(&a.name)).collect();
    if !(3..=MOST_AUTHORS).contains(&keys.len()) {
        return byline;
    }
    let joined = |key: &str| {
        keys.iter()
            .any(|first| key.strip_prefix(first.as_str()).is_some_and(|rest| keys.iter().any(|k| k == rest)))
    };
    let mut at = 0;
    byline.authors.retain(|_| {
        at += 1;
        !joined(&keys[at - 1])
    });
    byline
}

/// The role that the page gives beside the name.
pub(super) fn with_role(mut byline: Byline, claim: &AuthorClaim) -> Byline {
    if let ([author], Some(role)) = (byline.authors.as_mut_slice(), &claim.role) {
        author.role.get_or_insert_with(|| role.clone());
    }
    byline
}

/// Appends the authors of another byline.
pub(super) fn join(first: &mut Byline, next: Byline) {
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
}
