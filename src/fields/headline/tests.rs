use super::*;

fn page(claims: &[(Source, &str)]) -> PageMeta {
    PageMeta {
        url: Some("https://www.fairbrookpost.example/news/bridge-reopens-after-repairs".into()),
        headlines: claims.iter().map(|(s, t)| Claim::new((*t).into(), *s)).collect(),
        ..PageMeta::default()
    }
}

#[test]
fn sites_and_sections_come_off() {
    for (claims, headline) in [
        (
            &[(Source::Title, "Bridge reopens after repairs | Fairbrook Post")][..],
            "Bridge reopens after repairs",
        ),
        (
            &[(Source::Title, "Bridge reopens after repairs – Fairbrookpost.example"), (Source::H1, "Menu")],
            "Bridge reopens after repairs",
        ),
        (
            &[
                (Source::Title, "Bridge reopens after repairs - News - Fairbrook Post"),
                (Source::OpenGraph, "Bridge reopens after repairs - Fairbrook Post"),
                (Source::H1, "Fairbrook Post"),
                (Source::H1, "Bridge “reopens” after repairs"),
            ],
            "Bridge “reopens” after repairs",
        ),
        (
            &[
                (Source::JsonLd, "Bridge reopens"),
                (Source::H1, "Bridge reopens"),
                (Source::Title, "Bridge reopens: what now?"),
            ],
            "Bridge reopens",
        ),
        (&[(Source::H1, "Bridge reopens after repairs")], "Bridge reopens after repairs"),
    ] {
        assert_eq!(choose(&page(claims), None).map(|h| h.text).as_deref(), Some(headline), "{claims:?}");
    }
    assert_eq!(choose(&page(&[]), None), None);
    assert_eq!(choose(&page(&[(Source::H1, "…")]), None), None);
}
