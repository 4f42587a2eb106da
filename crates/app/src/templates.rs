//! Texts with gaps: kept, changed, tried out. Messages are made from them when they are accepted, so that what waits already
//! keeps its words whatever becomes of the template.

mod filling;
mod preview;
mod settings;

use domain::error_code::ErrorCode;
use domain::ids::{TemplateId, WorkspaceId};
use domain::limits;
use store::templates::{self, Filter};
use store::{StoreError, StoreResult, Tx};

pub(crate) use filling::{Parties, unfilled};
pub use store::templates::{Template, TemplateVersion};

pub use preview::{Preview, PreviewTemplate};
pub(crate) use settings::check_values;
pub use settings::{ChangeTemplate, CreateTemplate};

use crate::{App, AppError, AppResult, Caller, Refusal};

/// Which templates to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListTemplates {
    /// A tag, whole.
    pub tag: Option<String>,
    /// 1 to 100.
    pub limit: u32,
    /// From the page before.
    pub cursor: Option<String>,
}

/// A page of templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplatePage {
    pub templates: Vec<Template>,
    pub next_cursor: Option<String>,
}

/// Which state of a template a change is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Whatever it says.
    Any,
    /// This revision.
    Revision(i64),
    /// None that there ever was.
    None,
}

impl Expected {
    fn check(self, template: &Template) -> Result<(), Refusal> {
        match self {
            Self::Any => Ok(()),
            Self::Revision(revision) if revision == template.revision => Ok(()),
            Self::Revision(_) | Self::None => Err(Refusal::of(ErrorCode::TemplateChanged)),
        }
    }
}

impl App {
    /// Adds a template, in its first version.
    ///
    /// Refused: `validation_error`, also for a text that is no template; `template_name_taken`; `too_many_templates`.
    pub async fn create_template(
        &self,
        caller: &Caller,
        command: CreateTemplate,
    ) -> AppResult<Template> {
        let settings = command.settings()?;
        let (workspace_id, now) = (caller.workspace_id, self.now());
        let template_id = TemplateId::mint(now, self.parts().entropy.as_ref());
        let written = self.parts().store.write(move |tx| {
            let count = templates::count(tx, workspace_id, limits::TEMPLATES_MAX)?;
            if count >= limits::TEMPLATES_MAX {
                return Ok(Err(Refusal::of(ErrorCode::TooManyTemplates)));
            }
            if !templates::insert(tx, (workspace_id, template_id), &settings, now)? {
                return Ok(Err(Refusal::of(ErrorCode::TemplateNameTaken)));
            }
            Ok(templates::find(tx, workspace_id, template_id)?.ok_or_else(absent))
        });
        Ok(written.await??)
    }

    /// The templates of the workspace, the newest first.
    pub async fn list_templates(
        &self,
        caller: &Caller,
        list: ListTemplates,
    ) -> AppResult<TemplatePage> {
        let before = match &list.cursor {
            Some(cursor) => cursor
                .parse()
                .map_err(|_| Refusal::of(ErrorCode::InvalidCursor))?,
            None => TemplateId::from_bytes([0xff; 16]),
        };
        let workspace_id = caller.workspace_id;
        let limit = list.limit.clamp(1, limits::TEMPLATES_PAGE_MAX);
        let filter = Filter { tag: list.tag };
        let read = self
            .parts()
            .store
            .read(move |tx| templates::list(tx, workspace_id, &filter, before, limit + 1));
        let mut found = read.await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| has_more);
        Ok(TemplatePage {
            next_cursor: last.map(|last| last.template_id.to_string()),
            templates: found,
        })
    }

    /// One template.
    pub async fn find_template(&self, caller: &Caller, id: &str) -> AppResult<Template> {
        let (workspace_id, template_id) = (caller.workspace_id, parsed(id)?);
        let store = &self.parts().store;
        let read = store.read(move |tx| templates::find(tx, workspace_id, template_id));
        Ok(read.await?.ok_or_else(absent)?)
    }

    /// What a version of a template said.
    pub async fn find_template_version(
        &self,
        caller: &Caller,
        id: &str,
        version: i64,
    ) -> AppResult<TemplateVersion> {
        let (workspace_id, template_id) = (caller.workspace_id, parsed(id)?);
        let store = &self.parts().store;
        let read =
            store.read(move |tx| templates::find_version(tx, workspace_id, template_id, version));
        Ok(read.await?.ok_or_else(absent)?)
    }

    /// Changes what is named; the rest stays. What says something else is another version.
    ///
    /// Refused: as for adding one; `template_changed` where it is not as expected.
    pub async fn change_template(
        &self,
        caller: &Caller,
        id: &str,
        expected: Expected,
        command: ChangeTemplate,
    ) -> AppResult<Template> {
        caller.check_whole()?;
        let (workspace_id, template_id) = (caller.workspace_id, parsed(id)?);
        command.check()?;
        let now = self.now();
        let written = self.parts().store.write(move |tx| {
            let stands = match standing(tx, (workspace_id, template_id), expected)? {
                Ok(stands) => stands,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let settings = command.of(&stands.settings);
            let named = templates::find_by_name(tx, workspace_id, &settings.name)?;
            if named.is_some_and(|named| named.template_id != template_id) {
                return Ok(Err(Refusal::of(ErrorCode::TemplateNameTaken)));
            }
            templates::update(tx, &stands, &settings, now)?;
            Ok(templates::find(tx, workspace_id, template_id)?.ok_or_else(absent))
        });
        match written.await {
            // Somebody else took the name at the same time.
            Err(StoreError::Constraint(_)) => Err(Refusal::of(ErrorCode::TemplateNameTaken).into()),
            written => written?.map_err(AppError::from),
        }
    }

    /// Takes a template away. What was made from it keeps its words.
    pub async fn delete_template(
        &self,
        caller: &Caller,
        id: &str,
        expected: Expected,
    ) -> AppResult<()> {
        caller.check_whole()?;
        let place = (caller.workspace_id, parsed(id)?);
        let now = self.now();
        let written = self
            .parts()
            .store
            .write(move |tx| match standing(tx, place, expected)? {
                Ok(stands) => templates::delete(tx, &stands, now).map(Ok),
                Err(refusal) => Ok(Err(refusal)),
            });
        Ok(written.await??)
    }
}

type Place = (WorkspaceId, TemplateId);

/// The template as it stands, locked, if it is as expected.
fn standing(
    tx: &mut Tx<'_>,
    (workspace_id, template_id): Place,
    expected: Expected,
) -> StoreResult<Result<Template, Refusal>> {
    let found = templates::lock(tx, workspace_id, template_id)?;
    let stands = found.ok_or_else(absent);
    Ok(stands.and_then(|stands| expected.check(&stands).map(|()| stands)))
}

fn parsed(id: &str) -> Result<TemplateId, Refusal> {
    id.parse().map_err(|_| absent())
}

fn absent() -> Refusal {
    Refusal::of(ErrorCode::TemplateNotFound)
}
