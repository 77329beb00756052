//! Writes an article as ninjs, IPTC's JSON for exchanging news (<https://iptc.org/standards/ninjs/>, version 2.1).

use serde_json::{Map, Value, json};

use crate::{Article, Block, HtmlOptions, article::is_safe_address};

/// Returns the article as a ninjs object. `source` replaces the address of a page that has none.
pub(crate) fn article(article: &Article, source: &str, links: bool, images: bool) -> Value {
    let mut out = Map::new();
    let mut set = |name: &str, value: Value| {
        if !value.is_null() && value.as_array().is_none_or(|array| !array.is_empty()) {
            out.insert(name.to_owned(), value);
        }
    };
    set(
        "standard",
        json!({
            "name": "ninjs",
            "version": "2.1",
            "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json",
        }),
    );
    set("uri", article.url.as_deref().unwrap_or(source).into());
    set("type", "text".into());
    set("pubstatus", "usable".into());
    set("language", article.language.as_deref().into());
    // ninjs requires date-times here, and a bare date has no time.
    for (name, value) in [("firstcreated", &article.published), ("versioncreated", &article.modified)] {
        set(name, value.as_deref().filter(|value| value.contains('T')).into());
    }
    set("contentcreated", article.published.as_deref().into());
    set("by", article.byline.as_ref().map(|byline| byline.text.as_str()).into());
    set("located", article.dateline.as_ref().and_then(|dateline| dateline.place.as_deref()).into());
    set("headlines", texts(article.title.as_deref(), "main"));
    set("descriptions", texts(article.description.as_deref(), "summary"));
    set("bodies", bodies(article, links, images));
    let authors = article.byline.iter().flat_map(|byline| &byline.authors);
    set("people", authors.map(|author| json!({"name": author.name, "rel": "author"})).collect());
    let organization = article.byline.iter().filter_map(|byline| byline.organization.as_deref());
    set("organisations", organization.map(|name| json!({"name": name, "rel": "author"})).collect());
    let agency = article.dateline.as_ref().and_then(|dateline| dateline.agency.as_deref());
    let sources = article.site.as_deref().into_iter().chain(agency);
    set("infosources", sources.map(|name| json!({"name": name})).collect());
    set("keywords", article.keywords.iter().map(String::as_str).collect());
    if images {
        set("associations", pictures(article));
    }
    Value::Object(out)
}

fn texts(text: Option<&str>, role: &str) -> Value {
    text.map(|value| json!({"role": role, "contenttype": "text/plain", "value": value})).into_iter().collect()
}

fn bodies(article: &Article, links: bool, images: bool) -> Value {
    let text = article.text();
    let options = HtmlOptions { links, images, body_only: true, standalone: false };
    json!([
        {
            "role": "main",
            "contenttype": "text/plain",
            "charcount": text.chars().count(),
            "wordcount": article.words(),
            "value": text,
        },
        {"role": "main", "contenttype": "text/html", "value": article.html(options)},
    ])
}

/// Returns the pictures of the body, and the lead picture if it is not among them.
fn pictures(article: &Article) -> Value {
    let figures = article.body.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some(figure),
        _ => None,
    });
    let mut seen: Vec<&str> = Vec::new();
    let mut out: Vec<Value> = Vec::new();
    let lead = article.image.as_deref().map(|src| (src, None, None));
    let body = figures.filter_map(|f| Some((f.src.as_deref()?, f.caption.as_ref(), f.alt.as_deref())));
    for (src, caption, alt) in body.chain(lead) {
        if !is_safe_address(src) || seen.contains(&src) {
            continue;
        }
        seen.push(src);
        let caption = caption.map(|caption| caption.text.as_str()).or(alt);
        let mut picture = json!({"type": "picture", "uri": src, "renditions": [{"href": src}]});
        picture["descriptions"] = texts(caption, "caption");
        out.push(picture);
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_are_known_are_written() {
        let article = Article {
            url: Some("https://post.example/a".into()),
            title: Some("Port reopens".into()),
            published: Some("2031-05-04".into()),
            body: vec![Block::Paragraph("The port reopened.".into())],
            ..Article::default()
        };
        let value = super::article(&article, "a.html", false, false);
        assert_eq!(value["uri"], "https://post.example/a");
        assert_eq!(value["headlines"][0]["value"], "Port reopens");
        assert_eq!(value["bodies"][0]["wordcount"], 3);
        assert_eq!(value["contentcreated"], "2031-05-04");
        assert!(value.get("firstcreated").is_none() && value.get("people").is_none());
    }
}
