//! Files that are handed over before a message names them.

use std::time::Duration;

use domain::attachment::File;
use domain::ids::{AccountId, AttachmentId, WorkspaceId};
use store::accounts::{self, Account};
use store::attachments::{self, Coming, Usage};

use crate::ingest::world::{World, at};

const HOUR: Duration = Duration::from_hours(1);

fn id(number: u8) -> AttachmentId {
    AttachmentId::from_bytes([number; 16])
}

fn whole(number: u8) -> File {
    File::new("a.txt", "text/plain", vec![number; 10]).unwrap()
}

fn coming(number: u8, byte_size: i64) -> Coming {
    let file = whole(number);
    let facts = file.facts();
    Coming {
        attachment_id: id(number),
        account_id: AccountId::from_bytes([7; 16]),
        name: facts.name.clone(),
        media_type: facts.media_type.clone(),
        byte_size,
        sha256: (byte_size == 10).then(|| facts.sha256.clone()),
        created_at: at(i64::from(number)),
        expires_at: at(i64::from(number)).plus(HOUR),
    }
}

fn of(account: &Account, coming: Coming) -> Coming {
    Coming {
        account_id: account.account_id,
        ..coming
    }
}

/// As 4 and 6 bytes.
async fn hand_over(world: &World, number: u8) {
    for (ordinal, (size, bytes)) in [(4, vec![number; 4]), (10, vec![number; 6])]
        .into_iter()
        .enumerate()
    {
        let ordinal = i64::try_from(ordinal).unwrap();
        world
            .write(move |tx, account, _| {
                let coming = of(account, coming(number, size));
                let kept = attachments::insert_piece(
                    tx,
                    account.workspace_id,
                    &coming,
                    (ordinal, &bytes),
                )?;
                assert!(kept);
                Ok(())
            })
            .await;
    }
}

testkit::on_both_engines! {
    async fn a_file_is_there_for_its_time_and_its_workspace_only(store: Store) {
        let world = World::new(store).await;
        for number in 1..=3 {
            hand_over(&world, number).await;
        }
        let (now, late) = (at(10), at(1).plus(HOUR));
        let (shown, file, gone) = world
            .read(move |tx, account| {
                let workspace_id = account.workspace_id;
                let other = WorkspaceId::from_bytes([9; 16]);
                let shown = attachments::find(tx, workspace_id, id(1), now)?.unwrap();
                let file = attachments::read_file(tx, workspace_id, shown.clone())?;
                let gone = (
                    attachments::find(tx, other, id(1), now)?,
                    attachments::find_piece(tx, other, id(1), 0)?,
                    attachments::find(tx, workspace_id, id(1), late)?,
                    attachments::find_piece(tx, workspace_id, id(1), 2)?,
                );
                Ok((shown, file, gone))
            })
            .await;
        assert_eq!(file, whole(1));
        assert_eq!((&shown.facts, shown.account_id), (file.facts(), world.account.account_id));
        assert_eq!(gone, (None, None, None, None));
        let usage = async |now| world.read(move |tx, account| attachments::usage(tx, account.workspace_id, now)).await;
        assert_eq!(usage(now).await, Usage { files: 3, bytes: 30 });
        assert_eq!(usage(late).await, Usage { files: 2, bytes: 20 });
        let mut deleted = Vec::new();
        for limit in [1, 5, 5] {
            let now = at(2).plus(HOUR);
            let done = world.write(move |tx, account, _| attachments::delete_expired(tx, account.workspace_id, now, limit));
            deleted.push(done.await);
        }
        assert_eq!(deleted, [1, 1, 0]);
        let left = world
            .read(|tx, account| {
                let piece = |tx: &mut store::Tx<'_>, number| attachments::find_piece(tx, account.workspace_id, id(number), 0);
                Ok((piece(tx, 2)?, piece(tx, 3)?.is_some()))
            })
            .await;
        assert_eq!(left, (None, true));
    }

    async fn what_has_not_come_whole_takes_room_and_is_seen_by_nobody(store: Store) {
        let world = World::new(store).await;
        world
            .write(|tx, account, _| {
                let coming = of(account, coming(1, 4));
                attachments::insert_piece(tx, account.workspace_id, &coming, (0, &[1; 4]))
            })
            .await;
        let seen = world
            .read(|tx, account| {
                let found = attachments::find(tx, account.workspace_id, id(1), at(10))?;
                Ok((found, attachments::usage(tx, account.workspace_id, at(10))?))
            })
            .await;
        assert_eq!(seen, (None, Usage { files: 1, bytes: 4 }));
        world.write(|tx, account, _| attachments::delete(tx, account.workspace_id, id(1))).await;
        let usage = world.read(|tx, account| attachments::usage(tx, account.workspace_id, at(10))).await;
        assert_eq!(usage, Usage { files: 0, bytes: 0 });
    }

    async fn what_comes_after_the_rest_was_deleted_is_kept_no_more(store: Store) {
        let world = World::new(store).await;
        let piece = async |ordinal| {
            let write = move |tx: &mut store::Tx<'_>, account: &Account, _| {
                let coming = of(account, coming(1, 4));
                attachments::insert_piece(tx, account.workspace_id, &coming, (ordinal, &[1; 4]))
            };
            world.write(write).await
        };
        assert!(piece(0).await);
        world.write(|tx, account, _| attachments::delete(tx, account.workspace_id, id(1))).await;
        assert!(!piece(1).await);
        world
            .write(|tx, account, now| {
                accounts::update_unlinked(tx, account.workspace_id, account.account_id, now)
            })
            .await;
        assert!(!piece(0).await, "nobody has the account any more");
        let usage = world.read(|tx, account| attachments::usage(tx, account.workspace_id, at(10))).await;
        assert_eq!(usage, Usage { files: 0, bytes: 0 });
    }
}
