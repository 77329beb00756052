//! The arguments: what may be typed, and its help. Doc comments are the help text.

use std::{path::PathBuf, time::Duration};

use crate::{
    Favor, Limits,
    output::{Bodies, Format},
};
use clap::{
    Args as ClapArgs, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};

/// Cleans scraped pages and scraped text into articles: headline, byline, dateline, date, body.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) clean: CleanArgs,
}

/// What can be done besides cleaning pages.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read bylines, one a line, into names, roles and organization
    Byline(StringArgs),
    /// Read the datelines that paragraphs, one a line, begin with
    Dateline(StringArgs),
    /// Read the credits that texts, one a line, end with
    Credit(StringArgs),
    /// Explain why each block of a page was kept or dropped, and where each field came from
    Explain(ExplainArgs),
    /// Check site rules against saved pages, or import them
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Serve tools for language models over standard input and output (Model Context Protocol)
    #[cfg(feature = "mcp")]
    Mcp(McpArgs),
    /// Serve a page to try copydesk on, and an HTTP API
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    /// Write the man page (roff)
    Man,
    /// Write completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Arguments of `explain`.
#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// Pages, directories and archives, or one page of an archive (crawl.warc.gz#<record id>, pages.zip#name); - is
    /// standard input
    #[arg(default_value = "-")]
    pub(crate) pages: Vec<PathBuf>,
    /// What the inputs are
    #[arg(long, value_enum, default_value_t = InputArg::Auto, help_heading = "Input")]
    pub(crate) input: InputArg,
    /// Address the page came from
    #[arg(long, value_name = "URL", help_heading = "Input")]
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

/// What can be done with site rules.
#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Prove rules against the saved pages that they name
    Check {
        /// Folder of site rules (TOML)
        folder: PathBuf,
    },
    /// Read files of FiveFilters' site configuration and write rules
    Import {
        /// Files named after their hosts (post.example.txt)
        files: Vec<PathBuf>,
        /// Folder to write to [default: standard output]
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
}

/// Arguments of `byline`, `dateline` and `credit`.
#[derive(Debug, ClapArgs)]
pub(crate) struct StringArgs {
    /// Files of strings [default: standard input]
    pub(crate) files: Vec<PathBuf>,
    /// One string a line, or one JSON object {"text", "published", "language"} a line
    #[arg(long, value_enum, default_value_t = Lines::Lines)]
    pub(crate) input: Lines,
    /// Canonical text a line, or one JSON object a line
    #[arg(long, value_enum, default_value_t = Lines::Lines)]
    pub(crate) format: Lines,
    /// Language of the strings, a BCP 47 tag, where they do not say
    #[arg(long, value_name = "TAG")]
    pub(crate) lang: Option<String>,
    /// Day of publication, which gives datelines their year
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) published: Option<String>,
}

/// How strings stand in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lines {
    /// One a line
    Lines,
    /// One JSON object a line
    Jsonl,
}

/// Arguments of the main job.
#[derive(Debug, ClapArgs)]
pub(crate) struct CleanArgs {
    /// Pages, texts, directories; - is standard input
    pub(crate) inputs: Vec<PathBuf>,

