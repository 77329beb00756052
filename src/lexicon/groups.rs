//! Groups of tables in the order in which the program numbers them. The build script uses this file too.

/// Groups of `labels.txt` that hold phrases, in the order of their bits.
pub(crate) const LABELS: [&str; 16] = [
    "cookie",
    "copyright",
    "subscribe",
    "share",
    "related",
    "discuss",
    "action",
    "advert",
    "byline",
    "picture",
    "end",
    "comments",
    "signature",
    "comments-lead",
    "consent",
    "embed",
];

/// Groups of `classes.txt` in the order of their bits.
pub(crate) const CLASSES: [&str; 17] = [
    "positive",
    "negative",
    "comments",
    "caption",
    "standfirst",
    "biography",
    "prompt",
    "button",
    "profile",
    "price",
    "forum",
    "consent",
    "unseen",
    "never-shown",
    "placeholder",
    "related",
    "notes",
];

/// Groups of `furniture.txt` that hold labels of blocks, in the order of their bits.
pub(crate) const FURNITURE: [&str; 9] =
    ["advert", "share", "more", "account", "rating", "shop", "forum", "print", "embed"];

/// Groups of `subjects.txt` in the order of their bits.
pub(crate) const SUBJECTS: [&str; 4] = ["legal", "shop", "writer", "reader"];
