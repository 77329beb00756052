//! Inputs: file types that are rejected by name, containers that are opened, and data that is not a page.

use std::io::{Cursor, Write};

use crate::workspace::{Workspace, gzip, page, record, records, response, sources};

/// Returns bytes that look random.
fn noise(seed: u32, count: usize) -> Vec<u8> {
    let mut state = seed | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    std::iter::repeat_with(next).take(count).collect()
}

/// The first bytes of ten file types.
const TYPES: [(&str, &[u8]); 10] = [
    ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0"),
    ("jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
    ("gif", b"GIF89a\x10\0\x10\0\x80\0\0\0\0\0\xff\xff\xff"),
    ("woff2", b"wOF2\0\x01\0\0\0\0\x20\0\0\x0e\0\0"),
    ("ttf", b"\0\x01\0\0\0\x0c\0\x80\0\x03\0\x40"),
    ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Length 900 /Filter /FlateDecode >>\nstream\n"),
    ("mp3", b"ID3\x04\0\0\0\0\0\x23TSSE\0\0\0\x0f\0\0\x03Lavf\0"),
    ("mp4", b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"),
    ("elf", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0"),
    ("sqlite", b"SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20\0\0\0\x05"),
];

#[test]
fn binary_files_of_ten_types_are_not_articles() {
    let work = Workspace::new();
    for (kind, head) in TYPES {
        for number in 0..20u32 {
            let bytes = [head, &noise(number * 31 + head.len() as u32, 200 + 397 * number as usize)].concat();
            // Without an extension, and with a wrong one.
            work.put(&format!("in/{kind}-{number}"), &bytes).put(&format!("lie/{kind}-{number}.html"), bytes);
        }
    }
    for folder in ["in", "lie"] {
        let ran = work.run(&[folder, "-o", "all.jsonl", "-v"]);
        let found = records(&work.read("all.jsonl"));
        assert!(found.iter().all(|r| r["outcome"] != "article"), "{ran:?}");
        assert_eq!((ran.code, found.len()), (0, 0), "{}", ran.err);
        assert!(ran.err.contains("skipped 200 files of other types"), "{}", ran.err);
    }
    for (kind, name) in
        [("png", "PNG image"), ("woff2", "WOFF2 font"), ("pdf", "PDF document"), ("elf", "ELF program")]
    {
        let ran = work.run(&["--format", "jsonl", &format!("in/{kind}-3")]);
        assert_eq!((ran.code, &ran.records()[0]["outcome"]), (1, &"error".into()), "{ran:?}");
        assert!(ran.err.contains(&format!("not HTML or text: {name}")), "{}", ran.err);
        let piped = work.feed(&[], work.read_bytes(&format!("in/{kind}-3")));
        assert_eq!((piped.code, piped.out.as_str()), (1, ""), "{piped:?}");
        assert!(piped.err.contains(name), "{}", piped.err);
    }
}

#[test]
fn office_documents_are_named() {
    let work = Workspace::new();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["[Content_Types].xml", "word/document.xml"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        zip.write_all(b"<x/>").expect("memory");
    }
    work.put("letter.docx", zip.finish().expect("memory").into_inner());
    let ran = work.run(&["letter.docx"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    assert!(ran.err.contains("not HTML or text: Word document"), "{}", ran.err);
}

fn rss(entries: &str) -> String {
    format!(
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' \
         xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Fairbrook Post</title>{entries}</channel></rss>"
    )
}

const STORY: &str = "<p>The ferry crossed the Alder again on Monday, nine months after a flood tore away its landing \
    stage.</p><p>Some two hundred people stood on the bank to watch, and the first car across was a baker's van.</p>";

#[test]
fn a_feed_gives_a_record_for_each_entry_with_content() {
    let work = Workspace::new();
    work.put(
        "feed.xml",
        rss(&format!(
            "<item><title>Ferry returns</title><link>https://post.example/ferry</link><dc:creator>Jane Doe</dc:creator>\
             <pubDate>Mon, 05 May 2031 14:20:00 GMT</pubDate><content:encoded><![CDATA[{STORY}]]></content:encoded></item>\
             <item><title>Teaser only</title><link>https://post.example/teaser</link></item>"
        )),
    );
    let atom = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title><entry><id>1</id><title>Ferry returns</title>\
         <link href='https://post.example/ferry'/><author><name>Jane Doe</name></author>\
         <published>2031-05-05T14:20:00Z</published><content type='html'>{}</content></entry></feed>",
        STORY.replace('<', "&lt;")
    );
    work.put("feed.atom", atom);
    let json = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [{
        "id": "1", "url": "https://post.example/ferry", "title": "Ferry returns", "content_html": STORY,
        "date_published": "2031-05-05T14:20:00Z", "authors": [{"name": "Jane Doe"}]}]});
    work.put("feed.json", json.to_string());
    // Scrapers save feeds as pages.
    std::fs::copy(work.path("feed.xml"), work.path("index.html")).expect("a copy");
    for name in ["feed.xml", "feed.atom", "feed.json", "index.html"] {
        let ran = work.run(&["-v", "--format", "jsonl", name]);
        let found = ran.records();
        assert_eq!(sources(&found), [format!("{name}#1")], "{ran:?}");
        let record = &found[0];
        assert_eq!(
            (&record["outcome"], &record["title"]),
            (&"article".into(), &"Ferry returns".into()),
            "{name}: {record}"
        );
        assert_eq!(record["url"], "https://post.example/ferry");
        assert_eq!(record["byline"]["authors"][0]["name"], "Jane Doe", "{name}: {record}");
        assert!(
            record["published"].as_str().is_some_and(|d| d.starts_with("2031-05-05")),
            "{name}: {record}"
        );
        let text = record["text"].as_str().expect("text");
        assert!(text.starts_with("The ferry crossed") && text.ends_with("baker's van."), "{name}: {text}");
    }
    let ran = work.run(&["feed.xml", "-o", "all.jsonl"]);
    assert!(ran.err.contains("skipped 1 feed entry without content"), "{}", ran.err);
}

#[test]
fn arrays_of_json_and_wordpress_posts_are_read() {
    let work = Workspace::new();
    let array = serde_json::json!([
        {"url": "https://post.example/a", "html": page("Alder")},
        {"url": "https://post.example/b", "html": page("Brook")},
    ]);
    work.put("pages.json", array.to_string());
    let ran = work.run(&["--format", "jsonl", "pages.json"]);
    assert_eq!((ran.code, sources(&ran.records())), (0, vec!["pages.json#1", "pages.json#2"]), "{ran:?}");
    assert_eq!(ran.records()[1]["url"], "https://post.example/b");
    let posts = serde_json::json!([{"id": 1, "date_gmt": "2031-05-05T14:20:00", "link": "https://post.example/ferry",
        "title": {"rendered": "Ferry &#8220;returns&#8221;"}, "content": {"rendered": STORY}}]);
    let ran = work.feed(&["--format", "jsonl"], posts.to_string());
    let record = &ran.records()[0];
    assert_eq!(
        (&record["title"], &record["url"]),
        (&"Ferry “returns”".into(), &"https://post.example/ferry".into())
    );
    work.put("package.json", "{\n  \"name\": \"ferry\"\n}");
    let ran = work.run(&["package.json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("is JSON without pages"), "{}", ran.err);
}

#[test]
fn sitemaps_and_lists_of_urls_say_what_to_do() {
    let work = Workspace::new();
    work.put(
        "sitemap.xml",
        "<?xml version='1.0'?><urlset><url><loc>https://post.example/a</loc></url></urlset>",
    );
    work.put("urls.txt", "https://post.example/a\nhttps://post.example/b\n");
    for (name, reason) in [("sitemap.xml", "sitemap"), ("urls.txt", "url-list")] {
        let ran = work.run(&["--format", "jsonl", name]);
        assert_eq!((ran.code, &ran.records()[0]["reason"]), (1, &reason.into()), "{ran:?}");
        assert!(ran.err.contains("fetch the pages"), "{}", ran.err);
    }
}

#[test]
fn style_sheets_and_scripts_are_not_articles() {
    let work = Workspace::new();
    work.put("style.html", "body {\n  margin: 0;\n}\n.story p {\n  max-width: 40em;\n}\n");
    work.put(
        "menu.html",
        "function open(menu) {\n  menu.hidden = false;\n  return menu;\n}\nopen(document.body);\n",
    );
    for name in ["style.html", "menu.html"] {
        let ran = work.run(&["--format", "jsonl", name]);
        assert_eq!((ran.code, &ran.records()[0]["reason"]), (1, &"source-code".into()), "{ran:?}");
        assert!(ran.err.contains("is source code, not a page"), "{}", ran.err);
    }
}

#[test]
fn a_page_is_no_message() {
    let work = Workspace::new();
    work.put("page.html", page("Alder"));
    let ran = work.run(&["--input", "mail", "page.html"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("has no headers of a message"), "{}", ran.err);
}

#[test]
fn saved_pages_and_mail_are_decoded() {
    let work = Workspace::new();
    let html = page("Alder").replace("=", "=3D").replace("ferry returns", "fe=\r\nrry returns");
    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/alder\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{html}\r\n--b--\r\n"
    );
    work.put("page.mhtml", &mhtml).put("unnamed", mhtml);
    for name in ["page.mhtml", "unnamed"] {
        let record = &work.run(&["--format", "jsonl", name]).records()[0];
        assert_eq!(record["title"], "Alder ferry returns to the river", "{record}");
        assert_eq!(record["url"], "https://post.example/alder");
    }
    let mail = "From: Jane Doe <jane@post.example>\r\nSubject: =?utf-8?q?Br=C3=BCcke_offen?=\r\n\
        Date: Sun, 4 May 2031 10:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nDie Br=C3=BCcke =C3=BCber die Alder ist seit Montag wieder \
        offen, teilte die Stadt =\r\nmit, nach neun Monaten Bauzeit.\r\n";
    work.put("mail.eml", mail);
    let record = &work.run(&["--format", "jsonl", "mail.eml"]).records()[0];
    assert_eq!(record["title"], "Brücke offen", "{record}");
    assert!(record["text"].as_str().is_some_and(|t| t.contains("teilte die Stadt mit")), "{record}");
    let mbox = format!(
        "From a@post.example Sun May  4 10:00:00 2031\n{0}\nFrom a@post.example Sun May  4 11:00:00 2031\n{0}",
        mail.replace("\r\n", "\n")
    );
    assert_eq!(sources(&work.feed(&["--format", "jsonl"], mbox).records()), ["-#1", "-#2"]);
}

#[test]
fn xhtml_is_read_as_xhtml() {
    let work = Workspace::new();
    let xhtml = page("Alder")
        .replace(
            "<!doctype html><html lang=en>",
            "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"en\">",
        )
        .replace("<title>", "<script src=\"a.js\"/><title>")
        .replace("href=/local", "href=\"/local\"")
        .replace("href=/", "href=\"/\"");
    work.put("page.xhtml", &xhtml).put("declared.html", &xhtml);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in
        [("mimetype", "application/epub+zip"), ("OPS/one.xhtml", xhtml.as_str()), ("OPS/style.css", "p {}")]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        zip.write_all(content.as_bytes()).expect("memory");
    }
    work.put("book.epub", zip.finish().expect("memory").into_inner());
    for name in ["page.xhtml", "declared.html", "book.epub"] {
        let ran = work.run(&["--format", "jsonl", name]);
        let articles: Vec<_> = ran.records().into_iter().filter(|r| r["outcome"] == "article").collect();
        assert_eq!(articles.len(), 1, "{name}: {ran:?}");
        assert!(articles[0]["text"].as_str().is_some_and(|t| t.ends_with("until ten.")), "{name}");
    }
}

#[test]
fn the_chapters_of_an_e_book_come_in_reading_order() {
    let work = Workspace::new();
    let chapter = |title: &str| {
        format!(
            "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>{title}</title></head><body>\
             <h1>{title}</h1><p>The ferry left the pier at nine, with forty passengers and a crew of six, and it did not \
             come back before the storm had passed.</p><p>Nobody on the island had expected it.</p></body></html>"
        )
    };
    let package = "<package xmlns='http://www.idpf.org/2007/opf'><manifest>\
        <item id='toc' href='toc.xhtml' properties='nav'/><item id='a' href='text/the%20end.xhtml'/>\
        <item id='b' href='text/start.xhtml'/><item id='css' href='style.css'/></manifest>\
        <spine><itemref idref='toc'/><itemref idref='b'/><itemref idref='a'/></spine></package>";
    let files = [
        ("mimetype", "application/epub+zip".to_owned()),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>".to_owned(),
        ),
        ("OPS/book.opf", package.to_owned()),
        ("OPS/toc.xhtml", chapter("Contents")),
        ("OPS/text/the end.xhtml", chapter("The storm")),
        ("OPS/text/start.xhtml", chapter("The ferry")),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        zip.write_all(content.as_bytes()).expect("memory");
    }
    work.put("book.epub", zip.finish().expect("memory").into_inner());
    let ran = work.run(&["--format", "jsonl", "--ordered", "book.epub"]);
    let titles: Vec<_> = ran.records().into_iter().map(|record| record["title"].clone()).collect();
    assert_eq!(titles, ["The ferry", "The storm"], "{ran:?}");
}

#[test]
fn archives_in_archives_keep_the_addresses() {
    let work = Workspace::new();
    let warc = gzip(response(
        "1",
        "https://post.example/a",
        "200 OK\r\nContent-Type: text/html",
        page("Alder").as_bytes(),
    ));
    let mut wacz = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("archive/data.warc.gz", warc.as_slice()),
        ("pages/pages.jsonl", b"{\"format\": \"json-pages-1.0\"}\n"),
    ] {
        wacz.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        wacz.write_all(content).expect("memory");
    }
    let wacz = wacz.finish().expect("memory").into_inner();
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_size(wacz.len() as u64);
    tar.append_data(&mut header, "crawls/one.wacz", &wacz[..]).expect("memory");
    work.put("one.wacz", &wacz).put("all.tar", tar.into_inner().expect("memory"));
    for (name, source) in [
        ("one.wacz", "one.wacz#archive/data.warc.gz#urn:uuid:1"),
        ("all.tar", "all.tar#crawls/one.wacz#archive/data.warc.gz#urn:uuid:1"),
    ] {
        let ran = work.run(&["--format", "jsonl", name]);
        let found = ran.records();
        assert_eq!(sources(&found), [source], "{ran:?}");
        assert_eq!(
            (&found[0]["url"], &found[0]["outcome"]),
            (&"https://post.example/a".into(), &"article".into())
        );
    }
}

#[test]
fn arc_archives_give_their_pages() {
    let work = Workspace::new();
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page("Alder"));
    let first = "filedesc://a.arc 0.0.0.0 20310505000000 text/plain 9\n1 0 Workspace\n\n";
    let robots = "http://post.example/robots.txt 1.1.1.1 20310505000000 text/plain 13\nUser-agent: *\n\n";
    let second = format!("http://post.example/1 1.1.1.1 20310505000000 text/html {}\n{http}\n", http.len());
    work.put("a.arc", format!("{first}{robots}{second}"))
        .put("a.arc.gz", [gzip(first), gzip(robots), gzip(&second)].concat());
    for name in ["a.arc", "a.arc.gz"] {
        let ran = work.run(&["--format", "jsonl", name]);
        let found = ran.records();
        assert_eq!((ran.code, found.len()), (0, 1), "{ran:?}");
        assert_eq!(
            (&found[0]["url"], &found[0]["outcome"]),
            (&"http://post.example/1".into(), &"article".into())
        );
    }
}

