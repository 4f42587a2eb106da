//! What the owner of a receiver may choose, checked before it is kept.

use std::collections::BTreeSet;

use domain::endpoint::{PayloadFormat, Selection};
use domain::error_code::ErrorCode;
use domain::event::EventKind;
use domain::ids::{AccountId, EndpointId, WorkspaceId};
use domain::limits;
use integrations::http::{HeaderName, HeaderValue, is_settable_header};
use integrations::webhooks::Webhooks;
use secrecy::SecretString;
use store::accounts;
use store::endpoints::{EndpointSettings, headers_place};
use url::Url;

use crate::error::shown;
use crate::{App, AppError, AppResult, Caller, Issue, Refusal};

/// A receiver to add.
#[derive(Clone)]
pub struct CreateEndpoint {
    /// For people.
    pub name: String,
    pub url: String,
    pub format: PayloadFormat,
    /// Words such as `message.received` or `send.*`; empty: all.
    pub types: Vec<String>,
    /// Only what concerns these; empty: all.
    pub accounts: Vec<String>,
    pub per_second: u32,
    /// Deliveries that may be under way at the same time.
    pub together: u32,
    pub headers: Vec<(String, String)>,
    /// `whsec_` and 24 to 64 bytes in base64; made where it is absent.
    pub secret: Option<SecretString>,
}

/// What to change; what is absent stays.
#[derive(Clone, Default)]
pub struct ChangeEndpoint {
    pub name: Option<String>,
    pub url: Option<String>,
    pub format: Option<PayloadFormat>,
    pub types: Option<Vec<String>>,
    pub accounts: Option<Vec<String>>,
    pub per_second: Option<u32>,
    pub together: Option<u32>,
    /// All of them anew.
    pub headers: Option<Vec<(String, String)>>,
    /// True: it is told nothing for now. False: it is told again, also after it was given up.
    pub is_paused: Option<bool>,
}

impl App {
    pub(super) async fn new_settings(
        &self,
        caller: &Caller,
        endpoint_id: EndpointId,
        command: CreateEndpoint,
    ) -> AppResult<EndpointSettings> {
        let headers = self.sealed(caller.workspace_id, endpoint_id, &command.headers)?;
        let settings = EndpointSettings {
            name: command.name,
            url: command.url,
            format: command.format,
            selection: Selection {
                types: command.types,
                accounts: self.known_accounts(caller, &command.accounts).await?,
            },
            per_second: command.per_second,
            together: command.together,
            headers,
        };
        check(&self.parts().webhooks, &settings, None)?;
        Ok(settings)
    }

    /// What is to change, as far as it can be told without knowing what is there.
    pub(super) async fn named(
        &self,
        caller: &Caller,
        endpoint_id: EndpointId,
        command: ChangeEndpoint,
    ) -> AppResult<Named> {
        let headers = match &command.headers {
            Some(headers) => self.sealed(caller.workspace_id, endpoint_id, headers)?,
            None => None,
        };
        let accounts = match &command.accounts {
            Some(accounts) => Some(self.known_accounts(caller, accounts).await?),
            None => None,
        };
        Ok(Named {
            headers,
            accounts,
            webhooks: self.parts().webhooks.clone(),
            command,
        })
    }

