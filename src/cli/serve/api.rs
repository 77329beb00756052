//! The HTTP API. `openapi.json` describes it.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    extract::{
        FromRequest, Query, Request, State,
        rejection::{BytesRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::Shared;
use crate::{
    Content, Input,
    byline::{self, BylineContext},
    cli::request::{ErrorName, FormatName, PageOptions, RequestError},
    dateline::{self, DatelineContext},
};

/// Maximum time for sending a request.
const UPLOAD_TIME: Duration = Duration::from_secs(60);
/// The name in records of a page without one.
const UNNAMED: &str = "-";

/// An error response: `{"error": {"name", "message"}}`.
pub(super) struct Failure {
    status: StatusCode,
    name: &'static str,
    message: String,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    name: &'a str,
    message: &'a str,
}

impl Failure {
    pub(super) fn new(status: StatusCode, name: &'static str, message: impl Into<String>) -> Self {
        Self { status, name, message: message.into() }
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        let status = match error.name {
            ErrorName::InvalidArgument | ErrorName::Unreadable => StatusCode::BAD_REQUEST,
            ErrorName::Limit => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorName::TimeLimit => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorName::NotText => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ErrorName::NotAllowed => StatusCode::FORBIDDEN,
            ErrorName::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, error.name.name(), error.message)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = ErrorBody { name: self.name, message: &self.message };
        let body = serde_json::json!({ "error": body });
        (self.status, typed("application/json", body.to_string())).into_response()
    }
}

/// Returns a response with a `Content-Type`.
fn typed(content_type: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))], body).into_response()
}

/// Returns a file of the web page.
pub(super) fn asset(content_type: &'static str, body: &'static str) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))], body).into_response()
}

pub(super) async fn not_found() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "not-found", "there is no such address; see /openapi.json")
}

pub(super) async fn method_not_allowed() -> Failure {
    Failure::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "use POST for /v1/ and GET for the rest; see /openapi.json",
    )
}

/// Reads the body within the limits of time and size.
async fn body(request: Request) -> Result<Bytes, Failure> {
    let read = tokio::time::timeout(UPLOAD_TIME, Bytes::from_request(request, &()));
    match read.await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(BytesRejection::FailedToBufferBody(error)))
            if error.status() == StatusCode::PAYLOAD_TOO_LARGE =>
        {
            Err(Failure::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                ErrorName::Limit.name(),
                "the page is larger than this server accepts; raise the limit with --max-bytes",
            ))
        }
        Ok(Err(error)) => Err(RequestError::invalid(error.body_text()).into()),
        Err(_) => Err(Failure::new(
            StatusCode::REQUEST_TIMEOUT,
            ErrorName::TimeLimit.name(),
            "the request took too long to arrive",
        )),
    }
}

/// Runs CPU-bound work on a thread of its own, at most one per core at a time.
async fn compute<T: Send + 'static>(
    shared: &Arc<Shared>,
    work: impl FnOnce(&Shared) -> Result<T, RequestError> + Send + 'static,
) -> Result<T, Failure> {
    let internal = |message: String| Failure::from(RequestError::new(ErrorName::Internal, message));
    let _permit = shared.permits.acquire().await.map_err(|error| internal(error.to_string()))?;
    let shared = Arc::clone(shared);
    let done = tokio::task::spawn_blocking(move || work(&shared)).await;
    done.map_err(|error| internal(error.to_string()))?.map_err(Failure::from)
}

/// Returns the input type that the request declares.
fn input(headers: &HeaderMap) -> (Input, Option<String>) {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "text/html" | "application/xhtml+xml" => (Input::Html, content_type.map(str::to_owned)),
        "text/plain" => (Input::Text, content_type.map(str::to_owned)),
        // The default type of `curl --data-binary` and other clients.
        _ => (Input::Auto, None),
    }
}

type OptionsQuery = Result<Query<PageOptions>, QueryRejection>;