    /// What the inputs are
    #[arg(long, value_enum, default_value_t = InputArg::Auto, help_heading = "Input")]
    pub(crate) input: InputArg,
    /// A result for each story of a text that holds several, as wire feeds do (feed.txt#1, feed.txt#2, ...)
    #[arg(long, help_heading = "Input")]
    pub(crate) split_stories: bool,
    /// Address the page came from
    #[arg(long, value_name = "URL", help_heading = "Input")]
    pub(crate) url: Option<String>,
    /// Read the inputs' names from a file, one a line or parted by NUL; - is standard input
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) files_from: Option<PathBuf>,
    /// Only files of directories and archives that match (may be repeated)
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub(crate) include: Vec<String>,
    /// No files of directories and archives that match (may be repeated)
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub(crate) exclude: Vec<String>,
    /// Take files and directories whose names begin with a dot
    #[arg(long, help_heading = "Input")]
    pub(crate) hidden: bool,
    /// Follow links in directories
    #[arg(long, help_heading = "Input")]
    pub(crate) follow: bool,

    /// Field of JSONL that holds the address
    #[arg(long, value_name = "NAME", default_value = "url", help_heading = "Input")]
    pub(crate) url_field: String,
    /// Field of JSONL that holds the page as HTML
    #[arg(long, value_name = "NAME", default_value = "html", help_heading = "Input")]
    pub(crate) html_field: String,
    /// Field of JSONL that holds the page as text
    #[arg(long, value_name = "NAME", default_value = "text", help_heading = "Input")]
    pub(crate) text_field: String,
    /// Carry all other fields of JSONL through to the record
    #[arg(long, help_heading = "Input")]
    pub(crate) keep_fields: bool,

    /// Folder that mirrors the inputs (out/), or one file (all.jsonl), replaced if it exists
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Form of the results [default: text, or what the output's name says]
    #[arg(long, value_name = "FORMAT", value_parser = format_parser(), help_heading = "Output")]
    pub(crate) format: Option<Format>,
    /// The body alone, without headline and byline
    #[arg(long, help_heading = "Output")]
    pub(crate) body: bool,
    /// Links with their addresses (markdown, html, tei)
    #[arg(long, help_heading = "Output")]
    pub(crate) links: bool,
    /// Pictures with their captions (markdown, html, tei)
    #[arg(long, help_heading = "Output")]
    pub(crate) images: bool,
    /// The fields as YAML before the text (markdown)
    #[arg(long, help_heading = "Output")]
    pub(crate) front_matter: bool,
    /// A complete HTML document instead of an `article` element (html)
    #[arg(long, help_heading = "Output")]
    pub(crate) standalone: bool,
    /// Further forms of the body in records, separated by commas: markdown, html (json, jsonl, csv, tsv, parquet)
    #[arg(long, value_name = "FORMATS", help_heading = "Output")]
    pub(crate) with: Option<Bodies>,
    /// Results in the order of the inputs [default for standard output], not as they are ready
    #[arg(long, help_heading = "Output")]
    pub(crate) ordered: bool,

    /// What becomes of the byline in text
    #[arg(long, value_enum, default_value_t = Byline::Normalize, help_heading = "Article")]
    pub(crate) byline: Byline,
    /// Drop paragraphs that an earlier page of the run had, or all but
    #[arg(long, conflicts_with = "resume", help_heading = "Article")]
    pub(crate) dedup: bool,
    #[command(flatten)]
    pub(crate) article: ArticleArgs,

    /// Pages at a time [default: one for each core]
    #[arg(short = 'j', long, value_name = "N", help_heading = "Run")]
    pub(crate) threads: Option<usize>,
    /// Go on where a run with the same options and output was ended
    #[arg(long, help_heading = "Run")]
    pub(crate) resume: bool,
    /// Write a line of JSON for each page that fails
    #[arg(long, value_name = "FILE", help_heading = "Run")]
    pub(crate) report: Option<PathBuf>,
    /// Stop at the first page that fails
    #[arg(long, conflicts_with = "max_errors", help_heading = "Run")]
    pub(crate) fail_fast: bool,
    /// Stop when more than N pages have failed
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub(crate) max_errors: Option<u64>,
    /// How progress is shown on standard error
    #[arg(long, value_enum, default_value_t = ProgressArg::Auto, help_heading = "Run")]
    pub(crate) progress: ProgressArg,
    /// Say nothing of pages that fail, nor sum up
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Run")]
    pub(crate) quiet: bool,
    /// Name pages without an article too, and sum up
    #[arg(short, long, help_heading = "Run")]
    pub(crate) verbose: bool,
}

/// Options of `clean` and `explain`: what an article is.
#[derive(Debug, ClapArgs)]
pub(crate) struct ArticleArgs {
    /// Encoding of the pages, whatever they say (utf-8, windows-1252, shift_jis, ...)
    #[arg(long, value_name = "LABEL", help_heading = "Input")]
    pub(crate) encoding: Option<String>,

