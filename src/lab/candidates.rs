//! Returns the candidates of headline, author and date of an HTML page, for training their rankers.

use serde_json::{Value, json};

use crate::{
    Page,
    deadline::Deadline,
    fields::{
        author,
        date::{self, PageLayout},
        headline,
    },
    input::decode::decode,
    metadata::Claim,
    options::Favor,
    pipeline::{Options, html::HtmlBuffers},
};

/// Reads the candidates of pages; keeps its buffers.
#[derive(Debug, Default)]
pub struct FieldSampler {
    buffers: HtmlBuffers,
}

impl FieldSampler {
    /// Returns every candidate with its source and features, and the pipeline's choice. Returns `null` for a page
    /// that cannot be read.
    pub fn html(&mut self, page: &[u8], url: Option<&str>) -> Value {
        let (options, deadline) = (Options::default(), Deadline::start(None));
        let Ok(decoded) = decode(&Page::new(page)) else { return Value::Null };
        let buffers = &mut self.buffers;
        let read = buffers.parse(&decoded.text, &options, &deadline);
        if read.and_then(|()| buffers.measure(url, &deadline)).is_err() {
            return Value::Null;
        }
        let selection = buffers.select(Favor::Balanced);
        let title = buffers.headline(&selection);
        let first_pass = selection.roles();
        let selection = buffers.correct(selection, title.as_ref());
        let roles = selection.roles();
        let HtmlBuffers { document, meta, blocks, .. } = &*buffers;
        let place = headline::HeadlinePage { document, blocks, roles: &first_pass };
        let headline = title.as_ref().map(|t| t.text.as_str());
        let view = PageLayout { document, blocks, roles: &roles, headline };
        let dates = date::choose(&view, meta, None);
        let [authors, no_author] = author::html::features(&view, selection.page_type, meta, &dates);
        let claim = |c: &Claim| json!([c.source.name(), c.value]);
        let claims = |list: &[Claim]| list.iter().map(claim).collect::<Value>();
        json!({
            "title": headline,
            "title_source": title.as_ref().map(|t| t.source.name()),
            "published": dates.published.as_ref().map(|d| d.text.clone()),
            "published_source": dates.published.as_ref().map(|d| d.source.name()),
            "modified": dates.modified.as_ref().map(|d| d.text.clone()),
            "site": meta.site, "language": meta.language, "url": meta.url, "og_type": meta.og_type,
            "headlines": claims(&meta.headlines), "dates": claims(&meta.published), "changes": claims(&meta.modified),
            "sites": claims(&meta.sites),
            "author_claims": meta.authors.iter().map(|a| json!([a.source.name(), a.value])).collect::<Vec<_>>(),
            "authors": authors,
            "no_author": no_author,
            "page_type": selection.page_type.name(),
            "types": format!("{:?}", meta.types),
            "days": date::choose::features(&view, meta),
            "candidates": headline::features(meta, &place),
        })
    }
}
