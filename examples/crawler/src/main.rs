//! A minimal crawler: fetches addresses concurrently, cleans each page outside the threads that wait for the network,
//! and writes one record per line.
//!
//! ```text
//! cargo run --release --manifest-path examples/crawler/Cargo.toml -- http://127.0.0.1:8000/a.html …
//! ```
//! It is built without TLS to stay small; add reqwest's `rustls` feature for HTTPS.

use std::{error::Error, sync::Arc};

use copydesk::{
    Cleaner, Page,
    output::{Cleaned, Format, View},
};
use futures::{StreamExt, stream};
use reqwest::{Client, header::CONTENT_TYPE};

/// Maximum number of concurrent requests.
const AT_A_TIME: usize = 16;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder().user_agent("copydesk-crawler-example").build()?;
    let cleaner = Arc::new(Cleaner::new());
    let urls: Vec<String> = std::env::args().skip(1).collect();
    let mut records = stream::iter(urls)
        .map(|url| {
            let (client, cleaner) = (client.clone(), Arc::clone(&cleaner));
            async move {
                let line = page(&client, cleaner, &url).await;
                line.unwrap_or_else(|error| {
                    serde_json::json!({ "source": url, "outcome": "error", "error": error.to_string() })
                        .to_string()
                })
            }
        })
        .buffer_unordered(AT_A_TIME);
    while let Some(line) = records.next().await {
        println!("{line}");
    }
    Ok(())
}

async fn page(
    client: &Client,
    cleaner: Arc<Cleaner>,
    url: &str,
) -> Result<String, Box<dyn Error + Send + Sync>> {
    let response = client.get(url).send().await?.error_for_status()?;
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let url = response.url().to_string();
    let body = response.bytes().await?;
    // Cleaning takes about a millisecond of CPU, so it must not block a thread of the runtime.
    let line = tokio::task::spawn_blocking(move || {
        let mut page = Page::new(&body[..]).with_url(&url);
        if let Some(content_type) = &content_type {
            page = page.with_content_type(content_type);
        }
        let article = cleaner.clean(page)?;
        let mut view = View::default();
        view.format = Format::Jsonl;
        let mut line = Vec::new();
        view.write(&Cleaned { source: &url, result: Ok(&article), fields: None }, &mut line);
        Ok::<_, Box<dyn Error + Send + Sync>>(String::from_utf8(line)?.trim_end().to_owned())
    });
    line.await?
}
