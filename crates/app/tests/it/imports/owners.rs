//! Whose archive it is, and into which account it goes.

use std::fs;
use std::path::PathBuf;

use app::imports::{ImportArchives, ImportError, ImportReport};

use super::{Files, on_memory};
use crate::world::World;

const NAMES: &str = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,DATE,CONTENT\n";
const URLS: &str =
    "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,CONTENT\n";

impl Files {
    /// An archive with these messages and, if there is one, this name in its profile.
    fn archive(&self, name: &str, messages: &str, profile: Option<&str>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("messages.csv"), messages).unwrap();
        if let Some(profile) = profile {
            let file = format!("First Name,Last Name\n{profile}\n");
            fs::write(path.join("Profile.csv"), file).unwrap();
        }
        path
    }
}

async fn try_import(
    world: &World,
    files: &[&PathBuf],
    owner: Option<&str>,
    account: Option<&str>,
) -> Result<ImportReport, ImportError> {
    let command = ImportArchives {
        files: files.iter().map(|file| (*file).clone()).collect(),
        owner: owner.map(str::to_owned),
        account: account.map(str::to_owned),
    };
    let workspace_id = world.caller.workspace_id;
    world
        .app
        .import_archives(workspace_id, command, &mut |_| {})
        .await
}

/// Jane writes, the owner only receives, as in the columns of the first years.
fn silent_owner() -> String {
    format!(
        "{NAMES}2-a,Jane Roe,linkedin.com/in/jane-roe,Robin Sample,2020-01-01 00:00:00 UTC,Hi\n"
    )
}

/// Two threads of an owner with this slug.
fn threads_of(slug: &str, contacts: &[&str], day: u32) -> String {
    let me = format!("Robin Sample,linkedin.com/in/{slug}");
    let rows = contacts.iter().flat_map(|contact| {
        let them = format!("{contact},linkedin.com/in/{contact}");
        [
            format!("2-{contact},{me},{them},2024-01-{day:02} 00:00:00 UTC,Hi {day}\n"),
            format!("2-{contact},{them},{me},2024-01-01 00:00:00 UTC,Ho\n"),
        ]
    });
    std::iter::once(URLS.to_owned()).chain(rows).collect()
}

#[test]
fn an_owner_of_whom_there_is_only_a_name_must_be_named_and_can_be() {
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let bare = files.archive("bare", &silent_owner(), None);
        let told = try_import(&world, &[&bare], None, None).await;
        assert!(matches!(told, Err(ImportError::Owner(_))), "{told:?}");
        let stranger = try_import(&world, &[&bare], Some("linkedin.com/in/carl-c"), None).await;
        assert!(
            matches!(stranger, Err(ImportError::WrongOwner(_))),
            "{stranger:?}"
        );

        let url = Some("https://www.linkedin.com/in/robin-sample-1");
        let report = try_import(&world, &[&bare], url, None).await.unwrap();
        assert_eq!(report.account.member_key, "robin-sample-1");
        let seen = super::seen(&world, &world.caller, report.account.account_id).await;
        assert_eq!(seen["2-a"].1[0].1, "jane-roe");
        // An address that says nothing, but the profile does.
        let profiled = files.archive("profiled", &silent_owner(), Some("Robin,Sample"));
        let keyed = Some("ACoAAB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX");
        let report = try_import(&world, &[&profiled], keyed, None).await.unwrap();
        assert_eq!(report.account.first_name, "Robin");
    });
}

#[test]
fn the_owner_is_no_participant_even_as_a_bare_name() {
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let bare = files.archive("bare", &silent_owner(), None);
        let url = Some("https://www.linkedin.com/in/robin-sample-1");
        let report = try_import(&world, &[&bare], url, None).await.unwrap();
        let account_id = report.account.account_id;
        let workspace_id = world.caller.workspace_id;
        let read = world.store.read(move |tx| {
            let found =
                store::conversations::find_by_thread_key(tx, workspace_id, account_id, "2-a")?;
            let conversation_id = found.unwrap().conversation_id;
            store::participants::list(tx, workspace_id, account_id, conversation_id, 10)
        });
        let keys: Vec<String> = read
            .await
            .unwrap()
            .into_iter()
            .map(|one| one.person.member_key)
            .collect();
        assert_eq!(keys, ["jane-roe"]);
    });
}

