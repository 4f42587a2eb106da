//! Many messages at once. All of them are looked at before any is accepted: only then it is known which of them go into
//! one conversation, however each spells it, and those are accepted one after the other in their order.

use std::collections::BTreeMap;

use domain::ids::AccountId;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _, stream};

use super::SendMessage;
use super::plan::LookedAt;
use super::wait::KeptMessage;
use crate::{App, AppResult, Caller};

/// So many conversations are looked at, and then served, at the same time.
const AT_ONCE: usize = 32;

/// A message by its place in the batch.
type Placed<T> = (usize, T);

impl App {
    /// Keeps messages as [`App::keep_message`] does, without waiting for any. What goes into one conversation leaves in
    /// the order of the list. The answers are in that order too.
    pub async fn keep_messages(
        &self,
        caller: &Caller,
        commands: Vec<SendMessage>,
    ) -> Vec<AppResult<KeptMessage>> {
        let deadline = self.now();
        // Whoever is named in the same words is looked up once.
        let named = grouped(commands, |command| {
            let words = (command.conversation.clone(), command.recipient.clone());
            (command.account.clone(), words)
        });
        let look = |command| async move { self.look_at(caller, &command).await }.boxed();
        let lanes = grouped(in_turn(named, &look).await, lane);
        let accept = |looked: AppResult<LookedAt>| {
            async move {
                let handed = self.accept_looked_at(caller, looked?).await?;
                self.keep(caller, handed, deadline).await
            }
            .boxed()
        };
        in_turn(lanes, &accept).await
    }
}

/// What must not overtake each other: messages to one member, or into one thread of several, from one account. What will
/// not be accepted, or was before, has no order.
fn lane(looked: &AppResult<LookedAt>) -> Option<(AccountId, String)> {
    let Ok(LookedAt::Planned(planned)) = looked else {
        return None;
    };
    let (account, planned) = planned.1.as_ref().ok()?;
    Some((account.account_id, planned.lane()?))
}

fn grouped<T, K: Ord>(items: Vec<T>, key: impl Fn(&T) -> K) -> Vec<Vec<Placed<T>>> {
    let mut groups: BTreeMap<K, Vec<Placed<T>>> = BTreeMap::new();
    for (place, item) in items.into_iter().enumerate() {
        groups.entry(key(&item)).or_default().push((place, item));
    }
    groups.into_values().collect()
}

/// Does it for the items of each group one after the other, for several groups at the same time, and gives what came of
/// it in the order of the places.
async fn in_turn<'a, T, U>(
    groups: Vec<Vec<Placed<T>>>,
    act: &(dyn Fn(T) -> BoxFuture<'a, U> + Sync),
) -> Vec<U> {
    let served = stream::iter(groups).map(|group| async move {
        let mut done = Vec::with_capacity(group.len());
        for (place, item) in group {
            done.push((place, act(item).await));
        }
        done
    });
    let served: Vec<Vec<Placed<U>>> = served.buffer_unordered(AT_ONCE).collect().await;
    let mut done: Vec<Placed<U>> = served.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, item)| item).collect()
}
