use std::io::{BufRead, Write};
fn main() {
    let what = std::env::args().nth(1).unwrap();
    let out = std::io::stdout();
    let mut out = std::io::BufWriter::new(out.lock());
    for line in std::io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = v["text"].as_str().unwrap();
        let o = match what.as_str() {
            "dateline" => {
                let c = copydesk::dateline::Context {
                    language: v["language"].as_str(),
                    published: v["published"].as_str(),
                };
                let (d, rest) = copydesk::dateline::split(text, &c);
                serde_json::json!({"dateline": d, "rest": rest})
            }
            "credit" => {
                let c = copydesk::credit::Context { language: v["language"].as_str() };
                let d = copydesk::credit::parse(text, &c);
                serde_json::json!({"credit": d, "rest": ""})
            }
            _ => serde_json::json!({"byline": null}),
        };
        writeln!(out, "{o}").unwrap();
    }
}
