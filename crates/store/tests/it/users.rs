//! Who works in a workspace, on both engines.

use domain::ids::{UserId, UserInvitationId, WorkspaceId};
use domain::role::Role;
use domain::time::Timestamp;
use store::users::{self, Invitation, User};
use store::{Store, logins};

use crate::audit::create;

fn user(workspace_id: WorkspaceId, number: u8, role: Role) -> User {
    User {
        workspace_id,
        user_id: UserId::from_bytes([number; 16]),
        name: format!("User {number}"),
        email: format!("user{number}@example.com"),
        email_hash: vec![number; 32],
        role,
        created_at: Timestamp::from_millis(number.into()),
        updated_at: Timestamp::from_millis(number.into()),
    }
}

async fn add(store: &Store, user: User) -> bool {
    store
        .write(move |tx| users::insert(tx, &user))
        .await
        .unwrap()
}

testkit::on_both_engines! {
    async fn users_are_found_in_their_workspace_only(store: Store) {
        let (one, two) = (create(&store, 1).await, create(&store, 2).await);
        for (workspace_id, number) in [(one, 2), (one, 1), (two, 3)] {
            assert!(add(&store, user(workspace_id, number, Role::Member)).await);
        }
        let wanted = user(one, 1, Role::Member);
        let known = wanted.clone();
        store
            .read(move |tx| {
                assert_eq!(users::find(tx, one, known.user_id)?, Some(known.clone()));
                assert_eq!(users::find(tx, two, known.user_id)?, None);
                assert_eq!(users::find_by_email(tx, one, &known.email_hash)?, Some(known.clone()));
                assert_eq!(users::find_by_email(tx, two, &known.email_hash)?, None);
                let all = users::list(tx, one, UserId::from_bytes([0; 16]), 10)?;
                assert_eq!(all, [known.clone(), user(one, 2, Role::Member)]);
                assert_eq!(users::list(tx, one, known.user_id, 10)?.len(), 1);
                Ok(())
            })
            .await
            .unwrap();
    }

    async fn an_address_is_one_user_of_a_workspace_and_leads_to_all_of_theirs(store: Store) {
        let (one, two) = (create(&store, 1).await, create(&store, 2).await);
        let first = user(one, 1, Role::Owner);
        let again = User { user_id: UserId::from_bytes([9; 16]), ..first.clone() };
        let elsewhere = User { workspace_id: two, ..first.clone() };
        assert!(add(&store, first.clone()).await);
        assert!(!add(&store, again).await);
        assert!(add(&store, elsewhere).await);
        let hash = first.email_hash.clone();
        let logins = store.read(move |tx| logins::list(tx, &hash, 10)).await.unwrap();
        assert_eq!(logins.iter().map(|login| login.workspace_id).collect::<Vec<_>>(), [one, two]);
        let gone = first.clone();
        store.write(move |tx| users::delete(tx, &gone)).await.unwrap();
        let logins = store.read(move |tx| logins::list(tx, &first.email_hash, 10)).await.unwrap();
        assert_eq!(logins.iter().map(|login| login.workspace_id).collect::<Vec<_>>(), [two]);
    }

    async fn owners_are_counted_under_their_lock(store: Store) {
        let one = create(&store, 1).await;
        add(&store, user(one, 1, Role::Owner)).await;
        add(&store, user(one, 2, Role::Admin)).await;
        let counts = store.write(move |tx| {
            users::lock(tx, one)?;
            let before = users::count_owners(tx, one)?;
            users::update(tx, one, UserId::from_bytes([2; 16]), ("Two", Role::Owner), Timestamp::from_millis(5))?;
            Ok((before, users::count_owners(tx, one)?, users::count(tx, one)?))
        });
        assert_eq!(counts.await.unwrap(), (1, 2, 2));
    }

    async fn an_invitation_is_accepted_once(store: Store) {
        let one = create(&store, 1).await;
        let invitation = Invitation {
            workspace_id: one,
            user_invitation_id: UserInvitationId::from_bytes([1; 16]),
            email: "ada@example.com".into(),
            email_hash: vec![1; 32],
            role: Role::Viewer,
            token_hash: vec![2; 32],
            created_by: None,
            created_at: Timestamp::from_millis(1),
            expires_at: Timestamp::from_millis(10),
            accepted_at: None,
            user_id: None,
            withdrawn_at: None,
        };
        let (id, user_id, now) = (invitation.user_invitation_id, UserId::from_bytes([3; 16]), Timestamp::from_millis(5));
        assert!(invitation.is_open(now) && !invitation.is_open(invitation.expires_at));
        let new = invitation.clone();
        let came = store.write(move |tx| {
            users::insert_invitation(tx, &new)?;
            let found = users::find_invitation(tx, one, id)?;
            let first = users::update_accepted(tx, one, id, user_id, now)?;
            let second = users::update_accepted(tx, one, id, user_id, now)?;
            let late = users::update_withdrawn(tx, one, id, now)?;
            let listed = users::list_invitations(tx, one, UserInvitationId::from_bytes([0xff; 16]), 10)?;
            Ok((found, first, second, late, listed))
        });
        let (found, first, second, late, listed) = came.await.unwrap();
        assert_eq!((found, first, second, late), (Some(invitation.clone()), true, false, false));
        let accepted = Invitation { accepted_at: Some(now), user_id: Some(user_id), ..invitation };
        assert_eq!(listed, std::slice::from_ref(&accepted));
        assert!(!accepted.is_open(now));
    }
}
