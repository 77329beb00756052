//! The table of features: name, description, unit, range. Each row of [`Rows`](super::Rows) has this order. A model
//! names the features that it reads, so entries may be added anywhere; those of the page (`pg_`) come last.

/// One feature.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(not(feature = "lab"), allow(unreachable_pub, reason = "public in `lab` only"))]
pub struct FeatureDefinition {
    /// The name in models and tables.
    pub name: &'static str,
    /// A description.
    pub about: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// Smallest and largest value.
    pub range: (f32, f32),
}

/// An unbounded end of a range.
const INF: f32 = f32::INFINITY;

macro_rules! features {
    ($($name:ident $about:literal $unit:literal $low:literal $high:expr;)*) => {
        /// Column indices by name.
        #[allow(non_upper_case_globals)]
        pub(crate) mod at {
            #[allow(non_camel_case_types)]
            enum Column { $($name),* }
            $(pub(crate) const $name: usize = Column::$name as usize;)*
        }
        /// All features in column order.
        pub(crate) static FEATURES: [FeatureDefinition; [$(stringify!($name)),*].len()] = [
            $(FeatureDefinition { name: stringify!($name), about: $about, unit: $unit, range: ($low as f32, $high as f32) }),*
        ];
    };
}

features! {
    words "words; characters / 2.2 in Chinese and Japanese" "words" 0 INF;
    chars "characters other than white space" "characters" 0 INF;
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
    endp "ends like a sentence (1), with a colon or ellipsis (0.5)" "flag" 0 1;
    first "first letter: capital 0, lower case 1, digit 2, other 3" "class" 0 3;
    pipes "separators such as | and ›" "count" 0 INF;
    questions "question marks" "count" 0 INF;
    ats "at signs" "count" 0 INF;
    date "contains a date" "flag" 0 1;
    price "contains a price" "flag" 0 1;
    bp_cookie "phrase of cookies and privacy" "flag" 0 1;
    bp_copy "phrase of rights and terms" "flag" 0 1;
    bp_subs "phrase of subscriptions" "flag" 0 1;
    bp_share "phrase of sharing" "flag" 0 1;
    bp_rel "phrase of related stories" "flag" 0 1;
    bp_com "phrase of comments and log-in" "flag" 0 1;
    bp_read "phrase that asks the reader to continue" "flag" 0 1;
    bp_ad "phrase of advertising" "flag" 0 1;
    bp_by "begins like a byline, date or topic line" "flag" 0 1;
    bps "groups of phrases found" "count" 0 9;
    dup "other blocks with the same words" "count" 0 INF;
    dupi "blocks before with the same words" "count" 0 INF;
    long "certainly running text" "flag" 0 1;
    tag "tag of the element that breaks running text" "code" 0 99;
    efftag "tag of the element with exactly this text" "code" 0 99;
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
    hidd "steps to the element that hides it" "steps" 0 512;
    item "microdata: articleBody 1, other text 2, article 3" "class" 0 3;
    posc "ancestors with names of content" "count" 0 512;
    negc "ancestors with names of boilerplate" "count" 0 512;
    posd "steps to the nearest name of content" "steps" 0 512;
    negd "steps to the nearest name of boilerplate" "steps" 0 512;
    a0_w "owner: words" "words" 0 INF;
    a0_ld "owner: link density" "share" 0 1;
    a0_lw "owner: share of words in long blocks" "share" 0 1;
    a0_n "owner: blocks" "count" 0 INF;
    a0_st "owner: share of stop words" "share" 0 1;
    a0_sh "owner: share of the page's words" "share" 0 1;
    a1_w "ancestor 1 with more words: words" "words" 0 INF;
    a1_ld "ancestor 1 with more words: link density" "share" 0 1;
    a1_lw "ancestor 1 with more words: share of words in long blocks" "share" 0 1;
    a1_n "ancestor 1 with more words: blocks" "count" 0 INF;
    a1_st "ancestor 1 with more words: share of stop words" "share" 0 1;
    a1_sh "ancestor 1 with more words: share of the page's words" "share" 0 1;
    a2_w "ancestor 2 with more words: words" "words" 0 INF;
    a2_ld "ancestor 2 with more words: link density" "share" 0 1;
    a2_lw "ancestor 2 with more words: share of words in long blocks" "share" 0 1;
    a2_n "ancestor 2 with more words: blocks" "count" 0 INF;
    a2_st "ancestor 2 with more words: share of stop words" "share" 0 1;
    a2_sh "ancestor 2 with more words: share of the page's words" "share" 0 1;
    a3_w "ancestor 3 with more words: words" "words" 0 INF;
    a3_ld "ancestor 3 with more words: link density" "share" 0 1;
    a3_lw "ancestor 3 with more words: share of words in long blocks" "share" 0 1;
    a3_n "ancestor 3 with more words: blocks" "count" 0 INF;
    a3_st "ancestor 3 with more words: share of stop words" "share" 0 1;
    a3_sh "ancestor 3 with more words: share of the page's words" "share" 0 1;
    a4_w "ancestor 4 with more words: words" "words" 0 INF;
    a4_ld "ancestor 4 with more words: link density" "share" 0 1;
    a4_lw "ancestor 4 with more words: share of words in long blocks" "share" 0 1;
    a4_n "ancestor 4 with more words: blocks" "count" 0 INF;
    a4_st "ancestor 4 with more words: share of stop words" "share" 0 1;
    a4_sh "ancestor 4 with more words: share of the page's words" "share" 0 1;
    a5_w "ancestor 5 with more words: words" "words" 0 INF;
    a5_ld "ancestor 5 with more words: link density" "share" 0 1;
    a5_lw "ancestor 5 with more words: share of words in long blocks" "share" 0 1;
    a5_n "ancestor 5 with more words: blocks" "count" 0 INF;
    a5_st "ancestor 5 with more words: share of stop words" "share" 0 1;
    a5_sh "ancestor 5 with more words: share of the page's words" "share" 0 1;
    c50_lca "descent at 50 %: steps from the container to the common ancestor" "steps" 0 512;
    c50_pos "descent at 50 %: before (-1), in, after (1) the container" "side" -1 1;
    c50_sh "descent at 50 %: container's share of the page's words" "share" 0 1;
    c50_ld "descent at 50 %: container's link density" "share" 0 1;
    c75_lca "descent at 75 %: steps from the container to the common ancestor" "steps" 0 512;
    c75_pos "descent at 75 %: before (-1), in, after (1) the container" "side" -1 1;
    c75_sh "descent at 75 %: container's share of the page's words" "share" 0 1;
    c75_ld "descent at 75 %: container's link density" "share" 0 1;
    c90_lca "descent at 90 %: steps from the container to the common ancestor" "steps" 0 512;
    c90_pos "descent at 90 %: before (-1), in, after (1) the container" "side" -1 1;
    c90_sh "descent at 90 %: container's share of the page's words" "share" 0 1;
    c90_ld "descent at 90 %: container's link density" "share" 0 1;
    arc_lca "best score: steps from the container to the common ancestor" "steps" 0 512;
    arc_pos "best score: before (-1), in, after (1) the container" "side" -1 1;
    arc_sh "best score: container's share of the page's words" "share" 0 1;
    arc_ld "best score: container's link density" "share" 0 1;
    arc_own "score of the owner's parent over the best score" "share" 0 1;
    inart "in the article element with most text" "flag" 0 1;
    artsh "that element's share of long text" "share" 0 1;
    narts "article elements with text" "count" 0 INF;
    cardn "siblings like the nearest card" "count" 0 INF;
    cardw "their mean words" "words" 0 INF;
    cardld "their mean link density" "share" 0 1;
    cardd "steps to the card" "steps" 0 INF;
    cardh "share of the siblings like the nearest card that have a linked title" "share" 0 1;
    cardi "share of them that have a picture" "share" 0 1;
    carddt "share of them that have a date line" "share" 0 1;
    cardt "the story's heading is in this card 1, in a similar one -1" "side" -1 1;
    maxsib "most similar siblings over all ancestors" "count" 0 INF;
    s1_n "blocks with same tags up to the root" "count" 0 INF;
    s1_w "same tags up to the root: mean words" "words" 0 INF;
    s1_ld "same tags up to the root: mean link density" "share" 0 1;
    s1_sh "same tags up to the root: share of the page's words" "share" 0 1;
    s1_e "same tags up to the root: share that end like sentences" "share" 0 1;
    s2_n "blocks with same tag, class, parent's class" "count" 0 INF;
    s2_w "same tag, class, parent's class: mean words" "words" 0 INF;
    s2_ld "same tag, class, parent's class: mean link density" "share" 0 1;
    s2_sh "same tag, class, parent's class: share of the page's words" "share" 0 1;
    s2_e "same tag, class, parent's class: share that end like sentences" "share" 0 1;
    s3_n "blocks with same tags and commonest classes of four levels" "count" 0 INF;
    s3_w "same tags and commonest classes of four levels: mean words" "words" 0 INF;
    s3_ld "same tags and commonest classes of four levels: mean link density" "share" 0 1;
    s3_sh "same tags and commonest classes of four levels: share of the page's words" "share" 0 1;
    s3_e "same tags and commonest classes of four levels: share that end like sentences" "share" 0 1;
    title "similarity to its most similar title" "share" 0 1;
    desc "share of its shingles in a description, -1 without one" "share" -1 1;
    idx "blocks before" "count" 0 INF;
    idxend "blocks after" "count" 0 INF;
    rel "position among the blocks" "share" 0 1;
    relw "share of the page's words before" "share" 0 1;
    lbefore "share of long text before" "share" 0 1;
    lafter "share of long text after" "share" 0 1;
    dh1 "blocks since the h1 most similar to the title" "blocks" -99 99;
    dtit "blocks since the block most similar to the title" "blocks" -99 99;
    dfl "blocks since the first long block" "blocks" -99 99;
    dll "blocks since the last long block" "blocks" -99 99;
    dlb "blocks since the long block before" "blocks" 0 99;
    dla "blocks until the long block after" "blocks" 0 99;
    hd "blocks since the heading above" "blocks" 0 99;
    hlev "level of the heading above, 7 for none" "level" 1 7;
    hbp "the heading above has a phrase of boilerplate" "flag" 0 1;
    p3_w "words of the block 3 before" "words" 0 INF;
    p3_ld "link density of the block 3 before" "share" 0 1;
    p2_w "words of the block 2 before" "words" 0 INF;
    p2_ld "link density of the block 2 before" "share" 0 1;
    p1_w "words of the block 1 before" "words" 0 INF;
    p1_ld "link density of the block 1 before" "share" 0 1;
    n1_w "words of the block 1 after" "words" 0 INF;
    n1_ld "link density of the block 1 after" "share" 0 1;
    n2_w "words of the block 2 after" "words" 0 INF;
    n2_ld "link density of the block 2 after" "share" 0 1;
    n3_w "words of the block 3 after" "words" 0 INF;
    n3_ld "link density of the block 3 after" "share" 0 1;
    p2_e "ending of the block 2 before" "flag" 0 1;
    p2_st "stop share of the block 2 before" "share" 0 1;
    p2_tag "tag of the block 2 before" "code" 0 99;
    p2_bp "groups of phrases in the block 2 before" "count" 0 9;
    p1_e "ending of the block 1 before" "flag" 0 1;
    p1_st "stop share of the block 1 before" "share" 0 1;
    p1_tag "tag of the block 1 before" "code" 0 99;
    p1_bp "groups of phrases in the block 1 before" "count" 0 9;
    n1_e "ending of the block 1 after" "flag" 0 1;
    n1_st "stop share of the block 1 after" "share" 0 1;
    n1_tag "tag of the block 1 after" "code" 0 99;
    n1_bp "groups of phrases in the block 1 after" "count" 0 9;
    n2_e "ending of the block 2 after" "flag" 0 1;
    n2_st "stop share of the block 2 after" "share" 0 1;
    n2_tag "tag of the block 2 after" "code" 0 99;
    n2_bp "groups of phrases in the block 2 after" "count" 0 9;
    samep "same parent as the block before" "flag" 0 1;
    samen "same parent as the block after" "flag" 0 1;
    win3_w "words from 3 before to 3 after" "words" 0 INF;
    win3_ld "link density from 3 before to 3 after" "share" 0 1;
    win3_lw "share of words in long blocks from 3 before to 3 after" "share" 0 1;
    win3_e "share of blocks that end like sentences, 3 before to 3 after" "share" 0 1;
    win8_w "words from 8 before to 8 after" "words" 0 INF;
    win8_ld "link density from 8 before to 8 after" "share" 0 1;
    win8_lw "share of words in long blocks from 8 before to 8 after" "share" 0 1;
    win8_e "share of blocks that end like sentences, 8 before to 8 after" "share" 0 1;
    hld "link density of the heading above" "share" 0 1;
    hw "words of the heading above" "words" 0 INF;
    lhb "blocks since a linked title" "blocks" 0 99;
    lha "blocks until a linked title" "blocks" 0 99;
    lh8 "linked titles, 8 before to 8 after" "count" 0 17;
    dtb "a date line is in the two blocks before" "flag" 0 1;
    dta "a date line is in the two blocks after" "flag" 0 1;
    imgb "images before it and before the block before" "count" 0 INF;
    wsl "words since the last long block" "words" 0 INF;
    lpos "position between the first and the last long block, 0 before, 1 after" "share" 0 1;
    an_pos "blocks since the anchor: the first running paragraph after the story's heading" "blocks" -99 99;
    an_lca "steps from the anchor to the common ancestor" "steps" 0 512;
    an_up "steps from the block to the ancestor common with the anchor" "steps" 0 512;
    an_sh "share of the page's words in the common ancestor" "share" 0 1;
    an_ld "link density of the common ancestor" "share" 0 1;
    an_sig "same kind as the anchor" "flag" 0 1;
    ti_lca "steps from the story's heading to the common ancestor" "steps" 0 512;
    ti_up "steps from the block to the ancestor common with that heading" "steps" 0 512;
    ti_sh "share of the page's words in the ancestor common with that heading" "share" 0 1;
    t_tit "share of its distinct words in the title, -1 without a title" "share" -1 1;
    t_titc "share of the title's words in the block, -1 without a title" "share" -1 1;
    t_seen "share of its distinct words in earlier blocks, -1 without words" "share" -1 1;
    t_uniq "distinct words per word, without stop words" "share" 0 1;
    t_oth "share of its distinct words in another long block" "share" 0 1;
    t8_tit "share of words in the title, 8 before to 8 after" "share" 0 1;
    t8_oth "share of words in another long block, 8 before to 8 after" "share" 0 1;
    t8_legal "words of law and privacy, 8 before to 8 after" "per word" 0 1;
    t8_shop "words of shops, 8 before to 8 after" "per word" 0 1;
    t8_i "words of the first person, 8 before to 8 after" "per word" 0 1;
    t8_you "words of the second person, 8 before to 8 after" "per word" 0 1;
    tpos "blocks since the story's heading" "blocks" -99 99;
    ndate "date lines since that heading" "count" 0 INF;
    dated "blocks since the last of them" "blocks" 0 99;
    daten "blocks until the next date line after that heading" "blocks" 0 99;
    h1after "other h1 since that heading" "count" 0 INF;
    h1afterd "blocks since the last of them" "blocks" 0 99;
    reln "markers of the end since that heading" "count" 0 INF;
    relh "blocks since the last of them" "blocks" 0 99;
    relhn "markers of the end that look like headings" "count" 0 INF;
    relhh "blocks since the last of them" "blocks" 0 99;
    relm "is a marker of the end" "flag" 0 1;
    comn "headings of comment sections since that heading" "count" 0 INF;
    comh "blocks since the last of them" "blocks" 0 99;
    hrd "blocks since a rule (hr)" "blocks" 0 99;
    arti "index of the outermost article element, -1 outside" "index" -1 INF;
    artdep "article elements around it" "count" 0 INF;
    artt "that heading is in the same article element 1, in another -1" "side" -1 1;
    rep_i "index among repeated stories, -1 outside" "index" -1 INF;
    rep_n "similar repeated stories" "count" 0 INF;
    rep_t "that heading is in this story 1, in another -1" "side" -1 1;
    rep_s "the story's share of long text" "share" 0 1;
    pg_tot "page: words" "words" 0 INF;
    pg_nb "page: blocks" "count" 0 INF;
    pg_ld "page: link density" "share" 0 1;
    pg_longs "page: long blocks" "count" 0 INF;
    pg_l "page: words in long blocks" "words" 0 INF;
    pg_lsh "page: share of words in long blocks" "share" 0 1;
    pg_p "page: p elements" "count" 0 INF;
    pg_li "page: li elements" "count" 0 INF;
    pg_h "page: headings" "count" 0 INF;
    pg_td "page: td elements" "count" 0 INF;
    pg_pre "page: pre elements" "count" 0 INF;
    pg_main "page: main elements" "count" 0 INF;
    pg_form "page: form elements" "count" 0 INF;
    pg_maxs3 "page: largest number of similar blocks" "count" 0 INF;
    pg_cards "page: groups of cards" "count" 0 INF;
    pg_cardsh "page: largest share of words in one group of cards" "share" 0 1;
    pg_cn "page: members of the group of cards with most words" "count" 0 INF;
    pg_cw "page: mean words of these cards" "words" 0 INF;
    pg_ch "page: share of these cards that have a linked title" "share" 0 1;
    pg_cd "page: share of these cards that have a date line" "share" 0 1;
    pg_forum "page: elements with names of forum software" "count" 0 INF;
    pg_prof "page: elements with names of profiles next to posts" "count" 0 INF;
    pg_comsh "page: share of long text in elements with names of comments" "share" 0 1;
    pg_reply "page: blocks that are labels of forums" "count" 0 INF;
    pg_stop "page: share of stop words" "share" 0 1;
    pg_dates "page: blocks with a date" "count" 0 INF;
    pg_prices "page: blocks with a price" "count" 0 INF;
    pg_readm "page: blocks that ask the reader to continue" "count" 0 INF;
    pg_coms "page: blocks with phrases of comments" "count" 0 INF;
    pg_qms "page: question marks" "count" 0 INF;
    pg_maxw "page: words of the longest block" "words" 0 INF;
    pg_c50s "page: share of words in the descent at 50 %" "share" 0 1;
    pg_c75s "page: share of words in the descent at 75 %" "share" 0 1;
    pg_arcs "page: share of words in the best-scored container" "share" 0 1;
    pg_states "page: scripts with state" "count" 0 INF;
    pg_authors "page: claims of authors, up to 9" "count" 0 INF;
    pg_pub "page: has a claim of publication" "flag" 0 1;
    pg_h1 "page: h1 elements" "count" 0 INF;
    pg_sure "page: the story's heading is similar to a title" "flag" 0 1;
    pg_stories "page: repeated stories" "count" 0 INF;
    pg_legal "page: words of law and privacy" "per word" 0 1;
    pg_shop "page: words of shops" "per word" 0 1;
    pg_i "page: words of the first person" "per word" 0 1;
    pg_tw "page: words of the block most similar to a title" "words" 0 INF;
    pg_tart "page: items of type article: any 1, its own 2" "class" 0 2;
    pg_twork "page: items of type another work: any 1, its own 2" "class" 0 2;
    pg_tforum "page: items of type thread: any 1, its own 2" "class" 0 2;
    pg_tprod "page: items of type product: any 1, its own 2" "class" 0 2;
    pg_tlist "page: items of type list: any 1, its own 2" "class" 0 2;
    pg_tserv "page: items of type service: any 1, its own 2" "class" 0 2;
    pg_torg "page: items of type organization: any 1, its own 2" "class" 0 2;
    pg_tevent "page: items of type event: any 1, its own 2" "class" 0 2;
    pg_tcom "page: items of type comment: any 1, its own 2" "class" 0 2;
    pg_og "page: og:type none 0, article 1, website 2, product 3, other 4" "class" 0 4;
    pg_en "page: in English" "flag" 0 1;
    pg_udepth "address: segments" "count" 0 INF;
    pg_ulen "address: characters of the path" "characters" 0 INF;
    pg_udash "address: hyphens in the last segment" "count" 0 INF;
    pg_udig "address: four digits in a row" "flag" 0 1;
    pg_uquery "address: has a query" "flag" 0 1;
    pg_unone "address: unknown" "flag" 0 1;
    pg_ublog "address: of a story" "flag" 0 1;
    pg_udocs "address: of documentation" "flag" 0 1;
    pg_uforum "address: of a forum" "flag" 0 1;
    pg_ulist "address: of a list" "flag" 0 1;
    pg_uprod "address: of a product" "flag" 0 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_columns_follow_them() {
        let mut names: Vec<_> = FEATURES.iter().map(|f| f.name).collect();
        assert_eq!(FEATURES[at::negd].name, "negd");
        assert_eq!(FEATURES[at::words].name, "words");
        let of_page = |f: &FeatureDefinition| f.name.starts_with("pg_");
        assert!(FEATURES[at::pg_tot..].iter().all(of_page) && !FEATURES[..at::pg_tot].iter().any(of_page));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FEATURES.len());
    }
}