#[test]
fn every_compression_is_supported() {
    let work = Workspace::new();
    let page = page("Alder");
    work.put("a.html.xz", liblzma(&page)).put("a.html.bz2", bzip2(&page)).put("a.html.lz4", lz4(&page));
    work.put("a.html.gz", [gzip(&page[..100]), gzip(&page[100..]), b"\nsent by a relay\n".to_vec()].concat());
    for name in ["a.html.xz", "a.html.bz2", "a.html.lz4", "a.html.gz"] {
        let ran = work.run(&["--format", "jsonl", name]);
        assert_eq!(
            (ran.code, &ran.records()[0]["title"]),
            (0, &"Alder ferry returns to the river".into()),
            "{ran:?}"
        );
        assert_eq!(
            ran.err.contains("17 bytes after the compressed data are ignored"),
            name.ends_with("gz"),
            "{}",
            ran.err
        );
    }
    let line = serde_json::json!({"html": page}).to_string() + "\n";
    assert_eq!(sources(&work.feed(&["--format", "jsonl"], liblzma(&line)).records()), ["-#1"]);
}

fn liblzma(text: &str) -> Vec<u8> {
    ::liblzma::encode_all(text.as_bytes(), 1).expect("memory")
}

fn bzip2(text: &str) -> Vec<u8> {
    let mut encoder = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

fn lz4(text: &str) -> Vec<u8> {
    let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn a_web_archive_gives_only_pages_and_counts_the_rest() {
    let work = Workspace::new();
    let html = "200 OK\r\nContent-Type: text/html";
    let records = [
        response("1", "https://post.example/a", html, page("Alder").as_bytes()),
        response(
            "2",
            "https://post.example/robots.txt",
            "200 OK\r\nContent-Type: text/plain",
            b"User-agent: *\nDisallow: /",
        ),
        response(
            "3",
            "https://post.example/report",
            html,
            &[b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", &noise(7, 4000)[..]].concat(),
        ),
        response("4", "https://post.example/old", "301 Moved\r\nLocation: /a", b""),
        response("5", "https://post.example/gone", "404 Not Found\r\nContent-Type: text/html", b"<p>Gone"),
        record(
            "resource",
            "6",
            "metadata://gnu.org/software/wget/warc/wget.log",
            "text/plain",
            b"The crawl went well.",
        ),
        record("response", "7", "dns:post.example", "text/dns", b"20310505 post.example"),
        record(
            "revisit",
            "8",
            "https://post.example/a",
            "application/http; msgtype=response",
            b"HTTP/1.1 200 OK\r\n\r\n",
        ),
    ];
    work.put("crawl.warc", records.concat());
    let ran = work.run(&["crawl.warc", "-o", "all.jsonl"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(sources(&crate::workspace::records(&work.read("all.jsonl"))), ["crawl.warc#urn:uuid:1"]);
    let skipped = "1 page: 1 article, 0 without one, 0 failed; skipped 1 redirect, 1 error response, 1 file of another type, \
        1 record of another type; ";
    assert!(ran.err.starts_with(&format!("copydesk: {skipped}")), "{}", ran.err);
}

#[test]
fn records_without_an_identifier_get_distinct_names() {
    let work = Workspace::new();
    let nameless = |url: &str| {
        let warc = response("x", url, "200 OK\r\nContent-Type: text/html", page("Alder").as_bytes());
        String::from_utf8(warc).expect("UTF-8").replace("WARC-Record-ID: <urn:uuid:x>\r\n", "")
    };
    work.put("a.warc", nameless("https://post.example/a") + &nameless("https://post.example/b"));
    assert_eq!(
        sources(&work.run(&["--format", "jsonl", "a.warc"]).records()),
        ["a.warc#record-1", "a.warc#record-2"]
    );
}

#[test]
fn members_with_the_same_name_are_all_read() {
    let work = Workspace::new();
    let mut tar = tar::Builder::new(Vec::new());
    for name in ["Alder", "Brook"] {
        let page = page(name);
        let mut header = tar::Header::new_ustar();
        header.set_size(page.len() as u64);
        tar.append_data(&mut header, "a.html", page.as_bytes()).expect("memory");
    }
    work.put("pages.tar", tar.into_inner().expect("memory"));
    // This crate writes what a stream receives: the sizes of a member come after it.
    let mut streamed = rawzip::ZipArchiveWriter::new(Vec::new());
    for name in ["Alder", "Brook"] {
        let (mut entry, config) = streamed.new_file("a.html").start().expect("memory");
        let mut writer = config.wrap(&mut entry);
        writer.write_all(page(name).as_bytes()).expect("memory");
        let (_, descriptor) = writer.finish().expect("memory");
        entry.finish(descriptor).expect("memory");
    }
    work.put("streamed.zip", streamed.finish().expect("memory"));
    // The other crate refuses to write a name twice, so the second name is changed in the bytes.
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("a.html", page("Alder")), ("b.html", page("Brook"))] {
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, stored).expect("memory");
        zip.write_all(content.as_bytes()).expect("memory");
    }
    let zip = zip.finish().expect("memory").into_inner();
    let renamed: Vec<u8> = zip
        .windows(6)
        .map(|w| if w == b"b.html" { b'a' } else { w[0] })
        .chain(zip[zip.len() - 5..].iter().copied())
        .collect();
    work.put("pages.zip", renamed);
    for name in ["pages.tar", "pages.zip", "streamed.zip"] {
        let folder = name.split('.').next().expect("a stem");
        assert_eq!(work.run(&[name, "-o", &format!("out-{name}/"), "-q"]).code, 0);
        assert_eq!(
            work.files(&format!("out-{name}")),
            [format!("{folder}/a-2.txt"), format!("{folder}/a.txt")]
        );
    }
}

#[test]
fn the_given_kind_must_match() {
    let work = Workspace::new();
    work.put("page.html", page("Alder"));
    for (kind, message) in [("warc", "is not a WARC file"), ("jsonl", "is not JSONL")] {
        let ran = work.run(&["--input", kind, "--format", "jsonl", "page.html"]);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{ran:?}");
        assert!(ran.err.contains(message), "{}", ran.err);
    }
}

#[test]
fn byte_order_marks_and_lone_surrogates_in_jsonl_are_accepted() {
    let line =
        serde_json::json!({"html": page("Alder")}).to_string().replace("The Alder", "\\ud83d The Alder");
    let ran = Workspace::new().feed(&["--format", "jsonl"], format!("\u{feff}{line}\n"));
    assert_eq!((ran.code, &ran.records()[0]["outcome"]), (0, &"article".into()), "{ran:?}");
}

#[test]
fn pages_that_stand_in_for_an_article_have_a_reason() {
    let work = Workspace::new();
    for (name, body, reason) in [
        (
            "consent",
            "<h1>We value your privacy</h1><p>We and our 90 partners store cookies on your device to show ads.</p><button>Accept all</button><button>Reject all</button>",
            "consent-wall",
        ),
        (
            "bot",
            "<h1>Just a moment...</h1><p>Checking your browser before you reach post.example. This takes a few seconds.</p><p>Ray ID: 7d2f1b</p>",
            "bot-check",
        ),
        (
            "script",
            "<p>JavaScript ist deaktiviert. Bitte aktivieren Sie JavaScript in Ihrem Browser, um fortzufahren.</p>",
            "needs-javascript",
        ),
        (
            "error",
            "<h1>Seite nicht gefunden</h1><p>Die gewünschte Seite gibt es leider nicht oder nicht mehr auf unserer Website.</p>",
            "error-page",
        ),
        (
            "login",
            "<h1>Sign in</h1><p>Please sign in to read on, or create an account in a minute.</p><form><input type=password></form>",
            "login-page",
        ),
    ] {
        work.put(
            name,
            format!(
                "<!doctype html><html><head><title>Fairbrook Post</title></head><body>{body}</body></html>"
            ),
        );
        let ran = work.run(&["--format", "jsonl", name]);
        let record = &ran.records()[0];
        assert_eq!(
            (ran.code, &record["outcome"], &record["reason"]),
            (1, &"no-article".into(), &reason.into()),
            "{name}: {record}"
        );
        assert_eq!(ran.err.lines().count(), 1, "{name}: {}", ran.err);
    }
}
