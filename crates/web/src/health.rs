//! Whether the gateway is up. `/health` is the contract's: clients test their key with it.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::door::Door;
use crate::extract::Visitor;
use crate::fault::Fault;
use crate::openapi::responses::{HealthFaults, ReadyFaults};

pub(crate) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(health))
        .routes(routes!(healthz))
        .routes(routes!(readyz))
}

/// The gateway is up.
#[derive(Serialize, ToSchema)]
pub(crate) struct HealthResponse {
    /// Always `ok`.
    status: &'static str,
    /// The version of this program.
    version: &'static str,
}

impl HealthResponse {
    fn ok() -> Json<Self> {
        Json(Self {
            status: "ok",
            version: env!("CARGO_PKG_VERSION"),
        })
    }
}

/// Test a key
///
/// Needs no key; but if one is sent and it is not good, the answer is 401.
#[utoipa::path(
    get,
    path = "/health",
    operation_id = "health",
    tag = "Health",
    security((), ("bearer" = [])),
    responses((status = 200, description = "Up, and the key, if one was sent, is good.", body = HealthResponse), HealthFaults)
)]
async fn health(_visitor: Visitor) -> Json<HealthResponse> {
    HealthResponse::ok()
}

/// Is the process alive
///
/// Answers as long as the process runs.
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "healthz",
    tag = "Health",
    security(()),
    responses((status = 200, description = "Alive.", body = HealthResponse))
)]
async fn healthz() -> Json<HealthResponse> {
    HealthResponse::ok()
}

/// Can it serve requests
///
/// Answers 200 once the store can be read.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "readyz",
    tag = "Health",
    security(()),
    responses((status = 200, description = "Ready.", body = HealthResponse), ReadyFaults)
)]
async fn readyz(State(door): State<Door>) -> Result<Json<HealthResponse>, Fault> {
    door.app.check_ready().await?;
    Ok(HealthResponse::ok())
}
