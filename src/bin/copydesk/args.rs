//! The arguments: what may be typed, and its help. Doc comments are the help text.

use std::path::PathBuf;

use clap::{
    Args as ClapArgs, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use copydesk::output::Format;

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

    /// HTML or plain text
    #[arg(long, value_enum, default_value_t = InputArg::Auto, help_heading = "Input")]
    pub(crate) input: InputArg,
    /// Address the page came from
    #[arg(long, value_name = "URL", help_heading = "Input")]
    pub(crate) url: Option<String>,
    /// Encoding of the pages, whatever they say (utf-8, windows-1252, shift_jis, ...)
    #[arg(long, value_name = "LABEL", help_heading = "Input")]
    pub(crate) encoding: Option<String>,
    /// Only files of directories that match (may be repeated)
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub(crate) include: Vec<String>,
    /// No files of directories that match (may be repeated)
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub(crate) exclude: Vec<String>,
    /// Take files and directories whose names begin with a dot
    #[arg(long, help_heading = "Input")]
    pub(crate) hidden: bool,
    /// Follow links in directories
    #[arg(long, help_heading = "Input")]
    pub(crate) follow: bool,

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
    /// Results in the order of the inputs [default for standard output], not as they are ready
    #[arg(long, help_heading = "Output")]
    pub(crate) ordered: bool,

    /// What becomes of the byline in text
    #[arg(long, value_enum, default_value_t = Byline::Normalize, help_heading = "Article")]
    pub(crate) byline: Byline,
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
    /// Bodies of fewer words are no articles
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Article")]
    pub(crate) min_words: usize,

    /// Pages at a time [default: one for each core]
    #[arg(short = 'j', long, value_name = "N", help_heading = "Run")]
    pub(crate) threads: Option<usize>,
    /// Say nothing of pages that fail
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Run")]
    pub(crate) quiet: bool,
    /// Name pages without an article too, and sum up
    #[arg(short, long, help_heading = "Run")]
    pub(crate) verbose: bool,
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|f| f.name())).try_map(|name| name.parse::<Format>())
}

/// What the pages are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputArg {
    /// Found out from each page
    Auto,
    /// HTML
    Html,
    /// Plain text
    Text,
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn definitions_are_sound() {
        super::Args::command().debug_assert();
    }
}
