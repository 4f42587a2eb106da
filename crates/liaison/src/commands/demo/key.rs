//! The demo's API key, kept so that a second start can show it again. Real keys are never kept.

use app::Scope;
use app::keys::CreateKey;
use domain::api_key::ApiKey;
use domain::ids::WorkspaceId;
use store::vault::Place;

use crate::data_dir::{DataDir, write_whole};
use crate::failure::{Failure, Outcome};
use crate::foundation::Foundation;

const FILE: &str = "demo.key";

/// The kept key if it still works, else a new one.
pub(super) async fn find_or_make(
    foundation: &Foundation,
    dir: &DataDir,
    workspace_id: WorkspaceId,
) -> Outcome<String> {
    let place = Place {
        column: FILE,
        row: [workspace_id.as_bytes(), workspace_id.as_bytes()],
    };
    let path = dir.file(FILE);
    if let Ok(sealed) = std::fs::read(&path)
        && let Ok(opened) = foundation.vault.open(&place, &sealed)
        && let Ok(text) = String::from_utf8(opened)
        && is_valid(foundation, workspace_id, &text).await?
    {
        return Ok(text);
    }
    let command = CreateKey {
        name: "demo".to_owned(),
        scopes: vec![Scope::Read, Scope::Write, Scope::Admin],
        expires_at: None,
    };
    let made = foundation.app.create_key(workspace_id, command).await?;
    let text = made.key.reveal();
    let sealed = foundation
        .vault
        .seal(&place, text.as_bytes(), foundation.entropy.as_ref());
    write_whole(&path, &sealed)
        .map_err(|error| Failure::failed(format!("cannot write {}: {error}", path.display())))?;
    Ok(text)
}

async fn is_valid(foundation: &Foundation, workspace_id: WorkspaceId, text: &str) -> Outcome<bool> {
    let Ok(key) = ApiKey::parse(text) else {
        return Ok(false);
    };
    let keys = foundation.app.list_keys(workspace_id).await?;
    Ok(keys
        .iter()
        .any(|known| known.api_key_id == key.api_key_id && known.is_valid))
}