    /// The accounts with these ids, all of which must be the workspace's own.
    async fn known_accounts(&self, caller: &Caller, texts: &[String]) -> AppResult<Vec<AccountId>> {
        let workspace_id = caller.workspace_id;
        let mut accounts = Vec::with_capacity(texts.len());
        for (place, text) in texts.iter().enumerate() {
            let absent = || {
                let message = "there is no such account in this workspace";
                Refusal::field(&format!("accounts.{place}"), "unknown", message)
            };
            let account_id: AccountId = text.parse().map_err(|_| absent())?;
            accounts.push((account_id, absent()));
        }
        if !caller.sees_all_of(&accounts.iter().map(|(id, _)| *id).collect::<Vec<_>>())
            && accounts.is_empty()
        {
            let message = "your key is limited to accounts: name those that this is about";
            return Err(Refusal::field("accounts", "required", message).into());
        }
        let seen = caller.clone();
        let store = &self.parts().store;
        let read = store.read(move |tx| {
            for (account_id, absent) in &accounts {
                let is_there = seen.sees(*account_id)
                    && accounts::find_any(tx, workspace_id, *account_id)?.is_some();
                if !is_there {
                    return Ok(Err(absent.clone()));
                }
            }
            let mut ids: Vec<AccountId> = accounts.iter().map(|(id, _)| *id).collect();
            ids.sort_unstable();
            ids.dedup();
            Ok(Ok(ids))
        });
        read.await?.map_err(AppError::from)
    }

    /// Headers as they are kept; none where there are none.
    fn sealed(
        &self,
        workspace_id: WorkspaceId,
        endpoint_id: EndpointId,
        headers: &[(String, String)],
    ) -> AppResult<Option<Vec<u8>>> {
        check_headers(headers)?;
        if headers.is_empty() {
            return Ok(None);
        }
        let text = serde_json::to_string(headers).expect("texts can be written");
        let place = headers_place(&workspace_id, &endpoint_id);
        let parts = self.parts();
        let sealed =
            parts
                .vault
                .seal_text(&place, &SecretString::from(text), parts.entropy.as_ref());
        Ok(Some(sealed))
    }
}

/// What of a receiver is to change.
pub(super) struct Named {
    command: ChangeEndpoint,
    accounts: Option<Vec<AccountId>>,
    /// Those of the command, sealed; `None` also where there are to be none.
    headers: Option<Vec<u8>>,
    webhooks: Webhooks,
}

impl Named {
    /// The settings as they are to be. To be asked in the transaction that writes them, so that of two who change different
    /// things at the same time neither undoes what the other did.
    pub(super) fn of(&self, before: &EndpointSettings) -> Result<EndpointSettings, Refusal> {
        let command = self.command.clone();
        let accounts = self.accounts.clone();
        let headers = match command.headers {
            Some(_) => self.headers.clone(),
            None => before.headers.clone(),
        };
        let before_selection = before.selection.clone();
        let settings = EndpointSettings {
            name: command.name.unwrap_or_else(|| before.name.clone()),
            url: command.url.unwrap_or_else(|| before.url.clone()),
            format: command.format.unwrap_or(before.format),
            selection: Selection {
                types: command.types.unwrap_or(before_selection.types),
                accounts: accounts.unwrap_or(before_selection.accounts),
            },
            per_second: command.per_second.unwrap_or(before.per_second),
            together: command.together.unwrap_or(before.together),
            headers,
        };
        check(&self.webhooks, &settings, Some(before))?;
        Ok(settings)
    }

    /// Whether it is to be told nothing, or again.
    pub(super) const fn is_paused(&self) -> Option<bool> {
        self.command.is_paused
    }
}

/// What a receiver is called whose owner does not say: its host, as far as there is one.
pub fn name_of(url: &str) -> String {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let name: String = host.chars().take(limits::ENDPOINT_NAME_CHARS_MAX).collect();
    if name.is_empty() {
        "endpoint".to_owned()
    } else {
        name
    }
}