#[test]
fn a_profile_of_somebody_else_is_asked_about() {
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let messages = threads_of("robin", &["jane", "john"], 2);
        let archive = files.archive("other", &messages, Some("Somebody,Else"));
        let told = try_import(&world, &[&archive], None, None).await;
        assert!(matches!(told, Err(ImportError::Owner(_))), "{told:?}");
        let report = try_import(&world, &[&archive], Some("linkedin.com/in/robin"), None).await;
        assert_eq!(report.unwrap().account.member_key, "robin");
    });
}

#[test]
fn an_owner_with_a_new_address_keeps_the_account() {
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let old = files.archive("old", &threads_of("robin-1", &["jane", "john"], 2), None);
        let new = files.archive(
            "new",
            &threads_of("robin-2", &["jane", "john", "ana"], 3),
            None,
        );
        let first = try_import(&world, &[&old], None, None).await.unwrap();
        let second = try_import(&world, &[&new], None, None).await.unwrap();
        assert_eq!(second.account.account_id, first.account.account_id);
        assert_eq!(
            (second.messages.imported, second.messages.already_there),
            (4, 2)
        );
        let seen = super::seen(&world, &world.caller, first.account.account_id).await;
        for (_, messages) in seen.values() {
            let own = messages
                .iter()
                .filter(|message| message.0.starts_with("Hi"));
            assert!(own.clone().count() > 0);
            assert!(
                own.into_iter().all(|message| message.1 == "robin-1"),
                "{messages:?}"
            );
        }
        // Both in one command are of one member, too.
        let world = World::new(store::Store::open_memory().unwrap()).await;
        let report = try_import(&world, &[&new, &old], None, None).await.unwrap();
        assert_eq!(report.messages.imported, 8);
    });
}

#[test]
fn a_colleague_in_a_shared_thread_gets_an_account_of_their_own() {
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let row = |from: &str, to: &str| {
            format!(
                "{URLS}2-a,{from},linkedin.com/in/{from},{to},linkedin.com/in/{to},2024-01-01 00:00:00 UTC,Hi\n"
            )
        };
        let archive = files.archive("both", &row("ana", "ben"), None);
        let ana = try_import(&world, &[&archive], Some("linkedin.com/in/ana"), None)
            .await
            .unwrap();
        let ben = try_import(&world, &[&archive], Some("linkedin.com/in/ben"), None)
            .await
            .unwrap();
        assert_ne!(ana.account.account_id, ben.account.account_id);
        assert_eq!(ben.messages.imported, 1);
    });
}

#[test]
fn an_account_can_be_named() {
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let old = files.archive("old", &threads_of("robin-1", &["jane", "john"], 2), None);
        let new = files.archive("new", &threads_of("robbie-9", &["carl", "dora"], 3), None);
        let first = try_import(&world, &[&old], None, None).await.unwrap();
        let account_id = first.account.account_id.to_string();
        let second = try_import(&world, &[&new], None, Some(&account_id))
            .await
            .unwrap();
        assert_eq!(second.account.account_id, first.account.account_id);
        assert_eq!(second.messages.imported, 4);
        let live = world.account.account_id.to_string();
        for account in ["acc_00000000000000000000000000", "nonsense", &live] {
            let refused = try_import(&world, &[&new], None, Some(account)).await;
            assert!(
                matches!(refused, Err(ImportError::WrongOwner(_))),
                "{refused:?}"
            );
        }
        // An archive that does not say whose it is follows the account.
        let silent = files.archive(
            "silent",
            &silent_owner().replace("Robin Sample", "Robin 1"),
            None,
        );
        let third = try_import(&world, &[&silent], None, Some(&account_id))
            .await
            .unwrap();
        assert_eq!(third.messages.imported, 1);
    });
}

#[test]
fn messages_alone_take_nothing_from_the_profile() {
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let messages = threads_of("robin", &["jane", "john"], 2);
        let whole = files.archive("whole", &messages, Some("Robin,Sample"));
        let alone = files.archive("alone", &messages, None);
        let (_, account) = (
            try_import(&world, &[&whole], None, None).await.unwrap(),
            try_import(&world, &[&alone], None, None)
                .await
                .unwrap()
                .account,
        );
        assert_eq!(
            (account.first_name, account.last_name),
            ("Robin".into(), "Sample".into())
        );
    });
}
