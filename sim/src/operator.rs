//! Operators: they approve and reject, withdraw and change, settle what nobody could tell, change policies, keep the
//! do-not-contact list, and link and unlink seats. All of it through the use cases, at any node that is up.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use app::accounts::LinkAccount;
use app::sends::{EditSend, ListSends, SendView};
use app::suppressions::Suppress;
use app::{App, AppError};
use domain::error_code::ErrorCode;
use domain::send::Resolution;
use domain::suppression::SuppressionState;
use domain::time::Clock as _;
use secrecy::SecretString;

use crate::clock::micros_of;
use crate::desk::mark;
use crate::executor::WORLD;
use crate::faults::Kind;
use crate::network;
use crate::node::group_of;
use crate::plan;
use crate::sometimes::Sometimes;
use crate::world::World;

/// Does something at a node that is up; it ends with the node.
pub(crate) fn at_some_node<F>(world: &Arc<World>, act: impl FnOnce(App, Arc<World>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let from = world.chance().index(world.plan.nodes);
    if let Some((node, app)) = world.app(from) {
        world
            .handle
            .spawn(group_of(node), act(app, Arc::clone(world)));
    }
}

/// Looks through the open sends of a workspace and deals with what needs a person, and with a little of the rest.
pub(crate) fn sweep(world: &Arc<World>) {
    let workspace = world.chance().index(world.plan.workspaces);
    sweep_workspace(world, workspace);
}

/// The same for one workspace.
pub(crate) fn sweep_workspace(world: &Arc<World>, workspace: usize) {
    at_some_node(world, |app, world| async move {
        let caller = world.caller(workspace);
        let list = ListSends {
            is_open: true,
            limit: 100,
            ..ListSends::default()
        };
        let Ok(page) = app.list_sends(&caller, list).await else {
            return;
        };
        for view in page.sends {
            look_at(&world, &app, workspace, view).await;
        }
    });
}

async fn look_at(world: &Arc<World>, app: &App, workspace: usize, view: SendView) {
    let caller = world.caller(workspace);
    let send_id = view.report.send_id.to_string();
    let drawn = world.chance().below(1_000);
    let pause = world.chance().span(Duration::ZERO, Duration::from_mins(40));
    let has_operators = world.plan.mix.has(Kind::Operators);
    let is_left_alone = world.desk().left_alone.contains(&send_id);
    match view.report.state {
        "needs_decision" if drawn < 700 || world.is_calm() => {
            resolve(world, app, workspace, &view, drawn).await;
        }
        "awaiting_approval" if drawn < 700 => {
            // A person reads, thinks, and says yes to what was read.
            let (world, app) = (Arc::clone(world), app.clone());
            let pause = if drawn < 350 { pause } else { Duration::ZERO };
            world.clone().handle.spawn(WORLD, async move {
                world.handle.sleep(pause).await;
                world.approve(&app, workspace, &view).await;
            });
        }
        "awaiting_approval" if drawn < 760 => {
            drop(app.reject_send(&caller, &send_id).await);
        }
        "queued" | "scheduled" if is_left_alone => {}
        "queued" | "scheduled" | "awaiting_approval" if has_operators && drawn < 830 => {
            let cancelled = app.cancel_send(&caller, &send_id).await;
            if cancelled.is_ok() {
                world.reached(Sometimes::CancelledWhileWaiting);
            }
        }
        "queued" | "scheduled" | "awaiting_approval" if drawn < 900 => {
            edit(world, app, workspace, &view).await;
        }
        _ => {}
    }
}

impl World {
    async fn approve(self: &Arc<Self>, app: &App, workspace: usize, view: &SendView) {
        let send_id = view.report.send_id.to_string();
        let caller = self.caller(workspace);
        // Noted first: if the answer is lost, it may have counted.
        self.desk().note_approval(&send_id, &view.text);
        // Else nearly every yes would be voided by a change before it could expire.
        if self.chance().per_mille(500) {
            self.desk().left_alone.insert(send_id.clone());
        }
        let approved = app
            .approve_send(&caller, &send_id, view.content_hash.clone())
            .await;
        if let Err(AppError::Refused(refusal)) = approved
            && refusal.code == ErrorCode::ApprovalMismatch
        {
            self.reached(Sometimes::ApprovedOldWords);
        }
    }
}

/// A person looks into the network, and says what they see.
async fn resolve(world: &Arc<World>, app: &App, workspace: usize, view: &SendView, drawn: u64) {
    let send_id = view.report.send_id.to_string();
    let seat = world.seat_of(view.report.account_id).unwrap_or(0);
    let is_there = world.network.state().log.has(seat, &send_id);
    let resolution = if is_there {
        Resolution::Sent
    } else if drawn.is_multiple_of(3) {
        Resolution::Drop
    } else {
        Resolution::SendAgain
    };
    world.desk().note_resolution(&send_id, resolution);
    let caller = world.caller(workspace);
    drop(app.resolve_send(&caller, &send_id, resolution).await);
}

async fn edit(world: &Arc<World>, app: &App, workspace: usize, view: &SendView) {
    let send_id = view.report.send_id.to_string();
    let (is_later, hours, number) = {
        let mut chance = world.chance();
        (
            chance.per_mille(250),
            1 + chance.below(30),
            chance.below(1_000),
        )
    };
    let Some(wish) = crate::desk::wish_of(&view.text) else {
        return;
    };
    let edit = EditSend {
        text: Some(format!("{}In better words, {number}.", mark(wish))),
        send_at: is_later.then(|| world.clocks[0].now().plus(Duration::from_hours(hours))),
        expires_at: None,
    };
    if is_later {
        world.desk().rescheduled.insert(send_id.clone(), true);
    }
    let caller = world.caller(workspace);
    if app.edit_send(&caller, &send_id, edit).await.is_ok() {
        world.reached(Sometimes::EditedWhileWaiting);
    }
}

/// Another policy for a seat: other caps, other hours, another zone.
pub(crate) fn change_policy(world: &Arc<World>) {
    let (seat, policy) = {
        let mut chance = world.chance();
        let seat = chance.index(world.plan.seats.len());
        let mut policy = plan::policy(&mut chance);
        if chance.per_mille(300) {
            for cap in &mut policy.caps {
                cap.cap = cap.cap.min(2);
            }
        }
        (seat, policy)
    };
    let linked = world.linked(seat);
    at_some_node(world, |app, _| async move {
        drop(
            app.change_policy(linked.workspace_id, linked.account_id, policy)
                .await,
        );
    });
}

/// Somebody is put on the list; half of the time the one to whom the newest act goes.
pub(crate) fn suppress(world: &Arc<World>) {
    let newest = {
        let state = world.network.state();
        let call = state.log.calls.last();
        call.and_then(|call| Some((call.seat, call.person?)))
    };
    let (seat, person, is_paused) = {
        let mut chance = world.chance();
        let (seat, person) = match newest {
            Some(newest) if chance.per_mille(500) => newest,
            _ => (
                chance.index(world.plan.seats.len()),
                chance.index(world.plan.people),
            ),
        };
        (seat, person, chance.per_mille(300))
    };
    let caller = world.caller(world.plan.seats[seat].workspace);
    let command = Suppress {
        account: Some(world.linked(seat).account_id.to_string()),
        person: format!("ACoAAperson{person}"),
        state: if is_paused {
            SuppressionState::Paused
        } else {
            SuppressionState::Suppressed
        },
        note: None,
    };
    at_some_node(world, |app, _| async move {
        drop(app.suppress(&caller, command).await);
    });
}

/// Somebody is taken off the list.
pub(crate) fn lift(world: &Arc<World>) {
    let workspace = world.chance().index(world.plan.workspaces);
    let caller = world.caller(workspace);
    at_some_node(world, |app, world| async move {
        let Ok(page) = app.list_suppressions(&caller, None, 100).await else {
            return;
        };
        let number = world.chance().index(page.suppressions.len());
        if let Some(suppression) = page.suppressions.get(number) {
            drop(app.lift_suppression(&caller, &suppression.member_key).await);
        }
    });
}

/// A seat is unlinked; somebody links it again later.
pub(crate) fn unlink(world: &Arc<World>) {
    let seat = world.chance().index(world.plan.seats.len());
    let linked = world.linked(seat);
    at_some_node(world, |app, world| async move {
        let unlinked = app
            .unlink_account(linked.workspace_id, linked.account_id)
            .await;
        if unlinked.is_ok() {
            world.reached(Sometimes::UnlinkedWithSends);
        }
        world.desk().unlinked.insert(seat, true);
    });
}

/// Signs in again wherever that is needed.
pub(crate) fn sign_in_all(world: &Arc<World>) {
    for seat in 0..world.plan.seats.len() {
        let is_out = {
            let state = world.network.state();
            state.seats[seat].is_out || state.seats[seat].is_restricted
        };
        let is_unlinked = world.desk().unlinked.get(&seat).copied().unwrap_or(false);
        if is_out || is_unlinked {
            sign_in(world, seat);
        }
    }
}

fn sign_in(world: &Arc<World>, seat: usize) {
    let session = {
        let mut state = world.network.state();
        let seat = &mut state.seats[seat];
        (seat.is_out, seat.is_restricted) = (false, false);
        seat.session += 1;
        seat.session
    };
    let linked = world.linked(seat);
    // Until it has worked, somebody tries again.
    world.desk().unlinked.insert(seat, true);
    at_some_node(world, |app, world| async move {
        let command = LinkAccount {
            network: network::NAME.to_owned(),
            address: String::new(),
            credentials: SecretString::from(network::credentials(seat, session)),
        };
        if app.link_account(linked.workspace_id, command).await.is_ok() {
            world.desk().unlinked.insert(seat, false);
            world.reached(Sometimes::RelinkedAfterUnlink);
        }
    });
}

/// Somebody of another workspace tries to change and to see what is not theirs.
pub(crate) fn look_elsewhere(world: &Arc<World>) {
    if world.plan.workspaces < 2 {
        return;
    }
    let found = {
        let mut chance = world.chance();
        let desk = world.desk();
        let number = chance.index(desk.wishes.len());
        desk.wishes.get(number).and_then(|wish| {
            let told = wish.answers.iter().find_map(|told| match told {
                crate::desk::Told::Accepted(send_id) => Some(send_id.clone()),
                _ => None,
            })?;
            Some((wish.seat, told))
        })
    };
    let Some((seat, send_id)) = found else {
        return;
    };
    let other = (world.plan.seats[seat].workspace + 1) % world.plan.workspaces;
    let caller = world.caller(other);
    at_some_node(world, |app, world| async move {
        let answers = [
            app.find_send(&caller, &send_id).await.err(),
            app.cancel_send(&caller, &send_id).await.err(),
        ];
        for answer in answers {
            match answer {
                Some(error)
                    if error
                        .refusal()
                        .is_some_and(|refusal| refusal.code == ErrorCode::SendNotFound) =>
                {
                    world.reached(Sometimes::ForeignWorkspaceRefused);
                }
                // A store in trouble tells nobody anything.
                Some(AppError::Store(_)) => {}
                answer => world.desk().leaks.push(format!(
                    "{send_id} was shown to another workspace: {answer:?}"
                )),
            }
        }
    });
}

impl World {
    /// Lets a node stand still for a while.
    pub fn freeze(self: &Arc<Self>, node: usize, span: Duration) {
        self.note(format_args!(
            "node {node} stands still for {} us",
            micros_of(span)
        ));
        self.reached(Sometimes::NodeStoodStill);
        self.desk().freezes.push((node, true));
        self.unsettle(node, span);
        let world = Arc::clone(self);
        self.handle.spawn(WORLD, async move {
            world.handle.sleep(span).await;
            world.desk().freezes.push((node, false));
        });
    }

    /// Ends a node as soon as the present poll is over.
    pub fn doom(&self, node: usize) {
        self.network.state().doomed.push(group_of(node));
    }
}
