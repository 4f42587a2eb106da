//! What a caller may ask of a send besides its words: when it leaves, what must not have happened, what it is counted as.

use std::fmt::Write as _;

use domain::attachment::File;
use domain::ids::{AttachmentId, MessageId};
use domain::limits;
use domain::template::Values;
use domain::time::Timestamp;
use domain::urn::MessageReference;
use store::accounts::Account;
use store::messages;

use super::SendMessage;
use super::attachments::check_files;
use crate::{App, AppResult, Caller, Refusal};

/// As the caller says it. Nothing said is nothing asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SendTerms {
    /// Not before this instant.
    pub send_at: Option<Timestamp>,
    /// If it has not left by then, it never will.
    pub expires_at: Option<Timestamp>,
    /// Only if the other side has not written since.
    pub if_no_reply_since: Option<Timestamp>,
    /// Only if this is the conversation's newest message: any form of a message reference.
    pub if_last_message_id: Option<String>,
    /// The message that it answers, in any form of a message reference.
    pub reply_to: Option<String>,
    /// Files that travel with it.
    pub attachments: Vec<File>,
    /// Files that were handed over before, each with its place among all.
    pub uploads: Vec<(usize, AttachmentId)>,
    /// The message that it forwards, in any form of a message reference: its text is said after this one's, and its files
    /// go with it.
    pub forwards: Option<String>,
    /// Which template it was made from, for whoever counts later.
    pub template_id: Option<String>,
    /// What the template is given: then its text is made from the template, which is one of ours.
    pub variables: Option<Values>,
    /// For whoever counts later: lower-case words.
    pub tags: Vec<String>,
    /// Where a limit is used up: wait until it opens, instead of being refused.
    pub waits_for_limits: bool,
}

/// The same, checked.
#[derive(Debug, Clone)]
pub(crate) struct PlannedTerms {
    /// From when on it may leave.
    pub(crate) ready_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) no_reply_since: Option<Timestamp>,
    pub(crate) last_message_key: Option<String>,
    /// The network's key of the message that it answers.
    pub(crate) reply_to: Option<String>,
    pub(crate) attachments: Vec<File>,
    /// The message that it forwards.
    pub(crate) forwarded_from: Option<MessageId>,
    pub(crate) template_id: Option<String>,
    /// Which version of it, where the text was made from it here.
    pub(crate) template_version: Option<i64>,
    pub(crate) tags: Vec<String>,
    pub(crate) waits_for_limits: bool,
}

impl PlannedTerms {
    /// Those of a send of which nothing is said.
    pub(crate) fn plain(now: Timestamp) -> Self {
        Self {
            ready_at: now,
            expires_at: now.plus(limits::SEND_LIFETIME),
            no_reply_since: None,
            last_message_key: None,
            reply_to: None,
            attachments: Vec::new(),
            forwarded_from: None,
            template_id: None,
            template_version: None,
            tags: Vec::new(),
            waits_for_limits: false,
        }
    }

    /// The terms without the messages that they name.
    pub(crate) fn naming_none(terms: &SendTerms, now: Timestamp) -> Result<Self, Refusal> {
        let (ready_at, expires_at) = span(terms.send_at, terms.expires_at, now)?;
        Ok(Self {
            ready_at,
            expires_at,
            no_reply_since: terms.if_no_reply_since,
            last_message_key: None,
            reply_to: None,
            attachments: terms.attachments.clone(),
            forwarded_from: None,
            template_id: terms.template_id.clone(),
            template_version: None,
            tags: terms.tags.clone(),
            waits_for_limits: terms.waits_for_limits,
        })
    }
}

impl SendTerms {
    /// Names everything that is asked, and nothing where nothing is: part of what makes two requests the same.
    pub(super) fn word(&self) -> String {
        let mut word = String::new();
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                // Writing to a text does not fail. The length keeps two lists of fields from reading alike.
                let _ = write!(word, "{name}:{}:{value};", value.len());
            }
        };
        add("send_at", self.send_at.map(|at| at.to_string()));
        add("expires_at", self.expires_at.map(|at| at.to_string()));
        let since = self.if_no_reply_since;
        add("if_no_reply_since", since.map(|at| at.to_string()));
        add("if_last_message_id", self.if_last_message_id.clone());
        add("template_id", self.template_id.clone());
        let variables = self.variables.as_ref();
        add(
            "variables",
            variables.map(|given| serde_json::Value::from(given.clone()).to_string()),
        );
        add(
            "tags",
            (!self.tags.is_empty()).then(|| self.tags.join("\n")),
        );
        add("reply_to", self.reply_to.clone());
        add("forwards", self.forwards.clone());
        for file in &self.attachments {
            let facts = file.facts();
            // Neither a name nor a type holds a line break.
            let word = [&facts.name, &facts.media_type, &facts.sha256].map(String::as_str);
            add("attachment", Some(word.join("\n")));
        }
        // By its id and not by its content: a repeat is known also when the file is gone.
        for (place, attachment_id) in &self.uploads {
            add("upload", Some(format!("{place} {attachment_id}")));
        }
        word
    }
}

