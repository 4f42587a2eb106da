//! The transaction that accepts: what is asked for at the same time is looked up, judged and kept together, each with
//! the answer that it would get alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::attachment::{File, FileFacts};
use domain::error_code::ErrorCode;
use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::policy::Policy;
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use store::accounts::{self, Account};
use store::hints::Hints;
use store::sends::{self, Send};
use store::{Gathered, StoreResult, Tx};

use super::plan::check_held;
use super::quota::Rooms;
use super::request::{earlier, replay, twin};
use super::rules::{check_likeness, first_state, likeness};
use super::{Accepted, PlannedSend, Request, Standing};
use crate::{AppError, Caller, Refusal};

/// What is fixed before the transaction, so that it can run again.
#[derive(Clone)]
pub(super) struct Frame {
    pub(super) send_id: SendId,
    pub(super) twins_since: Option<Timestamp>,
    pub(super) hints: Hints,
    pub(super) likeness_max: usize,
    pub(super) now: Timestamp,
}

/// A planned send on its way into the outbox.
#[derive(Clone)]
pub(super) struct Acceptance {
    pub(super) request: Request,
    pub(super) fresh: Send,
    /// What `fresh` carries.
    files: Vec<File>,
    frame: Frame,
    waits_for_limits: bool,
    /// A try before this one may have kept it.
    pub(super) is_doubtful: bool,
    /// Says what would become of it, and keeps nothing.
    pub(super) is_trial: bool,
}

pub(super) type Answer = Result<Accepted, Refusal>;

impl Gathered for Acceptance {
    type Answer = Answer;

    fn workspace_id(&self) -> WorkspaceId {
        self.fresh.workspace_id
    }

    fn run(items: &[&Self], tx: &mut Tx<'_>) -> StoreResult<Vec<Answer>> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let mut batch = Batch::begin(tx, items)?;
        let mut answers = Vec::with_capacity(items.len());
        for part in parts(items) {
            answers.extend(batch.accept(tx, part)?);
        }
        Ok(answers)
    }
}

impl Acceptance {
    pub(super) fn new(
        frame: Frame,
        caller: &Caller,
        account: &Account,
        planned: PlannedSend,
    ) -> Self {
        let request = planned.request.clone();
        // What sets a state may be asked for again at any time: between two alike there may have been its opposite.
        let frame = Frame {
            twins_since: frame.twins_since.filter(|_| !request.kind.sets_state()),
            ..frame
        };
        let is_found_by_content = frame.twins_since.is_some() && request.idempotency_key.is_none();
        let twin = is_found_by_content.then(|| twin(account, &planned));
        Self {
            request,
            waits_for_limits: planned.terms.waits_for_limits,
            files: planned.terms.attachments.clone(),
            fresh: Send {
                twin,
                ..fresh_send(caller, account, planned, frame.send_id, frame.now)
            },
            frame,
            is_doubtful: false,
            is_trial: false,
        }
    }

    /// Whether nothing about it depends on what is accepted together with it.
    fn is_plain(&self) -> bool {
        let send = &self.fresh;
        send.idempotency_key.is_some() && send.thread_key.is_some() && likeness(send).is_none()
    }
}

/// Divides the items into parts, one after the other, within which none needs to see another.
fn parts<'p, 'i>(items: &'p [&'i Acceptance]) -> Vec<&'p [&'i Acceptance]> {
    let mut parts = Vec::new();
    let mut rest = items;
    while !rest.is_empty() {
        let mut keys = BTreeSet::new();
        let ends = |item: &&Acceptance| {
            !(item.is_plain() && keys.insert(item.fresh.idempotency_key.clone()))
        };
        let length = rest.iter().position(ends).unwrap_or(rest.len()).max(1);
        let (part, others) = rest.split_at(length);
        parts.push(part);
        rest = others;
    }
    parts
}

/// What the items of a batch share.
struct Batch {
    workspace_id: WorkspaceId,
    accounts: BTreeMap<AccountId, Sender>,
    rooms: Rooms,
}