fn options(query: OptionsQuery) -> Result<PageOptions, Failure> {
    query.map(|Query(options)| options).map_err(|error| RequestError::invalid(error.body_text()).into())
}

/// Handles `POST /v1/clean`: the body is the page, the query contains the options.
pub(super) async fn clean(
    State(shared): State<Arc<Shared>>,
    query: OptionsQuery,
    request: Request,
) -> Result<Response, Failure> {
    let options = options(query)?;
    let (input, content_type) = input(request.headers());
    let page = body(request).await?;
    let format = options.format.unwrap_or(FormatName::Json);
    let written = compute(&shared, move |shared| {
        let hint = content_type.as_deref();
        let article = options.clean(Content::Bytes(&page), input, hint, &shared.limits)?;
        Ok(options.write(format, &article, UNNAMED))
    });
    let content_type = match format {
        FormatName::Json => "application/json",
        FormatName::Markdown => "text/markdown; charset=utf-8",
        FormatName::Html => "text/html; charset=utf-8",
        FormatName::Text => "text/plain; charset=utf-8",
    };
    Ok(typed(content_type, written.await?))
}

/// Handles `POST /v1/explain`: the body is the page, the query contains the options. `format=html` returns the
/// report.
pub(super) async fn explain(
    State(shared): State<Arc<Shared>>,
    query: OptionsQuery,
    request: Request,
) -> Result<Response, Failure> {
    let options = options(query)?;
    let as_html = match options.format {
        None | Some(FormatName::Json) => false,
        Some(FormatName::Html) => true,
        _ => return Err(RequestError::invalid("format must be json or html").into()),
    };
    let (input, content_type) = input(request.headers());
    let page = body(request).await?;
    let written = compute(&shared, move |shared| {
        let hint = content_type.as_deref();
        let explanation = options.explain(Content::Bytes(&page), input, hint, &shared.limits)?;
        if as_html {
            return Ok(explanation.html(options.url.as_deref().unwrap_or(UNNAMED)));
        }
        serde_json::to_string(&explanation)
            .map_err(|error| RequestError::new(ErrorName::Internal, error.to_string()))
    });
    Ok(typed(if as_html { "text/html; charset=utf-8" } else { "application/json" }, written.await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BylineRequest {
    text: String,
    language: Option<String>,
    site: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatelineRequest {
    text: String,
    language: Option<String>,
    published: Option<String>,
}

async fn parsed<T: DeserializeOwned>(request: Request) -> Result<T, Failure> {
    let bytes = body(request).await?;
    serde_json::from_slice(&bytes).map_err(|error| RequestError::invalid(error.to_string()).into())
}

fn json<T: Serialize>(value: &T) -> Result<String, RequestError> {
    serde_json::to_string(value).map_err(|error| RequestError::new(ErrorName::Internal, error.to_string()))
}

/// Handles `POST /v1/byline`: the body is `{"text", "language", "site"}`.
pub(super) async fn byline(State(shared): State<Arc<Shared>>, request: Request) -> Result<Response, Failure> {
    let given: BylineRequest = parsed(request).await?;
    let read = compute(&shared, move |_| {
        let context =
            BylineContext::new().with_language(given.language.as_deref()).with_site(given.site.as_deref());
        json(&byline::parse(&given.text, &context))
    });
    Ok(typed("application/json", read.await?))
}

/// Handles `POST /v1/dateline`: the body is `{"text", "language", "published"}`.
pub(super) async fn dateline(
    State(shared): State<Arc<Shared>>,
    request: Request,
) -> Result<Response, Failure> {
    let given: DatelineRequest = parsed(request).await?;
    let read = compute(&shared, move |_| {
        let context = DatelineContext::new()
            .with_language(given.language.as_deref())
            .with_published(given.published.as_deref());
        json(&dateline::parse(&given.text, &context))
    });
    Ok(typed("application/json", read.await?))
}
