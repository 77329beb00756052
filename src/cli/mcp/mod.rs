//! The command `mcp`: a server of the Model Context Protocol on standard input and output.
//!
//! It makes no network connections, and reads no files outside the folder of `--root`. Standard output contains only
//! the protocol.

mod allowed_folder;
mod call;
mod tools;

use std::sync::Arc;

use rmcp::{
    ErrorData, RoleServer, ServerHandler, ServiceExt,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
        InitializeResult, ListToolsResult, PaginatedRequestParams, ServerCapabilities, Tool,
    },
    service::RequestContext,
    transport::{async_rw::AsyncRwTransport, stdio},
};

use super::{
    args::McpArgs,
    exit::Exit,
    request::{ErrorName, RequestError, RequestLimits},
};
use crate::batch::{Console, Progress, Verbosity};
use allowed_folder::AllowedFolder;
use call::Tools;

/// Maximum growth of a page that is quoted as a JSON string: most characters stay the same, quotes and line breaks
/// double.
const JSON_GROWTH: usize = 2;
/// Maximum bytes of a message in addition to the page.
const MESSAGE_OVERHEAD: usize = 1 << 16;

const INSTRUCTIONS: &str = "Extracts articles from web pages that you already have: HTML, text, or files of the \
    configured folder. Call `clean` for the article as Markdown with its fields, `explain` if the result looks wrong. \
    This server does not fetch pages.";

/// Serves until standard input closes.
pub(crate) fn run(args: &McpArgs) -> Exit {
    match serve(args) {
        Ok(()) => Exit::Cleaned,
        Err(message) => {
            Console::new(Verbosity::Normal, Progress::None).fatal(message);
            Exit::Stopped
        }
    }
}

fn serve(args: &McpArgs) -> Result<(), String> {
    let folder = args.root.as_deref().map(AllowedFolder::open).transpose()?;
    let limits = RequestLimits::new(&args.requests)?;
    let longest = limits.max_bytes.saturating_mul(JSON_GROWTH).saturating_add(MESSAGE_OVERHEAD);
    let server = Server { tools: Arc::new(Tools { limits, folder }) };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| format!("cannot start the server ({error})"))?;
    runtime.block_on(async {
        let (input, output) = stdio();
        let transport = AsyncRwTransport::new_server(input, output).with_max_line_length(longest);
        let service = server.serve(transport).await.map_err(|error| error.to_string())?;
        service.waiting().await.map_err(|error| error.to_string())?;
        Ok(())
    })
}

struct Server {
    tools: Arc<Tools>,
}

impl ServerHandler for Server {
    fn get_info(&self) -> InitializeResult {
        InitializeResult::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("copydesk", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::all(self.tools.folder.is_some())))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::all(self.tools.folder.is_some()).into_iter().find(|tool| tool.name == name)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tools = Arc::clone(&self.tools);
        // Cleaning is CPU-bound and must not delay pings and cancellations.
        let called = tokio::task::spawn_blocking(move || tools.call(&request.name, request.arguments)).await;
        let called =
            called.unwrap_or_else(|error| Err(RequestError::new(ErrorName::Internal, error.to_string())));
        Ok(match called {
            Ok(text) => CallToolResult::success(vec![ContentBlock::text(text)]),
            // The model sees the name and the message, and can try another page.
            Err(error) => CallToolResult::error(vec![ContentBlock::text(error.to_string())]),
        }
        .into())
    }
}