/// An account as the transaction finds it.
struct Sender {
    account: Arc<Account>,
    policy: Policy,
}

impl Batch {
    /// Takes the accounts' locks first of all, so that two identical requests cannot both find nothing, and so that a
    /// transaction whose commit is in doubt has ended.
    fn begin(tx: &mut Tx<'_>, items: &[&Acceptance]) -> StoreResult<Self> {
        let workspace_id = items[0].fresh.workspace_id;
        let account_ids: BTreeSet<AccountId> =
            items.iter().map(|item| item.fresh.account_id).collect();
        if !items[0].is_trial {
            accounts::lock_each(tx, workspace_id, &account_ids)?;
        }
        let found = accounts::find_each(tx, workspace_id, &account_ids)?;
        let senders = found.into_iter().map(|(account_id, account)| {
            let policy = account.policy()?;
            let account = Arc::new(account);
            Ok((account_id, Sender { account, policy }))
        });
        Ok(Self {
            workspace_id,
            accounts: senders.collect::<StoreResult<_>>()?,
            rooms: Rooms::default(),
        })
    }

    fn accept(&mut self, tx: &mut Tx<'_>, part: &[&Acceptance]) -> StoreResult<Vec<Answer>> {
        let mut answers = self.earlier(tx, part)?;
        let mut new = Vec::new();
        for (place, item) in part.iter().enumerate() {
            if answers[place].is_some() {
                continue;
            }
            match self.accounts.get(&item.fresh.account_id) {
                None => answers[place] = Some(Err(Refusal::of(ErrorCode::AccountNotFound))),
                Some(sender)
                    if item.waits_for_limits && sender.account.is_over_limit(item.frame.now) =>
                {
                    new.push((place, item.fresh.clone()));
                }
                Some(sender) => match check_held(&sender.account, item.frame.now) {
                    Err(AppError::Refused(refusal)) => answers[place] = Some(Err(*refusal)),
                    _ => new.push((place, item.fresh.clone())),
                },
            }
        }
        self.judge(tx, part, &mut new, &mut answers)?;
        let (places, mut sends): (Vec<_>, Vec<_>) = new.into_iter().unzip();
        if !part[0].is_trial {
            sends::insert_many(tx, &part[0].frame.hints, self.workspace_id, &mut sends)?;
            for (place, send) in places.iter().zip(&sends) {
                sends::insert_files(tx, send, &part[*place].files)?;
            }
        }
        for (place, send) in places.into_iter().zip(sends) {
            answers[place] = Some(Ok(self.accepted(tx, send, part[place].frame.now)?));
        }
        Ok(answers.into_iter().flatten().collect())
    }

    /// The answers of those that were accepted before.
    fn earlier(&self, tx: &mut Tx<'_>, part: &[&Acceptance]) -> StoreResult<Vec<Option<Answer>>> {
        let mut answers: Vec<Option<Answer>> = Vec::with_capacity(part.len());
        let keys: Vec<&str> = part
            .iter()
            .filter_map(|item| item.fresh.idempotency_key.as_deref())
            .collect();
        let mut kept = sends::find_by_idempotency_keys(tx, self.workspace_id, &keys)?.into_iter();
        for item in part {
            let fresh = &item.fresh;
            let by_key = fresh
                .idempotency_key
                .as_ref()
                .and_then(|_| kept.next().flatten());
            let of_this_try = match &by_key {
                Some(send) if send.send_id == fresh.send_id => by_key.clone(),
                None if item.is_doubtful => sends::find(tx, fresh.workspace_id, fresh.send_id)?,
                _ => None,
            };
            let by_key = by_key.filter(|_| !twins::is(Twin::CheckThenAct));
            answers.push(match (of_this_try, by_key) {
                (Some(send), _) => Some(Ok(Accepted::new(send))),
                (None, Some(send)) => Some(replay(&item.request, send)),
                (None, None)
                    if fresh.idempotency_key.is_some() || twins::is(Twin::CheckThenAct) =>
                {
                    None
                }
                (None, None) => {
                    let twin = fresh.twin.as_deref();
                    earlier(
                        tx,
                        fresh.workspace_id,
                        &item.request,
                        twin,
                        item.frame.twins_since,
                    )?
                }
            });
        }
        Ok(answers)
    }

