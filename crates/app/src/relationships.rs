//! How an account stands to a person, and invitations to connect.

use std::sync::Arc;
use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, SendId};
use domain::ledger::{Action, Quota};
use domain::network::Relationship;
use domain::send::SendKind;
use domain::text::InvitationNote;
use domain::time::Timestamp;
use integrations::networks::network::{Capabilities, Network};

use crate::sends::{
    Content, HandedOver, KeptMessage, Planned, PlannedSend, PlannedTerms, Request, SendReport,
    SendTerms, check_held, refused_text,
};
use crate::targets::{Named, Names};
use crate::{App, AppResult, Caller, Refusal};

/// An invitation to hand over.
#[derive(Debug, Clone)]
pub struct Connect {
    pub account: Option<String>,
    /// Any form of a person reference.
    pub person: String,
    /// What the caller calls the field that names the person.
    pub person_field: &'static str,
    /// At most 300 characters.
    pub note: Option<String>,
    /// What the caller calls the field that holds the note.
    pub note_field: &'static str,
    /// When it leaves and what it is counted as, where the caller can say so.
    pub terms: Option<SendTerms>,
    /// How long to wait for the outcome; the setting's time when absent.
    pub wait: Option<Duration>,
    pub idempotency_key: Option<String>,
}

/// An invitation that was accepted by the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connected {
    pub account_id: AccountId,
    pub member_key: String,
    pub send_id: SendId,
    /// The word of the send's state.
    pub state: &'static str,
    /// The network has it. False: it may still leave.
    pub is_settled: bool,
    pub retry_at: Option<Timestamp>,
    pub duplicate_of: Option<SendId>,
    pub is_replayed: bool,
    pub quota: Option<(Action, Quota)>,
}

/// How an account stands to a person, asked just now, or as imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationshipView {
    pub account_id: AccountId,
    pub member_key: String,
    pub relationship: Relationship,
}

/// What is left of a seat's InMail credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credits {
    pub account_id: AccountId,
    /// The owner's `ACoAA…`.
    pub owner_key: String,
    pub total: i64,
    pub used: i64,
    pub premium_type: Option<String>,
}

impl App {
    /// Invites a person to connect.
    pub async fn connect(&self, caller: &Caller, command: Connect) -> AppResult<Connected> {
        let deadline = self.wait_until(command.wait);
        let (account, accepted) = self.hand_over_invitation(caller, command).await?;
        let member_key = accepted.send.recipient_key.clone().unwrap_or_default();
        let report = self
            .watch(caller, account, accepted, deadline, false)
            .await?;
        Ok(connected(member_key, &report))
    }

    /// The same, and shows the send; a repeat is shown its send, whatever has become of it.
    pub async fn keep_invitation(
        &self,
        caller: &Caller,
        command: Connect,
    ) -> AppResult<KeptMessage> {
        let deadline = self.wait_until(command.wait);
        let handed = self.hand_over_invitation(caller, command).await?;
        self.keep(caller, handed, deadline).await
    }

    async fn hand_over_invitation(
        &self,
        caller: &Caller,
        command: Connect,
    ) -> AppResult<HandedOver> {
        let note = InvitationNote::parse_optional(command.note.as_deref())
            .map_err(|error| refused_text(command.note_field, &error))?;
        let text = note.map(String::from).unwrap_or_default();
        let names = Names {
            account: command.account.clone(),
            person: Some(command.person.clone()),
            person_field: command.person_field,
            ..Names::default()
        };
        let content = Content {
            kind: SendKind::Invitation,
            group_id: None,
            subject: None,
            text: &text,
            terms: command.terms.as_ref(),
        };
        let key = command.idempotency_key.clone();
        let request = Request::new(caller, &names, content, key)?;
        if let Some(earlier) = self.find_earlier(caller, &request).await? {
            return Ok(earlier);
        }
        let plan = self.plan_invitation(caller, names, &command, (request.clone(), text));
        let planned = self.look(plan).await;
        self.accept_planned(caller, &request, planned).await
    }

