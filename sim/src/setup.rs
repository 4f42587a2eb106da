//! How a world begins: workspaces, people who have written before, seats that are linked and stand under a policy.

use std::sync::{Arc, Mutex, PoisonError};

use app::accounts::LinkAccount;
use app::{App, Caller};
use secrecy::SecretString;

use crate::executor::WORLD;
use crate::network;
use crate::owners;
use crate::world::{Linked, World, caller};

/// Starts to set the world up, through the use cases of a node without an engine.
pub(crate) fn begin(world: &Arc<World>) {
    for seat in 0..world.plan.seats.len() {
        for person in 0..world.plan.people / 2 {
            let (count, is_own) = {
                let mut chance = world.chance();
                (chance.below(4), chance.per_mille(500))
            };
            for number in 0..count {
                let text = format!("From before, {number}.");
                world
                    .network
                    .post(seat, person, is_own == number.is_multiple_of(2), &text);
            }
        }
    }
    world.start(0, false);
    let (_, app) = world.app(0).expect("it has just been started");
    let world = Arc::clone(world);
    world.clone().handle.spawn(WORLD, async move {
        let workspaces = workspaces(&world, &app).await;
        let linked = link(&world, &app, &workspaces).await;
        world.workspaces.set(workspaces).expect("once");
        world.linked.set(linked).expect("once");
        let endpoints = owners::add_all(&world, &app).await;
        world.endpoints.set(endpoints).expect("once");
        world
            .nodes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        for node in 0..world.plan.nodes {
            world.start(node, true);
        }
    });
}

async fn workspaces(world: &World, app: &App) -> Vec<Caller> {
    let mut callers = Vec::new();
    for number in 0..world.plan.workspaces {
        let made = app.create_workspace(&format!("Workspace {number}")).await;
        callers.push(caller(made.expect("nothing fails yet").workspace_id));
    }
    callers
}

async fn link(world: &World, app: &App, workspaces: &[Caller]) -> Vec<Linked> {
    let linked = Mutex::new(Vec::new());
    for (number, seat) in world.plan.seats.iter().enumerate() {
        let workspace_id = workspaces[seat.workspace].workspace_id;
        let command = LinkAccount {
            network: network::NAME.to_owned(),
            address: String::new(),
            credentials: SecretString::from(network::credentials(number, 1)),
        };
        let account = app
            .link_account(workspace_id, command)
            .await
            .expect("nothing fails yet");
        let account_id = account.account.account_id;
        let policy = seat.policy.clone();
        app.change_policy(workspace_id, account_id, policy)
            .await
            .expect("nothing fails yet");
        let mut linked = linked.lock().unwrap_or_else(PoisonError::into_inner);
        linked.push(Linked {
            workspace_id,
            account_id,
        });
    }
    linked.into_inner().unwrap_or_else(PoisonError::into_inner)
}