    /// Checks what stands against each by now, answers those that are refused, and says in which state the others begin.
    fn judge(
        &mut self,
        tx: &mut Tx<'_>,
        part: &[&Acceptance],
        new: &mut Vec<(usize, Send)>,
        answers: &mut [Option<Answer>],
    ) -> StoreResult<()> {
        let named: Vec<(&str, &Send)> = new
            .iter()
            .map(|(_, send)| {
                let sender = &self.accounts[&send.account_id];
                (sender.account.network.as_str(), send)
            })
            .collect();
        let stands = sends::against_each(tx, self.workspace_id, &named)?;
        let mut kept = Vec::with_capacity(new.len());
        for ((place, mut send), (obstacle, is_paused)) in new.drain(..).zip(stands) {
            let item = part[place];
            let Sender { account, policy } = &self.accounts[&send.account_id];
            let verdict = if let Some(obstacle) = obstacle {
                Err(Refusal::of(obstacle.code()))
            } else {
                let waits = item.waits_for_limits;
                self.rooms
                    .check(tx, account, &send, waits, item.frame.now)?
            };
            send.likeness = likeness(&send);
            let verdict = match verdict {
                Ok(()) => check_likeness(tx, &send, item.frame.likeness_max, item.frame.now)?,
                refused => refused,
            };
            if let Err(refusal) = verdict {
                answers[place] = Some(Err(refusal));
                continue;
            }
            let needs_approval = send.needs_approval(policy, is_paused);
            send.state = first_state(needs_approval, &send, item.frame.now);
            self.rooms.take(&send, item.frame.now);
            kept.push((place, send));
        }
        *new = kept;
        Ok(())
    }

    /// An accepted send with how its account stands then.
    fn accepted(&self, tx: &mut Tx<'_>, send: Send, now: Timestamp) -> StoreResult<Accepted> {
        let account = Arc::clone(&self.accounts[&send.account_id].account);
        let quota = self.rooms.quota(tx, &account, send.kind, now)?;
        let standing = Standing { account, quota };
        Ok(Accepted {
            standing: Some(standing),
            ..Accepted::new(send)
        })
    }
}

fn fresh_send(
    caller: &Caller,
    account: &Account,
    planned: PlannedSend,
    send_id: SendId,
    now: Timestamp,
) -> Send {
    let lane = planned.lane().unwrap_or_default();
    let request = planned.request;
    let place = (account.workspace_id, account.account_id);
    Send {
        lane,
        kind: request.kind,
        opens_conversation: planned.opens_conversation,
        idempotency_key: request.idempotency_key,
        fingerprint: request.fingerprint,
        recipient_key: planned.recipient_key,
        thread_key: planned.thread_key,
        group_id: planned.group_id,
        subject: planned.subject,
        text: planned.text,
        reply_to: planned.terms.reply_to,
        forwarded_from: planned.terms.forwarded_from,
        attachments: facts(&planned.terms.attachments),
        target_key: planned.target_key,
        typing: planned.typing,
        acknowledge: planned.acknowledge,
        api_key_id: Some(caller.api_key_id),
        expires_at: planned.terms.expires_at,
        ready_at: planned.terms.ready_at,
        template_id: planned.terms.template_id,
        template_version: planned.terms.template_version,
        tags: planned.terms.tags,
        no_reply_since: planned.terms.no_reply_since,
        last_message_key: planned.terms.last_message_key,
        ..Send::new(place, send_id, now)
    }
}

fn facts(files: &[File]) -> Vec<FileFacts> {
    files.iter().map(|file| file.facts().clone()).collect()
}