/// What stays as it was is not judged: what an operator allows may have changed since, and that must not keep anybody from
/// pausing a receiver.
fn check(
    webhooks: &Webhooks,
    settings: &EndpointSettings,
    before: Option<&EndpointSettings>,
) -> Result<(), Refusal> {
    let mut issues = Vec::new();
    let mut note = |path: String, code, message: String| {
        issues.push(Issue {
            path,
            code,
            message,
        });
    };
    let name_chars = settings.name.chars().count();
    if !(1..=limits::ENDPOINT_NAME_CHARS_MAX).contains(&name_chars) {
        let message = format!(
            "name has 1 to {} characters",
            limits::ENDPOINT_NAME_CHARS_MAX
        );
        note("name".to_owned(), "wrong_form", message);
    }
    if before.is_none_or(|before| before.url != settings.url)
        && let Err((code, message)) = check_address(webhooks, &settings.url)
    {
        note("url".to_owned(), code, message);
    }
    let types = &settings.selection.types;
    if before
        .is_none_or(|before| before.format != settings.format || before.selection.types != *types)
    {
        check_types(types, settings.format, &mut note);
    }
    let (per_second, together) = (settings.per_second, settings.together);
    check_range(
        "per_second",
        per_second,
        limits::ENDPOINT_PER_SECOND_MAX,
        &mut note,
    );
    check_range(
        "together",
        together,
        limits::ENDPOINT_TOGETHER_MAX,
        &mut note,
    );
    let Some(first) = issues.first() else {
        return Ok(());
    };
    let mut refusal = Refusal::new(ErrorCode::ValidationError, first.message.clone());
    refusal.issues = issues;
    Err(refusal)
}

fn check_address(webhooks: &Webhooks, text: &str) -> Result<(), (&'static str, String)> {
    let bytes_max = limits::ENDPOINT_URL_BYTES_MAX;
    if text.len() > bytes_max {
        return Err(("too_long", format!("url has at most {bytes_max} bytes")));
    }
    let url =
        Url::parse(text).map_err(|error| ("wrong_form", format!("url is no address: {error}")))?;
    let checked = webhooks.check_url(&url);
    checked.map_err(|forbidden| ("forbidden", forbidden.to_string()))
}

fn check_types(
    types: &[String],
    format: PayloadFormat,
    note: &mut impl FnMut(String, &'static str, String),
) {
    for (place, word) in types.iter().enumerate() {
        let path = format!("types.{place}");
        let kinds = EventKind::matching(word);
        let word = shown(word);
        if kinds.is_empty() {
            note(
                path,
                "unknown_word",
                format!("`{word}` is no type of event"),
            );
        } else if !kinds.iter().any(|kind| format.can_tell(*kind)) {
            let message = format!("the format guide has message.received only, not `{word}`");
            note(path, "unknown_word", message);
        }
    }
}

fn check_range(
    path: &str,
    number: u32,
    most: u32,
    note: &mut impl FnMut(String, &'static str, String),
) {
    if !(1..=most).contains(&number) {
        let message = format!("{path} must be between 1 and {most}");
        note(path.to_owned(), "out_of_range", message);
    }
}

fn check_headers(headers: &[(String, String)]) -> AppResult<()> {
    let count_max = limits::ENDPOINT_HEADERS_MAX;
    if headers.len() > count_max {
        let message = format!("headers holds {} items, at most {count_max}", headers.len());
        return Err(Refusal::field("headers", "too_many", message).into());
    }
    let mut known = BTreeSet::new();
    for (name, value) in headers {
        let shown = shown(name);
        let path = format!("headers.{shown}");
        let is_settable = HeaderName::try_from(name).is_ok_and(|name| is_settable_header(&name));
        if !is_settable {
            let message = format!("`{shown}` is no header that can be added");
            return Err(Refusal::field(&path, "forbidden", message).into());
        }
        if !known.insert(name.to_ascii_lowercase()) {
            let message = format!("`{shown}` is given more than once");
            return Err(Refusal::field(&path, "duplicate", message).into());
        }
        let chars_max = limits::ENDPOINT_HEADER_CHARS_MAX;
        if value.chars().count() > chars_max || HeaderValue::try_from(value).is_err() {
            let message = format!(
                "the value of `{shown}` has at most {chars_max} characters, none of them a control character"
            );
            return Err(Refusal::field(&path, "wrong_form", message).into());
        }
    }
    Ok(())
}
