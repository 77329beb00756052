//! Builds a [`Cleaner`] from options, for `clean` and `explain`.

use crate::{Cleaner, CreditStyle, DatelineStyle, Limits, SiteRules, StandfirstStyle, TableStyle};

use super::args::{ArticleArgs, DatelineArg, KeepArg};

/// Builds the cleaner that the options describe.
pub(crate) fn cleaner(args: &ArticleArgs) -> Result<Cleaner, String> {
    let mut limits = Limits::default();
    limits.bytes = args.max_bytes;
    limits.nodes = args.max_nodes;
    limits.lines = args.max_lines;
    limits.depth = args.max_depth;
    limits.time = args.max_time;
    let mut cleaner = Cleaner::new();
    if let Some(folder) = &args.rules {
        cleaner = cleaner.with_rules(SiteRules::read(folder).map_err(|error| format!("--rules: {error}"))?);
    }
    if let Some(now) = &args.now {
        cleaner = cleaner.with_now(now).map_err(|e| format!("--now: {e}"))?;
    }
    let cleaner = cleaner
        .with_limits(limits)
        .with_favor(args.favor.into())
        .with_dateline(match args.dateline {
            DatelineArg::Normalize => DatelineStyle::Normalize,
            DatelineArg::Keep => DatelineStyle::Keep,
            DatelineArg::Strip => DatelineStyle::Strip,
        })
        .with_credit(match args.credit {
            KeepArg::Keep => CreditStyle::Keep,
            KeepArg::Strip => CreditStyle::Strip,
        })
        .with_standfirst(match args.standfirst {
            KeepArg::Keep => StandfirstStyle::Keep,
            KeepArg::Strip => StandfirstStyle::Strip,
        })
        .with_tables(match args.tables {
            KeepArg::Keep => TableStyle::Keep,
            KeepArg::Strip => TableStyle::Strip,
        })
        .with_comments(args.comments)
        .without_authors(&args.not_author)
        .with_min_words(args.min_words);
    let cleaner = cleaner.with_stripped(&args.strip).map_err(|e| format!("--strip: {e}"))?;
    let cleaner = cleaner.with_languages(&args.lang).map_err(|e| format!("--lang: {e}"))?;
    let cleaner =
        cleaner.with_min_confidence(args.min_confidence).map_err(|e| format!("--min-confidence: {e}"))?;
    cleaner
        .with_min_field_confidence(args.min_field_confidence)
        .map_err(|e| format!("--min-field-confidence: {e}"))
}
