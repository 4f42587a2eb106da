//! `liaison accounts link --browser`: an address for the owner of a seat.

use app::Caller;
use app::linking::CreateLinkSession;
use serde::Serialize;

use super::check_seat;
use crate::cli::{InWorkspace, Place};
use crate::commands::place::in_workspace;
use crate::config::{self, Config, Variables};
use crate::failure::{Failure, Outcome};
use crate::listener::{self, Listen};
use crate::output::{self, Format};

/// Which network asks.
pub(super) struct Asked {
    pub(super) network: String,
    pub(super) address: Option<String>,
}

/// What was begun.
#[derive(Serialize)]
struct Begun {
    id: String,
    network: String,
    url: String,
    expires_at: String,
}

/// Prints an address for whoever shall link their seat.
pub(super) async fn link(
    place: &Place,
    wanted: &InWorkspace,
    asked: Asked,
    format: Format,
    variables: &Variables,
) -> Outcome {
    let config = config::load(place.config.as_deref(), variables)?;
    let base = public_url(&config)?;
    if let Some(address) = &asked.address {
        check_seat(&asked.network, address)?;
    }
    let (foundation, workspace_id) = in_workspace(place, wanted, variables).await?;
    let command = CreateLinkSession {
        network: Some(asked.network),
        account: None,
        address: asked.address,
    };
    let caller = Caller::operator(workspace_id);
    let new = foundation.app.create_link_session(&caller, command).await?;
    let begun = Begun {
        id: new.view.link_session_id.to_string(),
        network: new.view.network,
        url: web::start_address(&base, &new.token),
        expires_at: new.view.expires_at.to_string(),
    };
    match format {
        Format::Json => output::json(&begun)?,
        Format::Table => output::line(&format!(
            "Open {} in the browser of the seat's owner until {}.",
            begun.url, begun.expires_at
        ))?,
    }
    foundation.close();
    Ok(())
}

/// Where browsers reach the server of this configuration.
fn public_url(config: &Config) -> Outcome<String> {
    let url = config.server.public_url.trim_end_matches('/');
    if !url.is_empty() {
        return Ok(url.to_owned());
    }
    match listener::parse(&config.server.listen)? {
        Listen::BothLoopbacks { port } if port != 0 => Ok(format!("http://localhost:{port}")),
        Listen::One(address) if address.port() != 0 => Ok(format!("http://{address}")),
        _ => Err(
            Failure::config("nobody can say on which port the server listens")
                .hint("set server.public_url to the address that it printed"),
        ),
    }
}
