//! Texts with gaps, and what each version of them said.

use domain::event::{EventData, EventKind};
use domain::ids::{TemplateId, WorkspaceId};
use domain::limits;
use domain::template::Values;
use domain::time::Timestamp;

use crate::{Engine, NewEvent, Row, StoreError, StoreResult, Tx, params};

/// A text with gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub workspace_id: WorkspaceId,
    pub template_id: TemplateId,
    pub settings: TemplateSettings,
    /// Counts the changes of what it says, from 1.
    pub version: i64,
    /// Counts every change, from 1.
    pub revision: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What somebody chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSettings {
    /// Unique in the workspace.
    pub name: String,
    pub text: String,
    /// A language tag such as `de` or `pt-BR`.
    pub language: Option<String>,
    pub tags: Vec<String>,
    /// What stands in for values that are absent.
    pub fallbacks: Values,
}

impl TemplateSettings {
    /// Whether messages read otherwise with these.
    fn says_the_same_as(&self, other: &Self) -> bool {
        (&self.text, &self.fallbacks) == (&other.text, &other.fallbacks)
    }

    fn tags(&self) -> Option<String> {
        (!self.tags.is_empty()).then(|| self.tags.join("\n"))
    }
}

/// What one version said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateVersion {
    pub version: i64,
    pub text: String,
    pub fallbacks: Values,
    pub created_at: Timestamp,
}

/// Which templates to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A tag, whole.
    pub tag: Option<String>,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT workspace_id, template_id, name, text, language, tags, fallbacks, version, revision, created_at,
                    updated_at
               FROM template WHERE workspace_id = ?1 ",
            $tail
        )
    };
}

fn stored(fallbacks: &Values) -> String {
    serde_json::to_string(fallbacks).expect("JSON is written as JSON")
}

fn fallbacks(text: &str) -> StoreResult<Values> {
    serde_json::from_str(text).map_err(|_| StoreError::Inconsistent {
        what: "template",
        message: "its fallbacks are none".to_owned(),
    })
}

impl Template {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        let tags = row.opt_text(5)?.unwrap_or_default();
        Ok(Self {
            workspace_id: row.id(0)?,
            template_id: row.id(1)?,
            settings: TemplateSettings {
                name: row.text(2)?.to_owned(),
                text: row.text(3)?.to_owned(),
                language: row.opt_text(4)?.map(str::to_owned),
                tags: tags.lines().map(str::to_owned).collect(),
                fallbacks: fallbacks(row.text(6)?)?,
            },
            version: row.int(7)?,
            revision: row.int(8)?,
            created_at: row.timestamp(9)?,
            updated_at: row.timestamp(10)?,
        })
    }
}

/// Adds a template in its first version. False if another one has its name.
pub fn insert(
    tx: &mut Tx<'_>,
    (workspace_id, template_id): (WorkspaceId, TemplateId),
    settings: &TemplateSettings,
    now: Timestamp,
) -> StoreResult<bool> {
    let inserted = tx.execute(
        "INSERT INTO template (workspace_id, template_id, name, text, language, tags, fallbacks, version, revision,
                               created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, 1, ?8, ?8)
         ON CONFLICT (workspace_id, name) DO NOTHING",
        params![
            workspace_id,
            template_id,
            &settings.name,
            &settings.text,
            settings.language.as_deref(),
            settings.tags(),
            stored(&settings.fallbacks),
            now
        ],
    )?;
    if inserted == 0 {
        return Ok(false);
    }
    let subject = (workspace_id, template_id);
    insert_version(tx, subject, 1, settings, now)?;
    announce(tx, subject, EventKind::TemplateCreated, 1, now);
    Ok(true)
}

fn insert_version(
    tx: &mut Tx<'_>,
    (workspace_id, template_id): (WorkspaceId, TemplateId),
    version: i64,
    settings: &TemplateSettings,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO template_version (workspace_id, template_id, version, text, fallbacks, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            workspace_id,
            template_id,
            version,
            &settings.text,
            stored(&settings.fallbacks),
            now
        ],
    )?;
    tx.execute(
        "DELETE FROM template_version WHERE workspace_id = ?1 AND template_id = ?2 AND version <= ?3",
        params![
            workspace_id,
            template_id,
            version - limits::TEMPLATE_VERSIONS_MAX
        ],
    )?;
    Ok(())
}

