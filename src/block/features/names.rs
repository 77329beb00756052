//! The table of features: name, what it is, unit, range. A row of [`Rows`](super::Rows) has them in this
//! order; a model names those it reads, so entries may be added anywhere.

/// One feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feature {
    /// Its name in models and tables.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Smallest and largest value.
    pub range: (f32, f32),
}

/// No upper or lower end.
const INF: f32 = f32::INFINITY;

macro_rules! features {
    ($($name:ident $about:literal $unit:literal $low:literal $high:expr;)*) => {
        /// Columns by name.
        #[allow(non_upper_case_globals)]
        pub(crate) mod at {
            features!(@columns 0usize; $($name)*);
        }
        /// All features in the order of their columns.
        pub(crate) static FEATURES: [Feature; [$(stringify!($name)),*].len()] = [
            $(Feature { name: stringify!($name), about: $about, unit: $unit, range: ($low as f32, $high as f32) }),*
        ];
    };
    (@columns $at:expr; $name:ident $($rest:ident)*) => {
        pub(crate) const $name: usize = $at;
        features!(@columns $name + 1; $($rest)*);
    };
    (@columns $at:expr;) => {};
}

features! {
    words "words; characters / 2.2 in Chinese and Japanese" "words" 0 INF;
    chars "characters that are no white space" "characters" 0 INF;
    ld "link density: share of characters inside links" "share" 0 1;
    links "links with text" "count" 0 INF;
    bold "share of characters inside b and strong" "share" 0 1;
    code "share of characters inside code, tt, kbd, samp" "share" 0 1;
    time "share of characters inside time" "share" 0 1;
    wraps "inline elements that begin in or just before it" "count" 0 INF;
    brs "single line breaks" "count" 0 INF;
    imgs "images since the block before" "count" 0 INF;
    cpw "characters per run between white space" "characters" 0 INF;
    maxw "characters of the longest run" "characters" 0 INF;
    stops "stop words" "count" 0 INF;
    stopsh "share of stop words among tokens" "share" 0 1;
    digsh "share of runs that begin with a digit" "share" 0 1;
    capsh "share of runs that begin with a capital" "share" 0 1;
    upsh "share of runs all in capitals" "share" 0 1;
    hexes "runs that look like machine-made ids" "count" 0 INF;
    commas "commas of any script" "count" 0 INF;
    commaw "commas per word" "per word" 0 INF;
    sents "sentence ends" "count" 0 INF;
    sentw "sentence ends per word" "per word" 0 INF;
    endp "ends as a sentence does (1), with a colon or ellipsis (0.5)" "flag" 0 1;
    first "first letter: capital 0, lower case 1, digit 2, other 3" "class" 0 3;
    pipes "separators such as | and ›" "count" 0 INF;
    questions "question marks" "count" 0 INF;
    ats "at signs" "count" 0 INF;
    date "holds a date" "flag" 0 1;
    price "holds a price" "flag" 0 1;
    bp_cookie "phrase of cookies and privacy" "flag" 0 1;
    bp_copy "phrase of rights and terms" "flag" 0 1;
    bp_subs "phrase of subscriptions" "flag" 0 1;
    bp_share "phrase of sharing" "flag" 0 1;
    bp_rel "phrase of related stories" "flag" 0 1;
    bp_com "phrase of comments and log-in" "flag" 0 1;
    bp_read "phrase that calls to go on" "flag" 0 1;
    bp_ad "phrase of advertising" "flag" 0 1;
    bp_by "begins as bylines, dates and topic lines do" "flag" 0 1;
    bps "groups of phrases found" "count" 0 9;
    dup "other blocks with the same words" "count" 0 INF;
    dupi "blocks before with the same words" "count" 0 INF;
    long "running text for sure" "flag" 0 1;
    tag "tag of the element that breaks running text" "code" 0 99;
    efftag "tag of the element that holds just this text" "code" 0 99;
    ishead "in a heading" "flag" 0 1;
    d_article "steps to article" "steps" 0 512;
    d_main "steps to main" "steps" 0 512;
    d_aside "steps to aside" "steps" 0 512;
    d_nav "steps to nav" "steps" 0 512;
    d_header "steps to header" "steps" 0 512;
    d_footer "steps to footer" "steps" 0 512;
    d_form "steps to form" "steps" 0 512;
    d_ul "steps to ul" "steps" 0 512;
    d_ol "steps to ol" "steps" 0 512;
    d_table "steps to table" "steps" 0 512;
    d_figure "steps to figure" "steps" 0 512;
    d_section "steps to section" "steps" 0 512;
    d_blockquote "steps to blockquote" "steps" 0 512;
    d_pre "steps to pre" "steps" 0 512;
    d_button "steps to button" "steps" 0 512;
    d_dl "steps to dl" "steps" 0 512;
    d_details "steps to details" "steps" 0 512;
    d_a "steps to a" "steps" 0 512;
    d_label "steps to label" "steps" 0 512;
    d_dialog "steps to dialog" "steps" 0 512;
    d_li "steps to li" "steps" 0 512;
    d_p "steps to p" "steps" 0 512;
    d_td "steps to td or th" "steps" 0 512;
    d_h "steps to a heading" "steps" 0 512;
    depth "depth of the owner" "steps" 0 512;
    hidden "hidden by mark-up" "flag" 0 1;
    hidd "steps to what hides it" "steps" 0 512;
    item "microdata: articleBody 1, other text 2, article 3" "class" 0 3;
    posc "ancestors with names of content" "count" 0 512;
    negc "ancestors with names of what stands around it" "count" 0 512;
    posd "steps to the nearest name of content" "steps" 0 512;
    negd "steps to the nearest name of what stands around it" "steps" 0 512;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_columns_follow_them() {
        let mut names: Vec<_> = FEATURES.iter().map(|f| f.name).collect();
        assert_eq!(FEATURES[at::negd].name, "negd");
        assert_eq!(FEATURES[at::words].name, "words");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FEATURES.len());
    }
}
