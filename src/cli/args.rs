//! The arguments of the command line. Doc comments are the help text: the first paragraph for `-h`, all of it for
//! `--help` and the man pages.

use std::{path::PathBuf, time::Duration};

use crate::{
    Favor, Limits,
    output::{Bodies, Format},
};

use super::{
    help,
    values::{
        at_least_one, bytes, confidence, date, encoding, format_parser, language, seconds, selector, url,
    },
};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum, builder::NonEmptyStringValueParser};

/// Clean scraped pages and scraped text into articles: headline, byline, dateline, date, body.
///
/// Inputs are files, directories, archives (WARC, ARC, WACZ, tar, zip, EPUB), JSON and JSONL, feeds (RSS, Atom, JSON Feed),
/// saved pages (MHTML) and mail, compressed or not. Their types are detected. copydesk never fetches anything.
#[derive(Debug, Parser)]
#[command(
    name = "copydesk",
    version,
    args_conflicts_with_subcommands = true,
    max_term_width = 100,
    after_long_help = help::CLEAN
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) clean: CleanArgs,
}

/// Commands other than cleaning.
#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "one value per process")]
pub(crate) enum Command {
    /// Parse bylines, one per line, into names, roles and organization
    #[command(after_long_help = help::BYLINE)]
    Byline(StringArgs),
    /// Parse the dateline at the start of each line
    #[command(after_long_help = help::DATELINE)]
    Dateline(StringArgs),
    /// Parse the credit at the end of each line
    #[command(after_long_help = help::CREDIT)]
    Credit(StringArgs),
    /// Explain why each block of a page was kept or dropped, and where each field came from
    #[command(after_long_help = help::EXPLAIN)]
    Explain(ExplainArgs),
    /// Check site rules against saved pages, or import them
    #[command(subcommand, after_long_help = help::RULES)]
    Rules(RulesCommand),
    /// Serve tools for language models over standard input and output (Model Context Protocol)
    #[cfg(feature = "mcp")]
    Mcp(McpArgs),
    /// Serve a page to try copydesk on, and an HTTP API
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    /// Print the man page, or write the man pages of all subcommands to a directory
    #[command(after_long_help = help::MAN)]
    Man {
        /// Directory to write copydesk.1, copydesk-explain.1 and so on to [default: print copydesk(1)]
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Print a completion script for a shell
    #[command(after_long_help = help::COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Arguments of `explain`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// Pages, directories and archives, or one page of an archive (crawl.warc.gz#RECORD_ID, pages.zip#NAME); - is
    /// standard input
    #[arg(default_value = "-")]
    pub(crate) pages: Vec<PathBuf>,
    /// What the inputs are
    #[arg(long, value_enum, default_value_t = InputArg::Auto, help_heading = "Input")]
    pub(crate) input: InputArg,
    /// URL of the page
    #[arg(long, value_name = "URL", value_parser = url, help_heading = "Input")]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) article: ArticleArgs,
    /// Print one JSON object per page
    #[arg(long, conflicts_with = "html", help_heading = "Output")]
    pub(crate) json: bool,
    /// Write an HTML report; for several pages, a folder of reports with an index
    #[arg(long, value_name = "PATH", help_heading = "Output")]
    pub(crate) html: Option<PathBuf>,
    /// List the value and the weight of every feature of every block
    #[arg(short, long, help_heading = "Output")]
    pub(crate) verbose: bool,
    /// When to use colors
    #[arg(long, value_enum, default_value_t = ColourArg::Auto, help_heading = "Output")]
    pub(crate) color: ColourArg,
}

/// Arguments of `mcp`.
#[cfg(feature = "mcp")]
#[derive(Debug, ClapArgs)]
pub(crate) struct McpArgs {
    /// Folder whose files the tools may read [default: none]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) requests: RequestArgs,
}

/// Arguments of `serve`.
#[cfg(feature = "serve")]
#[derive(Debug, ClapArgs)]
pub(crate) struct ServeArgs {
    /// Address and port to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8118")]
    pub(crate) listen: String,
    #[command(flatten)]
    pub(crate) requests: RequestArgs,
}

/// Arguments of the servers.
#[cfg(any(feature = "mcp", feature = "serve"))]
#[derive(Debug, ClapArgs)]
pub(crate) struct RequestArgs {
    /// Folder of site rules (TOML)
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
    /// Maximum size of a page, decompressed (K, M, G may follow the number)
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "16M")]
    pub(crate) max_bytes: usize,
    /// Seconds that a page may take
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "10")]
    pub(crate) max_time: Duration,
}

