//! Element names as small integers, so that looking at a tag is a table lookup.

use html5ever::{LocalName, local_name};

macro_rules! tags {
    ($($tag:ident $name:tt)*) => {
        /// The HTML elements that the pipeline distinguishes. All others are `Other`, as is everything in svg and
        /// MathML except the roots.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Tag {
            /// Any other element, and every node that is not an element.
            #[default]
            Other,
            $(#[doc = $name] $tag,)*
        }

        impl Tag {
            /// Returns the tag of an HTML element's name.
            pub(crate) fn of(name: &LocalName) -> Self {
                match *name {
                    $(local_name!($name) => Self::$tag,)*
                    _ => Self::Other,
                }
            }
        }
    };
}

tags! {
    A "a" Abbr "abbr" Address "address" Area "area" Article "article" Aside "aside" Audio "audio"
    B "b" Base "base" Bdi "bdi" Bdo "bdo" Big "big" Blockquote "blockquote" Body "body" Br "br" Button "button"
    Canvas "canvas" Caption "caption" Center "center" Cite "cite" Code "code" Col "col" Colgroup "colgroup"
    Data "data" Datalist "datalist" Dd "dd" Del "del" Details "details" Dfn "dfn" Dialog "dialog" Dir "dir"
    Div "div" Dl "dl" Dt "dt" Em "em" Embed "embed" Fieldset "fieldset" Figcaption "figcaption" Figure "figure"
    Font "font" Footer "footer" Form "form" Frame "frame" Frameset "frameset" H1 "h1" H2 "h2" H3 "h3" H4 "h4"
    H5 "h5" H6 "h6" Head "head" Header "header" Hgroup "hgroup" Hr "hr" Html "html" I "i" Iframe "iframe"
    Img "img" Input "input" Ins "ins" Kbd "kbd" Label "label" Legend "legend" Li "li" Link "link" Main "main"
    Map "map" Mark "mark" Math "math" Menu "menu" Meta "meta" Meter "meter" Nav "nav" Noembed "noembed"
    Noframes "noframes" Noscript "noscript" Object "object" Ol "ol" Optgroup "optgroup" Option "option"
    Output "output" P "p" Param "param" Picture "picture" Pre "pre" Progress "progress" Q "q" Rp "rp" Rt "rt"
    Ruby "ruby" S "s" Samp "samp" Script "script" Section "section" Select "select" Slot "slot" Small "small"
    Source "source" Span "span" Strike "strike" Strong "strong" Style "style" Sub "sub" Summary "summary"
    Sup "sup" Svg "svg" Table "table" Tbody "tbody" Td "td" Template "template" Textarea "textarea"
    Tfoot "tfoot" Th "th" Thead "thead" Time "time" Title "title" Tr "tr" Track "track" Tt "tt" U "u" Ul "ul"
    Var "var" Video "video" Wbr "wbr"
}
