//! Rejects requests from pages of other sites, and sets the headers of every response.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{Shared, api::Failure};

/// The web page may only load its own files; the report of `explain` contains its styles.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; \
    img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// Names of this machine that no other site can use.
const LOCAL_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Passes a request on if it comes from this server's own page or from no page at all.
pub(super) async fn check(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(request.headers(), &shared) {
        Some(message) => Failure::new(StatusCode::FORBIDDEN, "not-allowed", message).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Returns why a request is rejected, if it is.
fn refusal(headers: &HeaderMap, shared: &Shared) -> Option<&'static str> {
    let host = text(headers, &header::HOST)?;
    // Another site can point its own host name at 127.0.0.1, and the browser sends that name.
    if shared.address.ip().is_loopback() && !LOCAL_NAMES.contains(&without_port(host)) {
        return Some("this server answers to localhost only");
    }
    let origin = text(headers, &header::ORIGIN)?;
    let is_own = origin.split_once("://").is_some_and(|(_, from)| from == host);
    (!is_own).then_some("pages of other sites may not use this server")
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}
