//! What can be done from an account, before anybody tries.

use app::accounts::{Ability, AccountCapabilities, Lack, ability_words};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::door::Door;
use crate::extract::{AccountsRead, Authorized, Segments};
use crate::fault::Fault;
use crate::openapi::responses::CapabilityFaults;

/// What an account can do.
#[derive(Serialize, ToSchema)]
#[schema(as = AccountCapabilities)]
pub(crate) struct CapabilitiesResource {
    account_id: String,
    /// `sandbox`, `linkedin` …
    network: String,
    /// `A` to `D`: what its network allows when an answer is lost.
    capability_class: &'static str,
    abilities: Vec<AbilityItem>,
}

/// One thing that an account can do or not.
#[derive(Serialize, ToSchema)]
#[schema(as = Ability)]
pub(crate) struct AbilityItem {
    #[schema(value_type = AbilityWord)]
    name: &'static str,
    is_able: bool,
    /// Why not: `account_read_only`, `network` or `seat`; `null` where it is able.
    #[schema(required = true, value_type = Option<String>, pattern = "^(account_read_only|network|seat)$")]
    reason: Option<&'static str>,
    /// What would be needed, for people.
    #[schema(required = true)]
    needs: Option<&'static str>,
    /// For how many seconds after the message was sent, where the network sets an end.
    #[schema(required = true)]
    within_seconds: Option<u64>,
    /// How many characters its text may have at most; told of the note of an `invitation`.
    #[schema(required = true)]
    chars_max: Option<usize>,
}

/// The words of abilities, as a schema; more may come.
pub(crate) struct AbilityWord;

impl PartialSchema for AbilityWord {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(ability_words()))
            .description(Some("What can be done; more may come."))
            .into()
    }
}

impl ToSchema for AbilityWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "AbilityName".into()
    }
}

impl CapabilitiesResource {
    fn of(shown: AccountCapabilities) -> Self {
        let abilities = shown.abilities.iter().map(AbilityItem::of);
        Self {
            account_id: shown.account_id.to_string(),
            capability_class: shown.capability_class,
            abilities: abilities.collect(),
            network: shown.network,
        }
    }
}

impl AbilityItem {
    fn of(ability: &Ability) -> Self {
        Self {
            name: ability.name,
            is_able: ability.lack.is_none(),
            reason: ability.lack.map(Lack::word),
            needs: ability.lack.map(Lack::needs),
            within_seconds: ability.window.map(|window| window.as_secs()),
            chars_max: ability.chars_max,
        }
    }
}

/// Get what an account can do
///
/// Each ability with yes or no, and where no, why and what would be needed. A request that needs what is lacking is
/// refused with `capability_unsupported` before anything happens.
#[utoipa::path(
    get,
    path = "/accounts/{id}/capabilities",
    operation_id = "getCapabilities",
    tag = "Accounts",
    params(("id" = String, Path, description = "The account's id.")),
    responses((status = 200, description = "What it can do.", body = CapabilitiesResource), CapabilityFaults)
)]
pub(crate) async fn get_capabilities(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<CapabilitiesResource>, Fault> {
    let shown = door.app.account_capabilities(&caller, &id).await?;
    Ok(Json(CapabilitiesResource::of(shown)))
}