/// When to use colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColourArg {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Commands for site rules.
#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Check rules against the saved pages that they name
    #[command(after_long_help = help::RULES_CHECK)]
    Check {
        /// Folder of site rules (TOML)
        folder: PathBuf,
    },
    /// Convert site configurations of FiveFilters to rules
    #[command(after_long_help = help::RULES_IMPORT)]
    Import {
        /// Files named after their hosts, such as post.example.txt
        files: Vec<PathBuf>,
        /// Directory to write to [default: standard output]
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
}

/// Arguments of `byline`, `dateline` and `credit`.
#[derive(Debug, ClapArgs)]
pub(crate) struct StringArgs {
    /// Files to read [default: standard input]
    pub(crate) files: Vec<PathBuf>,
    /// Format of the input
    #[arg(long, value_enum, default_value_t = StringFormat::Lines)]
    pub(crate) input: StringFormat,
    /// Format of the output
    #[arg(short, long, value_enum, default_value_t = StringFormat::Lines)]
    pub(crate) format: StringFormat,
    /// Same as --format jsonl
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Language of the strings without one of their own, as a BCP 47 tag
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub(crate) lang: Option<String>,
    /// Date of publication, from which datelines take their year
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<String>,
}

/// The format of strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StringFormat {
    /// One string per line
    #[value(alias = "text")]
    Lines,
    /// One JSON object per line; input objects have the fields "text", "published" and "language"
    #[value(alias = "json")]
    Jsonl,
}

/// Arguments of the main command.
#[derive(Debug, ClapArgs)]
pub(crate) struct CleanArgs {
    /// Pages, texts, archives and directories; - is standard input
    pub(crate) inputs: Vec<PathBuf>,

