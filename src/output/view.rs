//! The format and options with which a page is written.
//!
//! A [`View`] appends the result of one page ([`Cleaned`]) to a buffer, ending with a line feed.

use std::{fmt, str::FromStr};

use serde_json::{Map, Value};

#[cfg(feature = "csv")]
use super::delimited;
use super::{HtmlOptions, MarkdownOptions, Record, json, ninjs, plain_text, printable};
use crate::Article;

/// The output formats.
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
    /// The whole record on one line.
    Jsonl,
    /// The fields without the text, comma-separated.
    #[cfg(feature = "csv")]
    Csv,
    /// The fields without the text, tab-separated.
    #[cfg(feature = "csv")]
    Tsv,
    /// IPTC ninjs, the JSON format of news agencies, on one line.
    Ninjs,
    /// A Parquet file with one row per page; only a batch writes it.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// All formats, in the order of the help.
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

    /// Returns the name on the command line.
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

    /// Returns the extension of a file with one page in this format.
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

    /// Returns the format of a file's extension.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let extension = match extension.to_ascii_lowercase().as_str() {
            "htm" => "html",
            "markdown" => "md",
            "ndjson" => "jsonl",
            _ => extension,
        };
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

    /// Returns whether a page without an article has a record too.
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
        Self::ALL.iter().copied().find(|f| f.name() == name).ok_or_else(|| format!("unknown format `{name}`"))
    }
}

/// Formats of the body that records (JSON, tables, Parquet) contain in addition to plain text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Bodies {
    /// Whether records have the field `markdown`.
    pub markdown: bool,
    /// Whether records have the field `html`.
    pub html: bool,
}

impl FromStr for Bodies {
    type Err = String;

    /// Parses names separated by commas.
    fn from_str(names: &str) -> Result<Self, Self::Err> {
        let mut bodies = Self::default();
        for name in names.split(',').map(str::trim) {
            match name {
                "markdown" => bodies.markdown = true,
                "html" => bodies.html = true,
                name => {
                    return Err(format!("unknown format `{name}`; records can contain markdown and html"));
                }
            }
        }
        Ok(bodies)
    }
}

/// How text formats write the byline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BylineStyle {
    /// In canonical form.
    #[default]
    Normalize,
    /// As on the page.
    Keep,
    /// Omitted.
    Strip,
}

/// The format of a cleaned page and its options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct View {
    /// The format.
    pub format: Format,
    /// Whether to write only the body, without headline and byline (text formats).
    pub body: bool,
    /// How text formats write the byline.
    pub byline: BylineStyle,
    /// Whether to keep the addresses of links, in formats with links.
    pub links: bool,
    /// Whether to keep pictures with their captions, in formats with pictures.
    pub images: bool,
    /// Whether to write the fields as YAML before Markdown.
    pub front_matter: bool,
    /// Whether to keep table cells unchanged, even if a spreadsheet would execute them.
    pub csv_raw: bool,
    /// Whether to write HTML as a complete document.
    pub standalone: bool,
    /// Formats of the body that records contain in addition to plain text.
    pub with: Bodies,
}

/// The result of cleaning one page, from which every format is written.
#[derive(Clone, Copy, Debug)]
pub struct Cleaned<'a> {
    /// The page's name in the record.
    pub source: &'a str,
    /// The article, or the message of the error.
    pub result: Result<&'a Article, &'a str>,
    /// Fields copied from the input to the record.
    pub fields: Option<&'a Map<String, Value>>,
}

impl View {
    /// Returns what precedes the first page of an output: the column names of a table.
    pub fn header(&self) -> Vec<u8> {
        #[cfg(feature = "csv")]
        if let Some(delimiter) = self.format.delimiter() {
            return delimited::header(self.with, delimiter);
        }
        Vec::new()
    }

    /// Appends the page to `out`. Only formats with records write a page that failed or has no article.
    ///
    /// ```
    /// use copydesk::output::{Cleaned, Format, View};
    ///
    /// let article = copydesk::clean("<h1>Late again</h1><p>The ferry was late again, and nobody on the pier in Fairbrook \
    ///     was surprised by that, least of all the captain.")?;
    /// let mut view = View::default();
    /// view.format = Format::Jsonl;
    /// let mut out = Vec::new();
    /// view.write(&Cleaned { source: "page.html", result: Ok(&article), fields: None }, &mut out);
    /// assert!(out.starts_with(br#"{"source":"page.html""#));
    /// # Ok::<(), copydesk::Error>(())
    /// ```
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
            return delimited::write(&Record::of(page, self), self.with, self.csv_raw, delimiter, out);
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
            _ => return plain_text::write(article, self, out),
        };
        out.extend_from_slice(printable(&written).as_bytes());
        if out.last() != Some(&b'\n') {
            out.push(b'\n');
        }
    }
}
