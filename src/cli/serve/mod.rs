//! The command `serve`: a web page to try copydesk, and an HTTP API.
//!
//! It listens on the loopback interface by default, fetches nothing, and reads no files. A page of another site
//! cannot read a response. If the server listens on the loopback interface, it cannot reach it under a host name of
//! its own either.

mod api;
mod guard;

use std::{io::Write, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use tokio::{net::TcpListener, sync::Semaphore};

use super::{args::ServeArgs, exit::Exit, request::RequestLimits};
use crate::batch::{Console, Progress, Verbosity};

/// Maximum bytes of a request in addition to the page.
const REQUEST_OVERHEAD: usize = 1 << 16;

/// State shared by all requests.
pub(super) struct Shared {
    limits: RequestLimits,
    /// One permit per page that may be cleaned at the same time.
    permits: Semaphore,
    address: SocketAddr,
}

/// Serves until interrupted.
pub(crate) fn run(args: &ServeArgs) -> Exit {
    match serve(args) {
        Ok(()) => Exit::Cleaned,
        Err(message) => {
            Console::new(Verbosity::Normal, Progress::None).fatal(message);
            Exit::Stopped
        }
    }
}

fn serve(args: &ServeArgs) -> Result<(), String> {
    let limits = RequestLimits::new(&args.requests)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start the server ({error})"))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(&args.listen)
            .await
            .map_err(|error| format!("--listen {}: {error}; choose another address", args.listen))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        // Callers wait for this line, which also contains the chosen port.
        let _ = writeln!(std::io::stderr(), "copydesk: listening on http://{address}/");
        let app = router(Shared { limits, permits: Semaphore::new(threads), address });
        axum::serve(listener, app)
            .with_graceful_shutdown(async {
                // Without a handler, an interrupt ends the process immediately.
                let _ = tokio::signal::ctrl_c().await;
            })
            .await
            .map_err(|error| error.to_string())
    })
}

fn router(shared: Shared) -> Router {
    let longest = shared.limits.max_bytes.saturating_add(REQUEST_OVERHEAD);
    let shared = Arc::new(shared);
    Router::new()
        .route("/", get(|| async { api::asset("text/html; charset=utf-8", include_str!("page.html")) }))
        .route("/page.css", get(|| async { api::asset("text/css; charset=utf-8", include_str!("page.css")) }))
        .route(
            "/page.js",
            get(|| async { api::asset("text/javascript; charset=utf-8", include_str!("page.js")) }),
        )
        .route(
            "/openapi.json",
            get(|| async { api::asset("application/json", include_str!("openapi.json")) }),
        )
        .route("/v1/clean", post(api::clean))
        .route("/v1/explain", post(api::explain))
        .route("/v1/byline", post(api::byline))
        .route("/v1/dateline", post(api::dateline))
        .fallback(api::not_found)
        .method_not_allowed_fallback(api::method_not_allowed)
        .layer(DefaultBodyLimit::max(longest))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), guard::check))
        .with_state(shared)
}
