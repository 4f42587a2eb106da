//! Credentials that end are renewed before they do, from a real sandbox, and whatever goes wrong with that is told.

use std::time::Duration;

use domain::event::EventKind;
use domain::network::CapabilityClass;
use domain::renewal::Term;
use domain::time::{Clock as _, Timestamp};
use engine::renewal;
use integrations::http::Method;
use integrations::networks::linking::{Asking, Granted, LinkDoor, LinkTarget, Redemption};
use integrations::networks::{Lines, SeatAddress};
use secrecy::SecretString;
use serde_json::json;
use store::accounts::{self, BackfillState, RENEWAL_REFUSED};
use store::{agenda, events};
use testkit::machine::SystemClock;
use testkit::{browser, stores};

use crate::mailbox::{Mailbox, SEAT};
use crate::outbox::Outbox;

const HOUR: Duration = Duration::from_hours(1);
/// The example of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const BACK: &str = "http://localhost:8787/linking/callback";

fn door(mailbox: &Mailbox) -> std::sync::Arc<dyn LinkDoor> {
    let target = LinkTarget {
        client_id: "liaison-local".to_owned(),
        ..LinkTarget::of_seat("sandbox", &mailbox.network.address())
    };
    Lines::new().door(&target).expect("a sandbox has a door")
}

/// What the member of the seat allows, good for an hour.
async fn allowed(mailbox: &Mailbox) -> Granted {
    let lifetime = json!({"access_lifetime_ms": 3_600_000});
    mailbox
        .network
        .control(Method::PUT, "linking", lifetime)
        .await;
    let asking = Asking {
        redirect_uri: BACK.to_owned(),
        state: "state".to_owned(),
        challenge: CHALLENGE.to_owned(),
    };
    let door = door(mailbox);
    let asked = door.ask_at(&asking).expect("an address");
    let back = browser::decide(asked.as_str(), SEAT, "allow").await;
    let (_, code) = back.split_once("code=").expect("a code");
    let code = code.split('&').next().unwrap_or_default();
    let redemption = Redemption {
        code: SecretString::from(code),
        redirect_uri: BACK.to_owned(),
        verifier: SecretString::from(VERIFIER),
    };
    door.redeem(redemption).await.expect("tokens")
}

/// A mailbox that is entered with what its member allowed, and whose renewal is due.
async fn due() -> (Mailbox, SecretString) {
    let mailbox = Mailbox::link(stores::sqlite()).await;
    let granted = allowed(&mailbox).await;
    assert_eq!((granted.lifetime, granted.is_renewable), (Some(HOUR), true));
    let now = SystemClock.now();
    let term = Term {
        until: Some(now.plus(HOUR / 3)),
        renewal_at: Some(now),
    };
    mailbox.enter_with(&granted.credentials, term).await;
    (mailbox, granted.credentials)
}

async fn jobs(mailbox: &Mailbox, until: Timestamp) -> usize {
    let listed = mailbox.read(move |tx| agenda::RENEWALS.list_due(tx, until, 10));
    listed.await.len()
}

/// Whether the network takes these.
async fn is_let_in(mailbox: &Mailbox, credentials: SecretString) -> bool {
    let seat = SeatAddress {
        account_id: mailbox.account_id,
        network: "sandbox".to_owned(),
        address: mailbox.network.address(),
        credentials,
    };
    let line = Lines::new().line(&seat).expect("a sandbox has a line");
    line.own_profile().await.is_ok()
}

async fn told(mailbox: &Mailbox) -> Vec<EventKind> {
    let workspace_id = mailbox.workspace_id;
    let listed = mailbox.read(move |tx| events::list(tx, workspace_id, 0, 1_000));
    let listed = listed.await.events;
    listed.into_iter().map(|event| event.kind).collect()
}

#[tokio::test]
async fn credentials_are_renewed_before_they_end() {
    let (mailbox, former) = due().await;
    let before = mailbox.account().await;
    let round = renewal::work_off(&mailbox.parts()).await;
    assert_eq!((round.done, round.failed), (1, 0));
    let after = mailbox.account().await;
    assert_eq!(after.credentials_version, before.credentials_version + 1);
    let renewal_at = after.renewal_at.expect("they end, too");
    assert!(renewal_at > SystemClock.now().plus(HOUR / 2));
    assert!(after.credentials_until > Some(renewal_at));
    assert_eq!(jobs(&mailbox, SystemClock.now()).await, 0);
    assert_eq!(jobs(&mailbox, renewal_at).await, 1);
    // The new ones open the line, the former ones do not.
    assert!(!is_let_in(&mailbox, former).await);
    let sync = mailbox.follow();
    mailbox
        .until("it is followed with them", |account| {
            account.backfill_state == BackfillState::Done
        })
        .await;
    sync.stop().await;
    assert!(!told(&mailbox).await.contains(&EventKind::AccountDegraded));
}