    /// Type of the inputs
    #[arg(long, value_enum, value_name = "TYPE", default_value_t = InputArg::Auto, help_heading = "Input")]
    pub(crate) input: InputArg,
    /// Write a result for each story of a wire feed
    ///
    /// A text with several stories, separated as wire feeds separate them, gives a result for each: feed.txt#1, feed.txt#2
    /// and so on.
    #[arg(long, help_heading = "Input")]
    pub(crate) split_stories: bool,
    /// URL of the page
    ///
    /// Resolves relative links and selects site rules. Only for input with one page: web archives, feeds and JSONL have
    /// URLs of their own.
    #[arg(long, value_name = "URL", value_parser = url, help_heading = "Input")]
    pub(crate) url: Option<String>,
    /// Read the names of inputs from a file, one per line or separated by NUL
    ///
    /// The list is separated by NUL if it contains one, as `find -print0` and `fd -0` write it. - is standard input.
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) files_from: Option<PathBuf>,
    /// Only read files in directories and archives that match (repeatable)
    ///
    /// Globs are those of .gitignore: *.html matches in every directory, news/*.html only below the named one.
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub(crate) include: Vec<String>,
    /// Skip files in directories and archives that match (repeatable)
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub(crate) exclude: Vec<String>,
    /// Read hidden files and directories, whose names begin with a dot
    #[arg(long, help_heading = "Input")]
    pub(crate) hidden: bool,
    /// Follow symbolic links in directories
    #[arg(long, help_heading = "Input")]
    pub(crate) follow: bool,

    /// JSON field with the URL
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), default_value = "url", help_heading = "Input")]
    pub(crate) url_field: String,
    /// JSON field with the HTML
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), default_value = "html", help_heading = "Input")]
    pub(crate) html_field: String,
    /// JSON field with the text, used if there is no HTML
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), default_value = "text", help_heading = "Input")]
    pub(crate) text_field: String,
    /// Copy all other JSON fields to the record
    ///
    /// A field that the record has itself is written as input_NAME.
    #[arg(long, help_heading = "Input")]
    pub(crate) keep_fields: bool,

    /// Write to a directory that mirrors the inputs (out/) or to one file (all.jsonl)
    ///
    /// A file appears when it is complete and replaces an existing one. Its extension sets the format; .gz and .zst
    /// compress it. An input is never replaced.
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Output format [default: text, or by the extension of --output]
    #[arg(short, long, value_name = "FORMAT", value_parser = format_parser(), help_heading = "Output")]
    pub(crate) format: Option<Format>,
    /// Same as --format json for one page and --format jsonl for several
    #[arg(long, conflicts_with_all = ["format", "markdown"], help_heading = "Output")]
    pub(crate) json: bool,
    /// Same as --format markdown
    #[arg(long, visible_alias = "md", conflicts_with = "format", help_heading = "Output")]
    pub(crate) markdown: bool,
    /// Omit headline and byline (text, markdown, html)
    #[arg(long, help_heading = "Output")]
    pub(crate) body: bool,
    /// Include links (markdown, html, tei)
    #[arg(long, help_heading = "Output")]
    pub(crate) links: bool,
    /// Include images with their captions (markdown, html, tei)
    #[arg(long, help_heading = "Output")]
    pub(crate) images: bool,
    /// Write the fields as YAML before the text (markdown)
    #[arg(long, help_heading = "Output")]
    pub(crate) front_matter: bool,
    /// Write a complete HTML document instead of an `article` element (html)
    #[arg(long, help_heading = "Output")]
    pub(crate) standalone: bool,
    /// Add the body in further formats to records: markdown, html (json, jsonl, csv, tsv, parquet)
    #[arg(long, value_name = "FORMATS", help_heading = "Output")]
    pub(crate) with: Option<Bodies>,
    /// Write cells that a spreadsheet would execute as they are (csv, tsv)
    ///
    /// By default, a cell that begins with =, +, -, @, a tab or a carriage return gets an apostrophe in front.
    #[arg(long, help_heading = "Output")]
    pub(crate) csv_raw: bool,
    /// Write results in the order of the inputs [default for standard output]
    ///
    /// Without it, results in a file or a directory are written as they are ready.
    #[arg(long, help_heading = "Output")]
    pub(crate) ordered: bool,

    /// How to write the byline (text, markdown, html)
    #[arg(long, value_enum, default_value_t = BylineArg::Normalize, help_heading = "Article")]
    pub(crate) byline: BylineArg,
    /// Drop paragraphs already seen in this run (exact or near duplicates)
    ///
    /// A page is compared with earlier pages, never with itself. A page without any paragraph left has no article.
    #[arg(long, conflicts_with = "resume", help_heading = "Article")]
    pub(crate) dedup: bool,
    #[command(flatten)]
    pub(crate) article: ArticleArgs,

    /// Number of threads [default: one per core]
    ///
    /// More than four per core are not used.
    #[arg(short = 'j', long, value_name = "N", help_heading = "Run")]
    pub(crate) threads: Option<usize>,
    /// Resume an interrupted run with the same options and output
    ///
    /// The result is the same as that of an uninterrupted run. Inputs that changed in the meantime are reported.
    #[arg(long, help_heading = "Run")]
    pub(crate) resume: bool,
    /// Write one line of JSON per failed page to a file
    #[arg(long, value_name = "FILE", help_heading = "Run")]
    pub(crate) report: Option<PathBuf>,
    /// Stop at the first page that fails
    #[arg(long, conflicts_with = "max_errors", help_heading = "Run")]
    pub(crate) fail_fast: bool,
    /// Stop when more than N pages have failed
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub(crate) max_errors: Option<u64>,
    /// Exit with 1 if any page has no article
    ///
    /// By default, only the failure of a page is an error, or a single page without an article.
    #[arg(long, help_heading = "Run")]
    pub(crate) strict: bool,
    /// How to show progress on standard error
    #[arg(long, value_enum, default_value_t = ProgressArg::Auto, help_heading = "Run")]
    pub(crate) progress: ProgressArg,
    /// Suppress per-page errors and the summary
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Run")]
    pub(crate) quiet: bool,
    /// Also report pages without an article, and print the summary
    #[arg(short, long, help_heading = "Run")]
    pub(crate) verbose: bool,
}

/// Options shared by `clean` and `explain` that define an article.
#[derive(Debug, ClapArgs)]
pub(crate) struct ArticleArgs {
    /// Encoding of the pages, overriding detection (utf-8, shift_jis, ...)
    #[arg(long, value_name = "LABEL", value_parser = encoding, help_heading = "Input")]
    pub(crate) encoding: Option<String>,

