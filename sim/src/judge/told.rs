//! INV-10 and INV-12: what a request to a receiver says is what happened, in its own workspace, signed by a secret of its
//! own.

use domain::time::Timestamp;
use integrations::webhooks::signature;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use store::endpoints::{Endpoint, secret_place};
use store::events::Event;

use super::telling::Ask;
use super::{Invariant, Judge};
use crate::receivers::Call;
use crate::sometimes::Sometimes;

/// How long after a change of secrets requests may still be signed as before it.
const AFTER_CHANGE: std::time::Duration = std::time::Duration::from_mins(1);

/// What is told in order: the events of one conversation, and otherwise those of one thing.
pub(super) fn lane(event: &Event, data: &Value) -> String {
    let conversation = data.get("conversation_id").and_then(Value::as_str);
    let lane = conversation.or(event.subject.as_deref());
    lane.unwrap_or_default().to_owned()
}

impl Judge {
    /// What a request says; a breach if it is not what happened.
    pub(super) fn understand(&mut self, call: &Call) -> Option<Ask> {
        let workspace = self.world.plan.endpoints[call.receiver].workspace;
        let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
        let number = body["number"].as_i64().unwrap_or(0);
        let place = usize::try_from(number - 1).unwrap_or(usize::MAX);
        let heard = self.telling.heard[workspace].get(place).cloned();
        let found = heard.filter(|(event, _)| event.event_id.to_string() == call.id);
        let Some((event, heard_at)) = found else {
            let invariant = if self.is_of_another(workspace, &call.id) {
                Invariant::Tenant
            } else {
                Invariant::Webhooks
            };
            let what = format!("receiver {} is told {}: {body}", call.receiver, call.id);
            self.fail(invariant, what);
            return None;
        };
        let data: Value = serde_json::from_str(&event.body).unwrap_or_default();
        let account_id = event.account_id.map(|account_id| account_id.to_string());
        let is_true = body["id"].as_str() == Some(&call.id)
            && body["type"].as_str() == Some(event.kind.word())
            && body["timestamp"].as_str() == Some(&event.at.to_string())
            && body["account_id"].as_str() == account_id.as_deref()
            && body["subject"].as_str() == event.subject.as_deref()
            && body["data"] == data;
        if !is_true {
            let what = format!("receiver {} is told {body} of {event:?}", call.receiver);
            self.fail(Invariant::Webhooks, what);
        }
        if !self.may_be_wanted(call.receiver, &event, heard_at) {
            let what = format!(
                "receiver {} is told {number} and wants no {}",
                call.receiver,
                event.kind.word()
            );
            self.fail(Invariant::Webhooks, what);
        }
        let gap = body["gap"].as_array().map(Vec::as_slice);
        let gap = gap.unwrap_or_default().iter().filter_map(Value::as_i64);
        Some(Ask {
            number,
            lane: lane(&event, &data),
            gap: gap.collect(),
            ..Ask::default()
        })
    }

    fn is_of_another(&self, workspace: usize, id: &str) -> bool {
        let all = self.telling.heard.iter().enumerate();
        let mut others = all.filter(|(other, _)| *other != workspace);
        others.any(|(_, heard)| {
            let mut ids = heard.iter().map(|(event, _)| event.event_id.to_string());
            ids.any(|other| other == id)
        })
    }

    /// Whether what was heard of then may have been wanted at any time since.
    pub(super) fn may_be_wanted(&self, hook: usize, event: &Event, heard_at: i64) -> bool {
        let desk = self.world.desk();
        let mut wants = desk.hooks[hook].wants_since(heard_at).iter();
        wants.any(|wants| wants.has(event.kind.word(), event.account_id))
    }

    /// Whether what was heard of then was wanted all the time since.
    pub(super) fn is_wanted(&self, hook: usize, event: &Event, heard_at: i64) -> bool {
        let desk = self.world.desk();
        let mut wants = desk.hooks[hook].wants_since(heard_at).iter();
        wants.all(|wants| wants.has(event.kind.word(), event.account_id))
    }

    /// Every secret that is valid signs, and no other one.
    pub(super) fn check_signature(&mut self, call: &Call, endpoint: &Endpoint) {
        let place = secret_place(&endpoint.workspace_id, &endpoint.endpoint_id);
        let open = |sealed: &[u8]| self.world.vault.open_text(&place, sealed).ok();
        let now = Timestamp::from_micros(call.began_reading);
        let is_settled = !self.world.is_unsettled(call.process.0)
            && (now.since(endpoint.updated_at) > AFTER_CHANGE || now < endpoint.updated_at);
        let present = open(&endpoint.secret);
        let old = endpoint.old_secret.as_ref();
        let old = old.filter(|(_, until)| now < *until);
        let is_old_certain = old.is_some_and(|(_, until)| until.since(now) > AFTER_CHANGE);
        let old = old.and_then(|(sealed, _)| open(sealed));
        let entries: Vec<&str> = call.signature.split(' ').collect();
        let signed = |secret: &SecretString| {
            let timestamp = call.timestamp.parse().unwrap_or(0);
            let entry = signature::standard(secret, &call.id, timestamp, &call.body);
            entry.is_ok_and(|entry| entries.contains(&entry.as_str()))
        };
        let by_present = present.as_ref().is_some_and(signed);
        let by_old = old.as_ref().is_some_and(signed);
        let secrets = self.world.desk().hooks[call.receiver].secrets.clone();
        let is_own = present.as_ref().is_some_and(|present| {
            let mut own = secrets.iter();
            own.any(|own| own.expose_secret() == present.expose_secret())
        });
        let count = usize::from(by_present) + usize::from(by_old);
        let is_signed = if is_settled {
            by_present && (by_old || !is_old_certain) && entries.len() == count
        } else {
            secrets.iter().any(signed)
        };
        if by_present && by_old {
            self.world.reached(Sometimes::WebhookSignedTwice);
        }
        if !is_own || !is_signed {
            let what = format!(
                "what receiver {} is told is signed {:?}",
                call.receiver, call.signature
            );
            self.fail(Invariant::Webhooks, what);
        }
    }
}