    /// What becomes of the dateline
    #[arg(long, value_enum, default_value_t = Dateline::Normalize, help_heading = "Article")]
    pub(crate) dateline: Dateline,
    /// What becomes of the credit at the end
    #[arg(long, value_enum, default_value_t = Keep::Strip, help_heading = "Article")]
    pub(crate) credit: Keep,
    /// What becomes of the standfirst
    #[arg(long, value_enum, default_value_t = Keep::Keep, help_heading = "Article")]
    pub(crate) standfirst: Keep,
    /// Lean to less that is foreign, or to nothing lost
    #[arg(long, value_enum, default_value_t = FavorArg::Balanced, help_heading = "Article")]
    pub(crate) favor: FavorArg,
    /// What becomes of tables
    #[arg(long, value_enum, default_value_t = Keep::Keep, help_heading = "Article")]
    pub(crate) tables: Keep,
    /// Collect readers' comments in a field of their own (json, jsonl)
    #[arg(long, help_heading = "Article")]
    pub(crate) comments: bool,
    /// Only pages in this language, a BCP 47 tag (may be repeated)
    #[arg(long, value_name = "TAG", help_heading = "Article")]
    pub(crate) lang: Vec<String>,
    /// Pages of less confidence (0 to 1) are no articles
    #[arg(long, value_name = "C", default_value_t = 0.0, help_heading = "Article")]
    pub(crate) min_confidence: f32,
    /// Leave out a title, byline, date, dateline or credit that is right with a lower probability (0 to 1)
    #[arg(long, value_name = "C", default_value_t = 0.0, help_heading = "Article")]
    pub(crate) min_field_confidence: f32,
    /// Folder of site rules (TOML), for pages whose address is known
    #[arg(long, value_name = "DIR", help_heading = "Article")]
    pub(crate) rules: Option<PathBuf>,
    /// Time at which the pages were fetched (RFC 3339): "3 hours ago" is read against it
    #[arg(long, value_name = "TIME", help_heading = "Article")]
    pub(crate) now: Option<String>,
    /// Bodies of fewer words are no articles
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Article")]
    pub(crate) min_words: usize,

    /// Bytes of a page as it lies there (K, M, G may follow the number)
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "64M", help_heading = "Limits")]
    pub(crate) max_packed: usize,
    /// Bytes of a page, unpacked
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "64M", help_heading = "Limits")]
    pub(crate) max_bytes: usize,
    /// Nodes of a page's tree
    #[arg(long, value_name = "N", default_value_t = Limits::default().nodes, help_heading = "Limits")]
    pub(crate) max_nodes: usize,
    /// Lines of a plain text
    #[arg(long, value_name = "N", default_value_t = Limits::default().lines, help_heading = "Limits")]
    pub(crate) max_lines: usize,
    /// Depth of a page's tree; what lies deeper is flattened
    #[arg(long, value_name = "N", default_value_t = Limits::default().depth, help_heading = "Limits")]
    pub(crate) max_depth: usize,
    /// Seconds that a page may take [default: no limit]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, help_heading = "Limits")]
    pub(crate) max_time: Option<Duration>,
}

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressArg {
    /// A bar on a terminal, else not at all
    Auto,
    /// A bar
    Bar,
    /// A line of JSON a second
    Json,
    /// Not at all
    None,
}

/// A number of bytes: `64M` is 64 × 1024 × 1024.
fn bytes(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(['k', 'K', 'm', 'M', 'g', 'G']);
    let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        unit => return Err(format!("no unit `{unit}`; K, M or G")),
    };
    let number: usize = digits.parse().map_err(|error| format!("{error}"))?;
    number.checked_mul(1 << shift).ok_or_else(|| "too large".to_owned())
}

/// A time span in seconds, fractions allowed.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|error| format!("{error}"))?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|f| f.name())).try_map(|name| name.parse::<Format>())
}

/// What the pages are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputArg {
    /// Found out from each name and page
    Auto,
    /// Pages of HTML
    Html,
    /// Pages of plain text
    Text,
    /// A JSON object with a page on each line
    Jsonl,
    /// Web archives
    Warc,
}

/// What becomes of a byline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Byline {
    /// In canonical form: By Jane Doe and John Roe
    Normalize,
    /// As the page has it
    Keep,
    /// Left out
    Strip,
}

/// What becomes of a dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dateline {
    /// In house style: SEOUL, May 4 (Yonhap) —
    Normalize,
    /// As the page has it
    Keep,
    /// Left out
    Strip,
}

/// What becomes of a part of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Keep {
    /// Left in the body
    Keep,
    /// Taken out of the body
    Strip,
}

/// What the choice of the body leans to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FavorArg {
    /// Less, but all of it the article's
    Precision,
    /// The best of both
    Balanced,
    /// Nothing of the article lost
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
    fn sizes_have_units() {
        assert_eq!(super::bytes("10"), Ok(10));
        assert_eq!(super::bytes("2k"), Ok(2048));
        assert_eq!(super::bytes("64M"), Ok(64 << 20));
        assert!(["", "M", "1T", "1MM", "-1", "99999999999G"].iter().all(|text| super::bytes(text).is_err()));
    }

    #[test]
    fn definitions_are_sound() {
        super::Args::command().debug_assert();
    }
}