/// Writes what somebody chose anew; what says something else is another version. The row is locked and `stands` is what
/// it holds. [`StoreError::Constraint`] if another template has the name.
pub fn update(
    tx: &mut Tx<'_>,
    stands: &Template,
    settings: &TemplateSettings,
    now: Timestamp,
) -> StoreResult<()> {
    if *settings == stands.settings {
        return Ok(());
    }
    let subject = (stands.workspace_id, stands.template_id);
    let is_new = !settings.says_the_same_as(&stands.settings);
    let version = stands.version + i64::from(is_new);
    tx.execute(
        "UPDATE template SET name = ?3, text = ?4, language = ?5, tags = ?6, fallbacks = ?7, version = ?8,
                             revision = revision + 1, updated_at = ?9
          WHERE workspace_id = ?1 AND template_id = ?2",
        params![
            subject.0,
            subject.1,
            &settings.name,
            &settings.text,
            settings.language.as_deref(),
            settings.tags(),
            stored(&settings.fallbacks),
            version,
            now
        ],
    )?;
    if is_new {
        insert_version(tx, subject, version, settings, now)?;
    }
    announce(tx, subject, EventKind::TemplateChanged, version, now);
    Ok(())
}

/// Takes a template away, with what its versions said. Sends that were made from it keep their words.
pub fn delete(tx: &mut Tx<'_>, template: &Template, now: Timestamp) -> StoreResult<()> {
    let subject = (template.workspace_id, template.template_id);
    tx.execute(
        "DELETE FROM template_version WHERE workspace_id = ?1 AND template_id = ?2",
        params![subject.0, subject.1],
    )?;
    tx.execute(
        "DELETE FROM template WHERE workspace_id = ?1 AND template_id = ?2",
        params![subject.0, subject.1],
    )?;
    let version = template.version;
    announce(tx, subject, EventKind::TemplateDeleted, version, now);
    Ok(())
}

fn announce(
    tx: &mut Tx<'_>,
    (workspace_id, template_id): (WorkspaceId, TemplateId),
    kind: EventKind,
    version: i64,
    now: Timestamp,
) {
    let body = EventData::new()
        .id("template_id", template_id)
        .number("version", version.unsigned_abs());
    tx.emit(NewEvent {
        workspace_id,
        kind,
        account_id: None,
        subject: Some(template_id.to_string()),
        at: now,
        body: body.into_json(),
    });
}

/// The template with this id.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    template_id: TemplateId,
) -> StoreResult<Option<Template>> {
    tx.query_opt(
        select!("AND template_id = ?2"),
        params![workspace_id, template_id],
        Template::from_row,
    )
}

/// The template with this id, which nobody else changes until the transaction ends.
pub fn lock(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    template_id: TemplateId,
) -> StoreResult<Option<Template>> {
    if tx.engine() == Engine::Postgres {
        tx.query_opt(
            "SELECT template_id FROM template WHERE workspace_id = ?1 AND template_id = ?2 FOR UPDATE",
            params![workspace_id, template_id],
            |row| row.id::<TemplateId>(0),
        )?;
    }
    find(tx, workspace_id, template_id)
}

/// The template with this name.
pub fn find_by_name(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    name: &str,
) -> StoreResult<Option<Template>> {
    tx.query_opt(
        select!("AND name = ?2"),
        params![workspace_id, name],
        Template::from_row,
    )
}

/// Templates before one, the newest first, at most `limit`.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    filter: &Filter,
    before: TemplateId,
    limit: u32,
) -> StoreResult<Vec<Template>> {
    // Tags are lines of lower-case letters, digits and a few marks.
    let tag = filter.tag.as_ref().map(|tag| {
        let escaped = tag.replace('_', "\\_");
        format!("%\n{escaped}\n%")
    });
    tx.query(
        select!(
            "AND template_id < ?2
             AND (CAST(?3 AS TEXT) = '' OR ?4 || tags || ?4 LIKE ?3 ESCAPE '\\')
             ORDER BY template_id DESC LIMIT ?5"
        ),
        params![
            workspace_id,
            before,
            tag.as_deref().unwrap_or_default(),
            "\n",
            limit
        ],
        Template::from_row,
    )
}

/// How many templates there are, counted up to `limit`.
pub fn count(tx: &mut Tx<'_>, workspace_id: WorkspaceId, limit: u32) -> StoreResult<u32> {
    tx.query_one(
        "SELECT COUNT(*) FROM (SELECT 1 FROM template WHERE workspace_id = ?1 LIMIT ?2) AS counted",
        params![workspace_id, limit],
        |row| row.number(0),
    )
}

/// What one version of a template said; absent where that is no longer kept.
pub fn find_version(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    template_id: TemplateId,
    version: i64,
) -> StoreResult<Option<TemplateVersion>> {
    tx.query_opt(
        "SELECT version, text, fallbacks, created_at FROM template_version
          WHERE workspace_id = ?1 AND template_id = ?2 AND version = ?3",
        params![workspace_id, template_id, version],
        |row| {
            Ok(TemplateVersion {
                version: row.int(0)?,
                text: row.text(1)?.to_owned(),
                fallbacks: fallbacks(row.text(2)?)?,
                created_at: row.timestamp(3)?,
            })
        },
    )
}
