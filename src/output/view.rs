//! Which format and options a cleaned page is written with.
//!
//! A [`View`] appends the outcome of one page ([`Cleaned`]) to a buffer, ending in a line feed.

use std::{fmt, str::FromStr};

use serde_json::{Map, Value};

#[cfg(feature = "csv")]
use super::table;
use super::{HtmlOptions, MarkdownOptions, Record, json, ninjs, printable, text};
use crate::Article;

/// The forms a record can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Headline, byline line, blank line, body.
    #[default]
    Text,
    /// CommonMark.
    Markdown,
    /// An `<article>` element without scripts or styles.
    Html,
    /// XML-TEI.
    Tei,
    /// The whole record, indented.
    Json,
    /// The whole record on a line of its own.
    Jsonl,
    /// The fields without the text, comma-separated.
    #[cfg(feature = "csv")]
    Csv,
    /// The fields without the text, tab-separated.
    #[cfg(feature = "csv")]
    Tsv,
    /// IPTC ninjs, the JSON of news agencies, on a line of its own.
    Ninjs,
    /// A Parquet file with a row for each page; only a batch writes it.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// Every format, in the order in which help names them.
    pub const ALL: &[Self] = &[
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::Tei,
        Self::Json,
        Self::Jsonl,
        #[cfg(feature = "csv")]
        Self::Csv,
        #[cfg(feature = "csv")]
        Self::Tsv,
        Self::Ninjs,
        #[cfg(feature = "parquet")]
        Self::Parquet,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Tei => "tei",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            #[cfg(feature = "csv")]
            Self::Csv => "csv",
            #[cfg(feature = "csv")]
            Self::Tsv => "tsv",
            Self::Ninjs => "ninjs",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }

    /// The extension of a file that holds one page in this format.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Tei => "xml",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            #[cfg(feature = "csv")]
            Self::Csv => "csv",
            #[cfg(feature = "csv")]
            Self::Tsv => "tsv",
            Self::Ninjs => "ninjs.json",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }

    /// The format that a file's extension asks for.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.extension().eq_ignore_ascii_case(extension))
    }

    #[cfg(feature = "csv")]
    fn delimiter(self) -> Option<u8> {
        match self {
            Self::Csv => Some(b','),
            Self::Tsv => Some(b'\t'),
            _ => None,
        }
    }

    /// Whether a page without an article has a record too.
    pub fn has_outcome(self) -> bool {
        !matches!(self, Self::Text | Self::Markdown | Self::Html | Self::Tei | Self::Ninjs)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|f| f.name() == name).ok_or_else(|| format!("no format `{name}`"))
    }
}

/// Formats of the body that records (JSON, tables, Parquet) contain besides the plain text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Bodies {
    /// As `markdown`.
    pub markdown: bool,
    /// As `html`.
    pub html: bool,
}

impl FromStr for Bodies {
    type Err = String;

    /// Reads names separated by commas.
    fn from_str(names: &str) -> Result<Self, Self::Err> {
        let mut bodies = Self::default();
        for name in names.split(',').map(str::trim) {
            match name {
                "markdown" => bodies.markdown = true,
                "html" => bodies.html = true,
                name => return Err(format!("no format `{name}`; records may have markdown and html")),
            }
        }
        Ok(bodies)
    }
}

/// How text formats show the byline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BylineStyle {
    /// In canonical form.
    #[default]
    Normalize,
    /// As the page has it.
    Keep,
    /// Not at all.
    Strip,
}

/// The format of a cleaned page and its options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct View {
    /// The form.
    pub format: Format,
    /// The body alone, without headline and byline; text formats only.
    pub body: bool,
    /// How text formats show the byline.
    pub byline: BylineStyle,
    /// Links with their addresses, in formats with links.
    pub links: bool,
    /// Pictures with their captions, in formats with pictures.
    pub images: bool,
    /// Markdown with the fields before it as YAML.
    pub front_matter: bool,
    /// Cells of a table as they are, even those that a spreadsheet would execute.
    pub csv_raw: bool,
    /// HTML as a complete document.
    pub standalone: bool,
    /// Formats of the body that records contain besides the plain text.
    pub with: Bodies,
}

/// One page after cleaning: what every format is written from.
#[derive(Clone, Copy, Debug)]
pub struct Cleaned<'a> {
    /// The page's name in the record.
    pub source: &'a str,
    /// The article, or the message of the error.
    pub result: Result<&'a Article, &'a str>,
    /// Fields of the input that are carried through to the record.
    pub fields: Option<&'a Map<String, Value>>,
}

impl View {
    /// What comes before the first page of an output: the row of names of a table.
    pub fn header(&self) -> Vec<u8> {
        #[cfg(feature = "csv")]
        if let Some(delimiter) = self.format.delimiter() {
            return table::header(self.with, delimiter);
        }
        Vec::new()
    }

    /// Appends the page to `out`. Only formats with records write anything for a page that failed or has no article.
    pub fn write(&self, page: &Cleaned<'_>, out: &mut Vec<u8>) {
        match self.format {
            Format::Json => return json::write_indented(&Record::of(page, self), out),
            Format::Jsonl => return json::write_line(&Record::of(page, self), out),
            // A batch writes Parquet from its rows.
            #[cfg(feature = "parquet")]
            Format::Parquet => return,
            _ => {}
        }
        #[cfg(feature = "csv")]
        if let Some(delimiter) = self.format.delimiter() {
            return table::write(&Record::of(page, self), self.with, self.csv_raw, delimiter, out);
        }
        let Some(article) = page.result.ok().filter(|a| a.is_article()) else { return };
        let Self { links, images, front_matter, body: body_only, .. } = *self;
        let written = match self.format {
            Format::Markdown => article.markdown(MarkdownOptions { links, images, front_matter, body_only }),
            Format::Html => {
                article.html(HtmlOptions { links, images, body_only, standalone: self.standalone })
            }
            Format::Tei => article.tei(links, images),
            Format::Ninjs => {
                return json::write_line(&ninjs::article(article, page.source, links, images), out);
            }
            _ => return text::write(article, self, out),
        };
        out.extend_from_slice(printable(&written).as_bytes());
        if out.last() != Some(&b'\n') {
            out.push(b'\n');
        }
    }
}