impl App {
    /// Checks the terms of a message into a thread, if there is one yet, and finds the messages that they name.
    pub(super) async fn planned_terms(
        &self,
        caller: &Caller,
        account: &Account,
        command: &SendMessage,
        thread_key: Option<&str>,
    ) -> AppResult<PlannedTerms> {
        let (terms, upload) = (&command.terms, command.fields.upload);
        let mut planned = PlannedTerms::naming_none(terms, self.now())?;
        for (place, attachment_id) in &terms.uploads {
            let Some(file) = self.uploaded(caller, *attachment_id).await? else {
                let field = format!("attachments.{place}.{upload}");
                let message = "There is no such file, or no longer: hand it over again.";
                return Err(Refusal::field(&field, "not_found", message).into());
            };
            let place = (*place).min(planned.attachments.len());
            planned.attachments.insert(place, file);
        }
        check_files(&planned.attachments)?;
        if let Some(text) = &terms.if_last_message_id {
            let found = self.message_key(account, "if_last_message_id", text);
            planned.last_message_key = Some(found.await?);
        }
        if let Some(text) = &terms.reply_to {
            planned.reply_to = Some(self.answered(account, thread_key, text).await?);
        }
        Ok(planned)
    }

    /// The network's key of a message that a caller names.
    pub(super) async fn message_key(
        &self,
        account: &Account,
        field: &str,
        text: &str,
    ) -> AppResult<String> {
        let reference = MessageReference::parse(text)
            .map_err(|error| Refusal::field(field, "invalid", error.to_string()))?;
        let message_id = match reference {
            MessageReference::Network { message, .. } => return Ok(message.to_string()),
            MessageReference::Own(message_id) => message_id,
        };
        let (workspace_id, number) = (account.workspace_id, account.number);
        let found = self
            .parts()
            .store
            .read(move |tx| messages::find(tx, workspace_id, number, message_id));
        let absent = || {
            Refusal::field(
                field,
                "not_found",
                "There is no such message in this account.",
            )
        };
        Ok(found.await?.ok_or_else(absent)?.message_key)
    }
}

/// From when and until when a send may leave.
pub(super) fn span(
    send_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(Timestamp, Timestamp), Refusal> {
    let ready_at = send_at.unwrap_or(now).max(now);
    if ready_at > now.plus(limits::SEND_AHEAD_MAX) {
        let days = limits::SEND_AHEAD_MAX.as_secs() / 86_400;
        let message = format!("send_at lies at most {days} days ahead");
        return Err(Refusal::field("send_at", "out_of_range", message));
    }
    let expires_at = expires_at.unwrap_or_else(|| ready_at.plus(limits::SEND_LIFETIME));
    if expires_at <= ready_at {
        let message = "expires_at must lie after now and after send_at";
        return Err(Refusal::field("expires_at", "out_of_range", message));
    }
    if expires_at > ready_at.plus(limits::SEND_LIFETIME_MAX) {
        let days = limits::SEND_LIFETIME_MAX.as_secs() / 86_400;
        let message = format!("expires_at lies at most {days} days after send_at");
        return Err(Refusal::field("expires_at", "out_of_range", message));
    }
    Ok((ready_at, expires_at))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_send_leaves_between_its_instants() {
        let now = Timestamp::from_millis(1_000_000);
        let later = |hours| now.plus(Duration::from_hours(hours));
        assert_eq!(span(None, None, now), Ok((now, later(24))));
        assert_eq!(span(Some(later(2)), None, now), Ok((later(2), later(26))));
        // What was to leave earlier leaves now.
        let past = now.minus(Duration::from_hours(1));
        assert_eq!(span(Some(past), Some(later(1)), now), Ok((now, later(1))));
        for (send_at, expires_at) in [
            (None, Some(now)),
            (Some(later(2)), Some(later(2))),
            (Some(later(24 * 400)), None),
            (None, Some(later(24 * 90))),
        ] {
            assert!(span(send_at, expires_at, now).is_err());
        }
    }

    #[test]
    fn nothing_asked_is_no_word() {
        assert_eq!(SendTerms::default().word(), "");
        let tagged = |tags: &[&str]| SendTerms {
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..SendTerms::default()
        };
        assert_ne!(tagged(&["a", "b"]).word(), tagged(&["ab"]).word());
        let laden = |bytes: &[&str]| {
            let file = |bytes: &&str| File::new("a", "text/plain", bytes.as_bytes().to_vec());
            let attachments = bytes.iter().map(file).map(Result::unwrap).collect();
            let terms = SendTerms {
                attachments,
                ..SendTerms::default()
            };
            terms.word()
        };
        assert_ne!(laden(&["a"]), laden(&["b"]));
        assert_ne!(laden(&["a", "b"]), laden(&["b", "a"]));
        assert_eq!(laden(&["a", "b"]), laden(&["a", "b"]));
    }
}
