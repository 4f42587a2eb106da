//! What a template would say, without a message.

use domain::send::SendKind;
use domain::template::{Unfilled, Values, fill};
use domain::{limits, text::InvalidText};

use super::settings::check_values;
use super::{absent, parsed, unfilled};
use crate::sends::parsed_text;
use crate::targets::Names;
use crate::{App, AppResult, Caller};

/// For whom, and with what.
#[derive(Debug, Clone)]
pub struct PreviewTemplate {
    /// The present one when absent.
    pub version: Option<i64>,
    pub account: Option<String>,
    pub conversation: Option<String>,
    /// Any form of a person reference. The network is not asked.
    pub person: Option<String>,
    pub variables: Values,
    /// What it would be sent as.
    pub kind: SendKind,
}

/// What it would say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub version: i64,
    /// As it would leave; absent where something is missing.
    pub text: Option<String>,
    /// What it prints and nothing is known of.
    pub missing: Vec<String>,
    /// Characters, as the network counts them.
    pub length: Option<usize>,
    /// So many are allowed.
    pub length_max: usize,
    /// Whether it could be sent like this.
    pub is_sendable: bool,
    /// Why not, where it is complete and still could not.
    pub problem: Option<String>,
}

impl App {
    /// What a template would say to somebody, or with some values.
    ///
    /// Refused: `template_unfilled` where filling it in does not end well; nobody is asked but the store.
    pub async fn preview_template(
        &self,
        caller: &Caller,
        id: &str,
        command: PreviewTemplate,
    ) -> AppResult<Preview> {
        check_values("variables", &command.variables)?;
        let (workspace_id, template_id) = (caller.workspace_id, parsed(id)?);
        let names = Names {
            account: command.account,
            conversation: command.conversation,
            person: command.person,
            person_field: "person",
            conversation_field: "conversation",
        };
        let parties = self.parties(caller, names).await?;
        let filling = self.filling(workspace_id, template_id, command.version, parties);
        let filling = filling.await?.ok_or_else(absent)?;
        let values = filling.values(&command.variables);
        let mut preview = Preview {
            version: filling.version,
            text: None,
            missing: Vec::new(),
            length: None,
            length_max: length_max(command.kind),
            is_sendable: false,
            problem: None,
        };
        match fill(&filling.text, &values) {
            Ok(text) => preview.take(command.kind, text),
            Err(Unfilled::Missing { names }) => preview.missing = names,
            Err(error) => return Err(unfilled(&error).into()),
        }
        Ok(preview)
    }
}

impl Preview {
    fn take(&mut self, kind: SendKind, text: String) {
        match parsed_text(kind, &text, false) {
            Ok(text) => {
                self.length = Some(text.chars().count());
                self.text = Some(text);
                self.is_sendable = true;
            }
            Err(error) => {
                self.length = Some(match &error {
                    InvalidText::TooLong { count, .. } => *count,
                    _ => text.trim().chars().count(),
                });
                self.text = Some(text);
                self.problem = Some(error.to_string());
            }
        }
    }
}

const fn length_max(kind: SendKind) -> usize {
    match kind {
        SendKind::Inmail => limits::INMAIL_CHARS_MAX,
        SendKind::Invitation => limits::INVITATION_NOTE_CHARS_MAX,
        _ => limits::MESSAGE_CHARS_MAX,
    }
}