    async fn plan_invitation(
        &self,
        caller: &Caller,
        names: Names,
        command: &Connect,
        (request, text): (Request, String),
    ) -> AppResult<Planned> {
        let now = self.now();
        let terms = match &command.terms {
            Some(terms) => PlannedTerms::naming_none(terms, now)?,
            None => PlannedTerms::plain(now),
        };
        let named = self.find_named(caller, names).await?;
        if !(terms.waits_for_limits && named.account.is_over_limit(now)) {
            check_held(&named.account, now)?;
        }
        let is_able = |able: &Capabilities| able.invitations;
        let line = self
            .able_line(&named.account, "invitations", is_able)
            .await?;
        check_note(&*line, command.note_field, &text)?;
        let person = self
            .person_of_today(&named)
            .await?
            .ok_or_else(|| Refusal::of(ErrorCode::MemberNotFound))?;
        let relationship = line.relationship(person.member_key.clone()).await?;
        if let Some(refusal) = already(relationship) {
            return Err(refusal.into());
        }
        let planned = PlannedSend {
            request,
            recipient_key: Some(person.member_key),
            thread_key: None,
            is_into_group: false,
            group_id: None,
            opens_conversation: false,
            subject: None,
            text,
            typing: Duration::ZERO,
            acknowledge: Vec::new(),
            terms,
            target_key: None,
        };
        Ok((Arc::new(named.account), planned))
    }

    /// How an account stands to a person: asked of the network, or, for an imported account, which has none, what the
    /// archive says. There, somebody who is not among the connections is not connected.
    pub async fn relationship(
        &self,
        caller: &Caller,
        account: Option<String>,
        person: String,
    ) -> AppResult<RelationshipView> {
        let names = Names::of_person(account, person, "profileId");
        let named = self.find_kept(caller, names).await?;
        if named.account.is_read_only {
            return imported(named);
        }
        let person = self
            .person_of_today(&named)
            .await?
            .ok_or_else(|| Refusal::of(ErrorCode::MemberNotFound))?;
        let relationship = self
            .line(&named.account)
            .await?
            .relationship(person.member_key.clone())
            .await?;
        self.note_live_use(caller, named.account.account_id).await;
        Ok(RelationshipView {
            account_id: named.account.account_id,
            member_key: person.member_key,
            relationship,
        })
    }

    /// Asks the network for the InMail credits of a seat.
    pub async fn inmail_credits(
        &self,
        caller: &Caller,
        account: Option<String>,
    ) -> AppResult<Credits> {
        let named = self
            .find_named(
                caller,
                Names {
                    account,
                    ..Names::default()
                },
            )
            .await?;
        let plan = self.line(&named.account).await?.plan().await?;
        self.note_live_use(caller, named.account.account_id).await;
        Ok(Credits {
            account_id: named.account.account_id,
            owner_key: named.account.member_key,
            total: plan.inmail_credits_total,
            used: plan.inmail_credits_used,
            premium_type: plan.premium_type,
        })
    }
}

fn imported(named: Named) -> AppResult<RelationshipView> {
    let person = named
        .person
        .ok_or_else(|| Refusal::of(ErrorCode::MemberNotFound))?;
    Ok(RelationshipView {
        account_id: named.account.account_id,
        member_key: person.member_key,
        // An archive knows of no invitations and of no degree but the first.
        relationship: Relationship {
            degree: person.degree,
            invitation_sent: false,
            invitation_received: false,
        },
    })
}

/// A network may take shorter notes than we do.
fn check_note(line: &dyn Network, field: &str, note: &str) -> Result<(), Refusal> {
    let most = line.capabilities().invitation_note_chars_max;
    match most.filter(|most| note.chars().count() > *most) {
        Some(most) => {
            let message =
                format!("the network of this account takes notes of at most {most} characters");
            Err(Refusal::field(field, "too_long", message))
        }
        None => Ok(()),
    }
}

fn already(relationship: Relationship) -> Option<Refusal> {
    let code = if relationship.degree == Some(1) {
        ErrorCode::AlreadyConnected
    } else if relationship.invitation_sent {
        ErrorCode::AlreadyInvited
    } else {
        return None;
    };
    Some(Refusal::of(code))
}

fn connected(member_key: String, report: &SendReport) -> Connected {
    Connected {
        account_id: report.account_id,
        member_key,
        send_id: report.send_id,
        state: report.state,
        is_settled: report.is_settled,
        retry_at: report.retry_at,
        duplicate_of: report.duplicate_of,
        is_replayed: report.is_replayed,
        quota: report.quota,
    }
}
