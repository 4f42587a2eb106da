//! Finding people, on both engines.

use app::people::{FoundBy, ListPeople};
use domain::error_code::ErrorCode;
use domain::network::{Member, RelationshipStatus};
use domain::suppression::SuppressionState;
use store::ingest;
use store::suppressions::{self, Suppression};

use crate::world::{World, at, member, message, refusal, thread};

/// Makes these people known through a thread each, one after the other.
async fn meet(world: &World, people: &[Member]) {
    for (number, person) in people.iter().enumerate() {
        let key = format!("2-of-{}", person.member_key);
        let second = i64::try_from(number).unwrap();
        let mut shown = thread(&key, second, 0);
        shown.participants = vec![person.clone()];
        let page = vec![message(&key, 1, at(second), "hello")];
        let account = world.account.clone();
        let write = world
            .store
            .write(move |tx| ingest::observe(tx, &account, &shown, &page, at(second)).map(|_| ()));
        write.await.unwrap();
    }
}

async fn names(world: &World, list: ListPeople) -> Vec<String> {
    let mut names = Vec::new();
    let mut cursor = None;
    loop {
        let list = ListPeople {
            limit: 2,
            cursor,
            ..list.clone()
        };
        let page = world.app.list_people(&world.caller, list).await.unwrap();
        let people = page.people.into_iter();
        names.extend(
            people
                .map(|item| item.person.name)
                .filter(|name| name != store::people::NAMELESS && name != "Ana Owner"),
        );
        cursor = page.next_cursor;
        if cursor.is_none() {
            return names;
        }
    }
}

fn asked(query: &str) -> ListPeople {
    ListPeople {
        query: Some(query.into()),
        ..ListPeople::default()
    }
}

fn people() -> Vec<Member> {
    vec![
        member("ACoAA1", "Jürgen Müller"),
        Member {
            headline: "Rust engineer in Müllheim".into(),
            degree: Some(2),
            ..member("ACoAA2", "Maria Silva")
        },
        Member {
            degree: None,
            ..member("ACoAA3", "李 明")
        },
    ]
}

async fn suppress(world: &World, member_key: &'static str) {
    world
        .write(move |tx, account| {
            suppressions::raise(
                tx,
                &Suppression {
                    workspace_id: account.workspace_id,
                    network: account.network.clone(),
                    member_key: member_key.into(),
                    state: SuppressionState::Suppressed,
                    note: None,
                    created_by: None,
                    created_at: at(0),
                },
            )
        })
        .await;
}

testkit::on_both_engines! {
    async fn people_are_found_by_the_words_of_name_and_headline(store: Store) {
        let world = World::new(store).await;
        meet(&world, &people()).await;
        let (jurgen, maria, li) = ("Jürgen Müller", "Maria Silva", "李 明");
        for (query, expected) in [
            ("mull", &[maria, jurgen][..]),
            ("muller", &[jurgen]),
            ("mullheim", &[maria]),
            ("mullhei", &[maria]),
            ("silva maria", &[maria]),
            ("rust sil", &[maria]),
            ("silv rust", &[]),
            ("明", &[li]),
            ("engineer", &[li, maria, jurgen]),
            ("nobody", &[]),
        ] {
            assert_eq!(names(&world, asked(query)).await, expected, "{query}");
        }
        assert_eq!(names(&world, ListPeople::default()).await, [li, maria, jurgen]);
        // A changed name is found, the old one no more.
        meet(&world, &[member("ACoAA1", "Jürgen Schmidt")]).await;
        assert_eq!(names(&world, asked("schmidt")).await, ["Jürgen Schmidt"]);
        assert_eq!(names(&world, asked("muller")).await, [""; 0]);
    }

    async fn filters_narrow_the_list(store: Store) {
        let world = World::new(store).await;
        meet(&world, &people()).await;
        suppress(&world, "ACoAA3").await;
        suppress(&world, "ACoAAunknown").await;
        let (jurgen, maria, li) = ("Jürgen Müller", "Maria Silva", "李 明");
        let (own, other) = (world.account.account_id.to_string(), world.second_account().await);
        let other = Some(other.account_id.to_string());
        let list = ListPeople::default;
        let status = |status| ListPeople { relationship: Some(status), ..list() };
        for (list, expected) in [
            (status(RelationshipStatus::Connected), &[jurgen][..]),
            (status(RelationshipStatus::NotConnected), &[maria]),
            (status(RelationshipStatus::InvitationSent), &[]),
            (ListPeople { account: Some(own.clone()), ..status(RelationshipStatus::Connected) }, &[jurgen]),
            (ListPeople { account: other.clone(), ..status(RelationshipStatus::Connected) }, &[]),
            (ListPeople { account: Some(own), ..list() }, &[li, maria, jurgen]),
            (ListPeople { account: other, ..list() }, &[]),
            (ListPeople { is_suppressed: Some(true), ..list() }, &[li]),
            (ListPeople { is_suppressed: Some(false), ..list() }, &[maria, jurgen]),
            (ListPeople { is_suppressed: Some(true), ..asked("engineer") }, &[li]),
        ] {
            assert_eq!(names(&world, list.clone()).await, expected, "{list:?}");
        }
        let absent = ListPeople { account: Some("acc_x".into()), limit: 1, ..list() };
        let absent = world.app.list_people(&world.caller, absent).await;
        assert_eq!(refusal(absent).code, ErrorCode::AccountNotFound);
    }

    async fn a_name_leads_to_one_person_or_to_a_clear_answer(store: Store) {
        let world = World::new(store).await;
        meet(&world, &[member("ACoAA1", "Jane Roe"), member("ACoAA2", "Max Mann")]).await;
        world.clock.set(at(5));
        let resolve = async |name: &str| {
            let answer = world.app.resolve_person(&world.caller, None, name.to_owned()).await;
            answer.map(|found| (found.details.person.name, found.found_by))
        };
        let known = ("Jane Roe".to_owned(), FoundBy::Store);
        for name in [
            "jane-roe",
            "ACoAA1",
            "urn:li:fsd_profile:ACoAA1",
            "https://www.linkedin.com/in/jane-roe/",
        ] {
            assert_eq!(resolve(name).await.unwrap(), known, "{name}");
        }
        // Nobody can tell whose the slug is now, and the network is down.
        meet(&world, &[Member { slug: Some("jane-roe".into()), ..member("ACoAA2", "Max Mann") }]).await;
        assert!(resolve("jane-roe").await.is_err());
        assert_eq!(resolve("ACoAA1").await.unwrap(), known);
        let absent = resolve("per_00000000000000000000000000").await;
        assert_eq!(refusal(absent).code, ErrorCode::PersonNotFound);
        let import = world.imported("ACoAAimport").await.account_id.to_string();
        let absent = world.app.resolve_person(&world.caller, Some(import), "jane-roe".into()).await;
        assert_eq!(refusal(absent).code, ErrorCode::MemberNotFound);
    }
}
