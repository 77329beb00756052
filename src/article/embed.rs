//! Reads embedded videos, recordings, maps and posts: the address that a reader can open.

use html5ever::local_name;

use crate::{
    Block,
    dom::{NodeId, Tag},
};

use super::source::SourcePage;

/// Maximum length of an embed's title in bytes.
const TITLE_BYTES: usize = 200;

/// Returns the block for an embedded element, or `None` if it shows nothing that a reader could open.
pub(crate) fn read(source: &SourcePage<'_>, node: NodeId) -> Option<Block> {
    let document = source.document;
    let address = match document.tag(node) {
        Tag::Iframe => frame_address(source, node)?,
        Tag::Video | Tag::Audio => {
            let own = source.attr(node, "src").or_else(|| source.attr(node, "data-src"));
            let sources = document.children(node).filter(|&n| document.tag(n) == Tag::Source);
            own.or_else(|| sources.filter_map(|n| source.attr(n, "src")).next())?
        }
        Tag::Embed => source.attr(node, "src")?,
        Tag::Object => source.attr(node, "data").or_else(|| source.attr(node, "data-src"))?,
        _ => return None,
    };
    let url = readable(&source.base.resolve(address)?);
    let title = ["title", "aria-label", "alt"].iter().find_map(|name| source.attr(node, name)).map(str::trim);
    let title = title.filter(|t| !t.is_empty() && t.len() <= TITLE_BYTES).map(str::to_owned);
    Some(Block::Embed { url, title })
}

/// Returns the block for a video or post that a script of its site shows in place of an element: its content is a
/// preview or a request to enable scripts.
pub(crate) fn scripted(source: &SourcePage<'_>, node: NodeId) -> Option<Block> {
    let document = source.document;
    let address = match document.tag(node) {
        Tag::Blockquote | Tag::Div if source.has_rare_attr(node) => {
            const PERMALINKS: [&str; 2] = ["data-instgrm-permalink", "data-text-post-permalink"];
            let link = PERMALINKS.iter().find_map(|name| source.attr(node, name));
            let named = |attribute: &str, names: [&str; 2]| {
                let value = source.attr(node, attribute)?;
                source.has_class(node, |class| names.contains(&class)).then_some(value)
            };
            let link = link.or_else(|| named("data-href", ["fb-post", "fb-video"]));
            link.or_else(|| named("cite", ["tiktok-embed", "reddit-embed"]))?.to_owned()
        }
        Tag::Other => match &**document.name(node) {
            "lite-youtube" | "youtube-video" | "amp-youtube" => {
                let id =
                    ["videoid", "video-id", "data-videoid"].iter().find_map(|name| source.attr(node, name));
                format!("https://www.youtube.com/embed/{}", id?.trim())
            }
            "lite-vimeo" | "amp-vimeo" => {
                let id = ["videoid", "data-videoid"].iter().find_map(|name| source.attr(node, name));
                format!("https://player.vimeo.com/video/{}", id?.trim())
            }
            _ => return None,
        },
        _ => return None,
    };
    let url = readable(&source.base.resolve(&address)?);
    let title = ["playlabel", "title", "videotitle"].iter().find_map(|name| source.attr(node, name));
    let title = title.map(|title| title.trim().to_owned());
    // The preview of a video has its author and its description.
    let title = title.or_else(|| {
        source
            .has_class(node, |class| class == "tiktok-embed")
            .then(|| source.short_text(node, TITLE_BYTES))?
    });
    Some(Block::Embed { url, title: title.filter(|t| !t.is_empty() && t.len() <= TITLE_BYTES) })
}

/// Returns the address of a frame. Frames of advertisers, trackers and consent dialogs are not content.
fn frame_address<'a>(source: &SourcePage<'a>, node: NodeId) -> Option<&'a str> {
    let document = source.document;
    let size = |name| document.attr(node, name).and_then(|v| v.trim().parse::<u32>().ok());
    let tiny = [size(&local_name!("width")), size(&local_name!("height"))].iter().flatten().any(|n| *n <= 2);
    let hidden = source.attr(node, "style").is_some_and(|s| s.replace(' ', "").contains("display:none"))
        || document.attr(node, &local_name!("aria-hidden")).is_some_and(|v| v == "true");
    let address = ["src", "data-src", "data-lazy-src"]
        .iter()
        .filter_map(|name| source.attr(node, name))
        .find(|src| !src.trim().is_empty() && !src.starts_with("about:"))?;
    let foreign =
        ["googletagmanager", "doubleclick", "/ads/", "adservice", "recaptcha", "/consent", "amazon-adsystem"];
    (!tiny && !hidden && !foreign.iter().any(|part| address.contains(part))).then_some(address)
}

/// Returns the page of a video instead of its player.
fn readable(url: &str) -> String {
    for (player, page) in [
        ("youtube.com/embed/", "https://www.youtube.com/watch?v="),
        ("youtube-nocookie.com/embed/", "https://www.youtube.com/watch?v="),
        ("player.vimeo.com/video/", "https://vimeo.com/"),
    ] {
        if let Some((before, rest)) = url.split_once(player) {
            let id: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
            if before.len() <= "https://www.".len() && !id.is_empty() && id != "videoseries" {
                return format!("{page}{id}");
            }
        }
    }
    url.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_become_pages() {
        assert_eq!(
            readable("https://www.youtube.com/embed/abcDEF12345?feature=oembed"),
            "https://www.youtube.com/watch?v=abcDEF12345"
        );
        assert_eq!(readable("https://player.vimeo.com/video/12345?h=1"), "https://vimeo.com/12345");
        assert_eq!(readable("https://maps.example/embed?q=1"), "https://maps.example/embed?q=1");
    }
}