#[tokio::test]
async fn a_renewal_that_is_refused_says_that_the_account_must_be_linked_again() {
    let (mailbox, credentials) = due().await;
    let given_back = door(&mailbox).give_back(credentials).await;
    given_back.expect("the member has taken it back");
    let round = renewal::work_off(&mailbox.parts()).await;
    assert_eq!((round.done, round.failed), (1, 0));
    let account = mailbox.account().await;
    assert_eq!(account.hold_rule.as_deref(), Some(RENEWAL_REFUSED));
    assert_eq!((account.hold_until, account.renewal_at), (None, None));
    assert!(account.last_error.is_some());
    assert_eq!(jobs(&mailbox, Timestamp::MAX).await, 0);
    let degraded = |kinds: Vec<EventKind>| {
        let degraded = |kind: &EventKind| *kind == EventKind::AccountDegraded;
        kinds.into_iter().filter(degraded).count()
    };
    assert_eq!(degraded(told(&mailbox).await), 1);
    // It is told once.
    assert!(!renewal::work_off(&mailbox.parts()).await.goes_on());
    assert_eq!(degraded(told(&mailbox).await), 1);
    // Reading ends it neither way, not even with credentials that are taken.
    let token = mailbox.network.token(SEAT).await;
    mailbox.enter_with(&token, Term::default()).await;
    mailbox.refuse_renewal().await;
    let sync = mailbox.follow();
    mailbox
        .until("it is read", |account| {
            account.backfill_state == BackfillState::Done && account.last_received_at.is_some()
        })
        .await;
    sync.stop().await;
    let account = mailbox.account().await;
    assert_eq!(account.hold_rule.as_deref(), Some(RENEWAL_REFUSED));
    assert_eq!(degraded(told(&mailbox).await), 2);
}

#[tokio::test]
async fn a_renewal_that_does_not_work_is_tried_again_before_the_credentials_end() {
    let (mut mailbox, _) = due().await;
    mailbox.network.stop().await;
    let round = renewal::work_off(&mailbox.parts()).await;
    assert_eq!((round.done, round.failed), (0, 1));
    let account = mailbox.account().await;
    assert_eq!(account.hold_rule, None);
    let now = SystemClock.now();
    assert_eq!(jobs(&mailbox, now).await, 0, "others come first");
    assert_eq!(jobs(&mailbox, account.credentials_until.unwrap()).await, 1);
    mailbox.network.resume().await;
    mailbox.postpone_renewal(now).await;
    assert_eq!(renewal::work_off(&mailbox.parts()).await.done, 1);
    assert!(mailbox.account().await.renewal_at > Some(now));
}

#[tokio::test]
async fn a_renewal_whose_answer_was_lost_is_asked_for_again() {
    let (mailbox, credentials) = due().await;
    // As a process leaves it that ended before it could keep the answer.
    let lost = door(&mailbox).renew(credentials).await;
    lost.expect("the network has renewed them");
    assert_eq!(renewal::work_off(&mailbox.parts()).await.done, 1);
    let account = mailbox.account().await;
    assert_eq!(account.hold_rule, None);
    let kept = mailbox.credentials().await;
    assert!(is_let_in(&mailbox, kept).await);
}

#[tokio::test]
async fn credentials_that_cannot_be_renewed_are_asked_for_of_nobody() {
    let mailbox = Mailbox::link(stores::sqlite()).await;
    let token = mailbox.network.token(SEAT).await;
    let now = SystemClock.now();
    let ends = Term::of(now, Some(HOUR), false);
    mailbox.enter_with(&token, ends).await;
    assert_eq!(jobs(&mailbox, Timestamp::MAX).await, 0);
    assert!(!renewal::work_off(&mailbox.parts()).await.goes_on());
}

/// Nothing was told to hold the account.
async fn is_free(outbox: &Outbox) {
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    let kept = outbox.write(move |tx| {
        let account = accounts::get(tx, workspace_id, account_id)?;
        Ok((account, events::list(tx, workspace_id, 0, 1_000)?.events))
    });
    let (account, events) = kept.await;
    assert_eq!(account.hold_rule, None);
    let degraded = events
        .iter()
        .find(|event| event.kind == EventKind::AccountDegraded);
    assert!(degraded.is_none(), "{degraded:?}");
}

#[tokio::test]
async fn a_call_with_former_credentials_is_made_again_and_holds_nothing() {
    let mut outbox = Outbox::new(stores::sqlite(), CapabilityClass::B).await;
    outbox
        .fault(json!({"fault": "slow", "count": 1, "delay_ms": 900, "phase": "before"}))
        .await;
    outbox
        .fault(json!({"fault": "session_expired", "count": 1}))
        .await;
    let send = outbox.accept("john-doe-123", "on its way").await;
    let engine = outbox.start_engine();
    outbox.until(send, "sending").await;
    // Linked again before the answer comes that the session had ended.
    outbox.enter_anew(Term::default()).await;
    outbox.until(send, "sent").await;
    engine.stop().await;
    is_free(&outbox).await;
}

#[tokio::test]
async fn a_session_that_ends_while_its_renewal_is_due_holds_nothing_yet() {
    let mut outbox = Outbox::new(stores::sqlite(), CapabilityClass::B).await;
    let now = SystemClock.now();
    let term = Term {
        until: Some(now),
        renewal_at: Some(now),
    };
    outbox.enter_anew(term).await;
    outbox
        .fault(json!({"fault": "session_expired", "count": 1}))
        .await;
    let send = outbox.accept("john-doe-123", "after a long night").await;
    let engine = outbox.start_engine();
    outbox.until(send, "sent").await;
    engine.stop().await;
    is_free(&outbox).await;
}
