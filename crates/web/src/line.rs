//! One line of the log for each request: what was asked by whom, and what was answered. Ids and patterns, never a body,
//! never a key, never the address as it was typed.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::response::Response;
use domain::metric::Metric;
use domain::time::Timestamp;

use crate::door::Door;
use crate::extract::Asker;
use crate::fault::Fault;

/// What an address that no route has is called.
const NO_ROUTE: &str = "none";

/// A request that waits for the head of its answer. It may be given up: its caller can go away at any time.
pub(crate) struct Line {
    door: Door,
    method: Method,
    route: Option<MatchedPath>,
    pub(crate) asker: Asker,
    began_at: Timestamp,
    is_answered: bool,
}

impl Line {
    pub(crate) fn begin(door: &Door, request: &mut Request) -> Self {
        door.app.recorder().shift(Metric::HttpRequestsInFlight, 1);
        Self {
            door: door.clone(),
            method: request.method().clone(),
            route: request.extensions().get().cloned(),
            asker: Asker::of(request),
            began_at: door.app.now(),
            is_answered: false,
        }
    }

    /// Writes the line and counts.
    pub(crate) fn end(mut self, response: &Response, fault: Option<&Fault>, now: Timestamp) {
        self.is_answered = true;
        let (method, route) = (self.method(), self.route());
        let status = response.status();
        let took = now.since(self.began_at);
        let recorder = self.door.app.recorder();
        recorder.add(Metric::HttpRequests, &[method, route, status.as_str()], 1);
        recorder.observe(Metric::HttpRequestDuration, &[method, route], took);
        let (workspace, api_key) = self.asker.get().unzip();
        tracing::info!(
            method,
            route,
            status = status.as_u16(),
            code = fault.map(|fault| fault.refusal().code.word()),
            workspace = workspace.map(tracing::field::display),
            api_key = api_key.map(tracing::field::display),
            micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
    }

    /// Methods that no route has are one: anybody can make up another.
    fn method(&self) -> &'static str {
        match self.method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::PATCH => "PATCH",
            Method::DELETE => "DELETE",
            Method::OPTIONS => "OPTIONS",
            _ => "other",
        }
    }

    fn route(&self) -> &str {
        self.route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let recorder = self.door.app.recorder();
        recorder.shift(Metric::HttpRequestsInFlight, -1);
        if !self.is_answered {
            let (method, route) = (self.method(), self.route());
            recorder.add(Metric::HttpRequests, &[method, route, "none"], 1);
            let (workspace, api_key) = self.asker.get().unzip();
            tracing::info!(
                method,
                route,
                workspace = workspace.map(tracing::field::display),
                api_key = api_key.map(tracing::field::display),
                "given up by the caller"
            );
        }
    }
}