    /// How to write the dateline
    #[arg(long, value_enum, default_value_t = DatelineArg::Normalize, help_heading = "Article")]
    pub(crate) dateline: DatelineArg,
    /// Whether the body keeps the credit at its end
    #[arg(long, value_enum, default_value_t = KeepArg::Strip, help_heading = "Article")]
    pub(crate) credit: KeepArg,
    /// Whether the body keeps the standfirst
    #[arg(long, value_enum, default_value_t = KeepArg::Keep, help_heading = "Article")]
    pub(crate) standfirst: KeepArg,
    /// Favor precision or recall
    #[arg(long, value_enum, default_value_t = FavorArg::Balanced, help_heading = "Article")]
    pub(crate) favor: FavorArg,
    /// Whether the body keeps tables
    #[arg(long, value_enum, default_value_t = KeepArg::Keep, help_heading = "Article")]
    pub(crate) tables: KeepArg,
    /// Collect reader comments in a field of their own (json, jsonl)
    #[arg(long, help_heading = "Article")]
    pub(crate) comments: bool,
    /// Only accept articles in this language, as a BCP 47 tag (repeatable)
    #[arg(long, value_name = "TAG", value_parser = language, help_heading = "Article")]
    pub(crate) lang: Vec<String>,
    /// Only accept articles with at least this confidence, from 0 to 1
    #[arg(long, value_name = "C", value_parser = confidence, default_value = "0", help_heading = "Article")]
    pub(crate) min_confidence: f32,
    /// Only report fields that are right with at least this probability, from 0 to 1
    #[arg(long, value_name = "C", value_parser = confidence, default_value = "0", help_heading = "Article")]
    pub(crate) min_field_confidence: f32,
    /// Directory of site rules (TOML), for pages with a known URL
    #[arg(long, value_name = "DIR", help_heading = "Article")]
    pub(crate) rules: Option<PathBuf>,
    /// Remove elements that match a CSS selector from the body (repeatable)
    #[arg(long, value_name = "SELECTOR", value_parser = selector, help_heading = "Article")]
    pub(crate) strip: Vec<String>,
    /// Never report this author, such as an account of the newsroom's software (repeatable)
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), help_heading = "Article")]
    pub(crate) not_author: Vec<String>,
    /// When the pages were fetched, to resolve "3 hours ago" (RFC 3339)
    #[arg(long, value_name = "TIME", value_parser = date, help_heading = "Article")]
    pub(crate) now: Option<String>,
    /// Only accept articles with at least this many words
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Article")]
    pub(crate) min_words: usize,

    /// Maximum stored (compressed) size of a page or a document (suffixes K, M, G)
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "64M", help_heading = "Limits")]
    pub(crate) max_packed: usize,
    /// Maximum decompressed size of a page
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "64M", help_heading = "Limits")]
    pub(crate) max_bytes: usize,
    /// Maximum number of nodes in the tree of a page
    #[arg(long, value_name = "N", value_parser = at_least_one, default_value_t = Limits::default().nodes, help_heading = "Limits")]
    pub(crate) max_nodes: usize,
    /// Maximum number of lines in a plain text
    #[arg(long, value_name = "N", value_parser = at_least_one, default_value_t = Limits::default().lines, help_heading = "Limits")]
    pub(crate) max_lines: usize,
    /// Maximum depth of the tree; deeper elements are flattened
    #[arg(long, value_name = "N", value_parser = at_least_one, default_value_t = Limits::default().depth, help_heading = "Limits")]
    pub(crate) max_depth: usize,
    /// Maximum time per page [default: no limit]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, help_heading = "Limits")]
    pub(crate) max_time: Option<Duration>,
}

/// How to show progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressArg {
    /// A bar on a terminal, otherwise none
    Auto,
    /// A bar
    Bar,
    /// A line of JSON per second
    Json,
    /// No progress
    None,
}

/// The type of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputArg {
    /// Detect the type of each input
    Auto,
    /// HTML pages
    Html,
    /// Plain text
    Text,
    /// One JSON object with a page per line
    Jsonl,
    /// A JSON array of pages, or posts of the WordPress API
    Json,
    /// A feed: RSS, Atom or JSON Feed
    Feed,
    /// A saved page (MHTML) or an e-mail message
    Mail,
    /// Web archives (WARC, ARC)
    Warc,
}

/// How to write the byline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BylineArg {
    /// In canonical form: By Jane Doe and John Roe
    Normalize,
    /// As on the page
    Keep,
    /// Omit it
    Strip,
}

/// How to write the dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DatelineArg {
    /// In house style: SEOUL, May 4 (Yonhap) —
    Normalize,
    /// As on the page
    Keep,
    /// Omit it
    Strip,
}

/// Whether to keep a part of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeepArg {
    /// Keep it
    Keep,
    /// Remove it
    Strip,
}

/// Whether to favor precision or recall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FavorArg {
    /// Less text, but all of it from the article
    Precision,
    /// The best balance
    Balanced,
    /// All of the article, with more text from elsewhere
    Recall,
}

impl From<FavorArg> for Favor {
    fn from(favor: FavorArg) -> Self {
        match favor {
            FavorArg::Precision => Self::Precision,
            FavorArg::Balanced => Self::Balanced,
            FavorArg::Recall => Self::Recall,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn argument_definitions_are_valid() {
        super::Args::command().debug_assert();
    }
}
