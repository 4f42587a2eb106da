//! The doors: HTTP in, HTTP out. Each door translates a foreign contract to the commands of `app` and its answers back.
//!
//! Never here: rules, SQL, outbound connections. A handler reads the request, calls one use case and writes the answer;
//! which permission it needs stands in its signature (`extract`). A contract lives alone: `linkedin` is the guide's
//! and nothing else, `v1` is ours, and `linking` has the pages for people who link a seat.
//!
//! Start reading at [`router`], then `linkedin::inbox` for a read and `linkedin::sends` for an act.

mod docs;
mod door;
mod extract;
mod fault;
mod finish;
mod health;
mod line;
mod linkedin;
mod linking;
mod openapi;
mod serve;
mod v1;

use app::App;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

pub use axum::Router;
pub use door::WebSettings;
pub use linking::start_address;
pub use serve::{Patience, Peer, serve};

use door::Door;
use fault::Fault;

/// Every route of every door, ready to be served.
pub fn router(app: App, settings: WebSettings) -> Router {
    let (routes, description) = described().split_for_parts();
    let routes = routes
        .merge(docs::routes())
        .merge(linking::routes())
        .merge(openapi::route(&description));
    finished(routes, app, settings)
}

/// Only the routes that tell whether the process is up, for one that answers nobody.
pub fn health_router(app: App, settings: WebSettings) -> Router {
    let (routes, _) = OpenApiRouter::new()
        .merge(health::routes())
        .split_for_parts();
    finished(routes, app, settings)
}

fn finished(routes: Router<Door>, app: App, settings: WebSettings) -> Router {
    let door = Door::new(app, settings);
    routes
        .fallback(|| async { Fault::not_found() })
        .method_not_allowed_fallback(|| async { Fault::method_not_allowed() })
        .layer(CatchPanicLayer::custom(Fault::from_panic))
        .layer(axum::middleware::from_fn_with_state(
            door.clone(),
            finish::finish,
        ))
        .with_state(door)
}

/// The page about every error code, as Markdown.
pub fn error_page() -> String {
    docs::error_page()
}

/// The description of every route, what `/openapi.json` answers: version 3.1, indented.
pub fn openapi() -> String {
    openapi::printed(&described().into_openapi())
}

/// The routes with their descriptions; the docs pages are not part of the description.
fn described() -> OpenApiRouter<Door> {
    OpenApiRouter::with_openapi(openapi::frame())
        .merge(health::routes())
        .nest("/linkedin", linkedin::routes())
        .nest("/v1", v1::routes())
}
