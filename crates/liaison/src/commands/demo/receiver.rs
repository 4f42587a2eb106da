//! The endpoint by which the gateway knows the catcher. What has this name is the demo's own: each start points it at
//! the catcher again and gives it another secret, so that none need be kept. A pause stays; what was deleted comes back.

use app::endpoints::{ChangeEndpoint, CreateEndpoint, EndpointView, RotateSecret};
use app::{App, AppError, AppResult, Caller};
use domain::endpoint::{EndpointState, PayloadFormat};
use domain::limits;
use secrecy::SecretString;

use crate::failure::Outcome;

const NAME: &str = "demo catcher";

/// Sees to it that `url` is told everything, and returns the secret that signs from now on; a sentence where the
/// settings, or what is there already, do not allow it.
pub(super) async fn tell(
    app: &App,
    caller: &Caller,
    url: &str,
) -> Outcome<Result<SecretString, String>> {
    match find_or_make(app, caller, url).await {
        Ok(secret) => Ok(Ok(secret)),
        Err(AppError::Refused(refusal)) => Ok(Err(refusal.message)),
        Err(error) => Err(error.into()),
    }
}

async fn find_or_make(app: &App, caller: &Caller, url: &str) -> AppResult<SecretString> {
    let known = app.list_endpoints(caller).await?;
    if let Some(known) = known.iter().find(|view| view.settings().name == NAME) {
        return again(app, caller, known, url).await;
    }
    let command = CreateEndpoint {
        name: NAME.to_owned(),
        url: url.to_owned(),
        format: PayloadFormat::Standard,
        types: Vec::new(),
        accounts: Vec::new(),
        per_second: limits::ENDPOINT_PER_SECOND,
        together: limits::ENDPOINT_TOGETHER,
        headers: Vec::new(),
        secret: None,
    };
    Ok(app.create_endpoint(caller, command).await?.secret)
}

async fn again(
    app: &App,
    caller: &Caller,
    known: &EndpointView,
    url: &str,
) -> AppResult<SecretString> {
    let id = known.endpoint.endpoint_id.to_string();
    // It was given up because nobody was there: now somebody is.
    let is_given_up = matches!(known.endpoint.state, EndpointState::Disabled(_));
    // Also where nothing changes, as this asks whether the settings still let the address be called.
    let command = ChangeEndpoint {
        url: Some(url.to_owned()),
        is_paused: is_given_up.then_some(false),
        ..ChangeEndpoint::default()
    };
    app.change_endpoint(caller, &id, command).await?;
    let command = RotateSecret {
        force: true,
        ..RotateSecret::default()
    };
    let rotated = app.rotate_endpoint_secret(caller, &id, command).await?;
    Ok(rotated.secret)
}
