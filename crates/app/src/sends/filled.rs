//! A message whose text is made, once it is known for whom: from a template, or from the message that it forwards.

use domain::error_code::ErrorCode;
use store::accounts::Account;

use super::wanted::{Wanted, text_of};
use super::{PlannedTerms, SendMessage};
use crate::templates::{Parties, unfilled};
use crate::{App, AppResult, Caller, Refusal};

impl App {
    /// The message with its text, and in `terms` what it was made from. One that has a text stays as it is.
    pub(super) async fn filled(
        &self,
        (caller, account): (&Caller, &Account),
        command: &SendMessage,
        (recipient_key, thread_key): (Option<&str>, Option<&str>),
        wanted: Wanted,
        terms: &mut PlannedTerms,
    ) -> AppResult<Wanted> {
        if let Some(message) = &command.terms.forwards {
            let forwarding = self.forwarding((caller, account), command, message, wanted, terms);
            return forwarding.await;
        }
        let Some(variables) = &command.terms.variables else {
            return Ok(wanted);
        };
        let absent = || Refusal::of(ErrorCode::TemplateNotFound);
        let template_id = command.terms.template_id.as_deref().ok_or_else(absent)?;
        let template_id = template_id.parse().map_err(|_| absent())?;
        let parties = Parties {
            account: Some(account.clone()),
            member_key: recipient_key.map(str::to_owned),
            thread_key: thread_key.map(str::to_owned),
        };
        let workspace_id = account.workspace_id;
        let filling = self.filling(workspace_id, template_id, None, parties);
        let filling = filling.await?.ok_or_else(absent)?;
        let values = filling.values(variables);
        let text = domain::template::fill(&filling.text, &values);
        let text = text.map_err(|error| unfilled(&error))?;
        terms.template_version = Some(filling.version);
        let mut wanted = wanted;
        wanted.text = text_of(command, &text)?;
        Ok(wanted)
    }
}
