//! Several stories in one text, each with a record.

use crate::workspace::{Workspace, page, sources};

/// A wire feed of three stories of an invented agency.
const FEED: &str = "\
ZCZC\n\nFerries stay in port\n\nFAIRBROOK, May 4 (ANP) - The harbour master said on Tuesday that the two boats would not sail \
before the storm had passed, and that every ticket would stay valid until the end of the month.\n\nNobody was hurt, he \
said, but the pier had lost some of its planks and would be closed for a week.\n\nNNNN\n\nZCZC\n\nBridge reopens after \
nine months\n\nELLERBY, May 4 (ANP) - The bridge over the Alder reopened on Monday after nine months of repairs, the city \
said. Traffic returned within the hour.\n\nThe works had cost more than four million, a third above what was planned.\n\n\
NNNN\n\nZCZC\n\nMill to become a school\n\nTARNWELL, May 4 (ANP) - The old mill on the river will be a school from \
September, the council decided after a debate of six hours. It had stood empty since the flood.\n\nNNNN\n";

#[test]
fn every_story_of_a_feed_has_a_record() {
    let work = Workspace::new();
    work.put("feed.txt", FEED);
    let whole = work.run(&["--format", "jsonl", "feed.txt"]);
    assert_eq!(sources(&whole.records()), ["feed.txt"]);
    let ran = work.run(&["--format", "jsonl", "--split-stories", "feed.txt"]);
    let records = ran.records();
    assert_eq!(sources(&records), ["feed.txt#1", "feed.txt#2", "feed.txt#3"]);
    let titles: Vec<_> = records.iter().map(|r| r["title"].as_str().unwrap_or_default()).collect();
    assert_eq!(
        titles,
        ["Ferries stay in port", "Bridge reopens after nine months", "Mill to become a school"]
    );
    let places: Vec<_> =
        records.iter().map(|r| r["dateline"]["place"].as_str().unwrap_or_default()).collect();
    assert_eq!(places, ["Fairbrook", "Ellerby", "Tarnwell"]);
    let texts: Vec<_> = records.iter().map(|r| r["text"].as_str().unwrap_or_default()).collect();
    assert!(texts[0].ends_with("closed for a week.") && texts[1].ends_with("above what was planned."));
    assert!(texts.iter().all(|text| !text.contains("NNNN") && !text.contains("ZCZC")));
}

#[test]
fn stories_get_headers_in_a_stream_and_files_in_a_folder() {
    let work = Workspace::new();
    work.put("feed.txt", FEED);
    let ran = work.run(&["--split-stories", "feed.txt"]);
    assert_eq!(ran.out.matches("==> feed.txt#").count(), 3, "{}", ran.out);
    assert!(work.feed(&["--split-stories"], FEED).out.starts_with("==> -#1 <==\n"));
    work.run(&["--split-stories", "--format", "json", "-o", "out/", "feed.txt"]);
    assert_eq!(work.files("out"), ["feed#1.json", "feed#2.json", "feed#3.json"]);
    assert!(work.read("out/feed#2.json").contains("\"source\": \"feed.txt#2\""));
}

#[test]
fn input_with_one_story_is_unaffected() {
    let work = Workspace::new();
    work.put("page.html", page("one")).put("story.txt", FEED.split("NNNN").next().unwrap_or_default());
    let args = ["--format", "jsonl", "page.html", "story.txt"];
    let split = work.run(&["--split-stories", "--format", "jsonl", "page.html", "story.txt"]);
    assert_eq!(split.out, work.run(&args).out);
    assert_eq!(sources(&split.records()), ["page.html", "story.txt"]);
}
