//! Invitations of our own contract: lists, one of them, and what is refused; with the network down.

use domain::invitation::{Direction, InvitationState};
use domain::network::NetworkInvitation;
use serde_json::{Value, json};
use store::accounts::Account;
use store::ingest;

use app::keys::NewKey;
use app::{Caller, Scope};
use domain::access::KeyLimits;

use crate::world::{Answer, World, at, member};

const INVITATIONS: &str = "/v1/invitations";

async fn show(world: &World, account: &Account, shown: NetworkInvitation) {
    let account = account.clone();
    let kept = world
        .store
        .write(move |tx| ingest::invitation(tx, &account, &shown, at(0)).map(drop));
    kept.await.unwrap();
}

fn shown(number: i64, direction: Direction) -> NetworkInvitation {
    let key = format!("ACoAAAinvited{number}");
    NetworkInvitation {
        invitation_key: format!("71{number}"),
        direction,
        member: member(&key, "Ada", &format!("Example {number}"), Some(2)),
        note: (number % 2 == 0).then(|| format!("Note {number}")),
        sent_at: at(-1_000 * number),
        state: InvitationState::Pending,
    }
}

/// Six invitations, the newest first: one goes out, the next comes in, and so on.
async fn world() -> World {
    let world = World::new().await;
    for number in 1..=6 {
        let direction = Direction::ALL[usize::try_from((number + 1) % 2).unwrap()];
        show(&world, &world.account.clone(), shown(number, direction)).await;
    }
    world
}

async fn list(world: &World, query: &str) -> Value {
    let answer = world.get(&format!("{INVITATIONS}?{query}")).send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    answer.json
}

fn notes(page: &Value) -> Vec<&str> {
    let invitations = page["invitations"].as_array().unwrap().iter();
    invitations
        .map(|one| {
            one["person"]["name"]
                .as_str()
                .unwrap()
                .trim_start_matches("Ada Example ")
        })
        .collect()
}

async fn first(world: &World, query: &str) -> String {
    let page = list(world, query).await;
    page["invitations"][0]["id"].as_str().unwrap().to_owned()
}

async fn act(world: &World, id: &str, act: &str) -> Answer {
    let call = world.post(&format!("{INVITATIONS}/{id}/{act}"), &json!({}));
    call.send().await
}

#[tokio::test]
async fn invitations_are_listed_newest_first_and_back_again() {
    let world = world().await;
    let top = list(&world, "limit=2").await;
    assert_eq!(notes(&top), ["1", "2"]);
    assert_eq!(top["previous_cursor"], Value::Null);
    let next = top["next_cursor"].as_str().unwrap();
    let middle = list(&world, &format!("limit=3&cursor={next}")).await;
    assert_eq!(notes(&middle), ["3", "4", "5"]);
    let back = middle["previous_cursor"].as_str().unwrap();
    assert_eq!(
        notes(&list(&world, &format!("limit=9&cursor={back}")).await),
        ["1", "2"]
    );
    let next = middle["next_cursor"].as_str().unwrap();
    let last = list(&world, &format!("limit=3&cursor={next}")).await;
    assert_eq!(
        (notes(&last), &last["next_cursor"]),
        (vec!["6"], &Value::Null)
    );
    let foreign = format!("{INVITATIONS}?state=pending&cursor={next}");
    assert_eq!(world.get(&foreign).send().await.code(), "invalid_cursor");
}

#[tokio::test]
async fn invitations_are_told_apart_by_account_direction_state_and_person() {
    let world = world().await;
    let account = world.account.account_id;
    let person = list(&world, "limit=1").await["invitations"][0]["person"].clone();
    let person_id = person["id"].as_str().unwrap();
    for (query, expected) in [
        ("direction=outgoing".to_owned(), vec!["1", "3", "5"]),
        (
            "direction=incoming&state=pending".to_owned(),
            vec!["2", "4", "6"],
        ),
        ("state=accepted".to_owned(), vec![]),
        (
            format!("account={account}&state=pending&limit=1"),
            vec!["1"],
        ),
        (
            format!("account={account}&direction=incoming"),
            vec!["2", "4", "6"],
        ),
        (format!("person={person_id}"), vec!["1"]),
        (format!("person={person_id}&direction=incoming"), vec![]),
        (
            format!("account={account}&person=ACoAAAinvited4"),
            vec!["4"],
        ),
    ] {
        assert_eq!(notes(&list(&world, &query).await), expected, "{query}");
    }
    for (query, code) in [
        ("state=open", "validation_error"),
        ("direction=sent", "validation_error"),
        ("limit=101", "validation_error"),
        ("person=ACoAAAinvited4", "validation_error"),
        ("account=acc_x", "account_not_found"),
        ("colour=red", "validation_error"),
    ] {
        let answer = world.get(&format!("{INVITATIONS}?{query}")).send().await;
        assert_eq!(answer.code(), code, "{query}");
    }
}

#[tokio::test]
async fn an_invitation_is_shown_with_a_tag_that_changes_with_it() {
    let world = world().await;
    let id = first(&world, "direction=outgoing").await;
    let address = format!("{INVITATIONS}/{id}");
    let answer = world.get(&address).send().await;
    assert_eq!(answer.status, 200);
    let expected = [
        ("direction", json!("outgoing")),
        ("state", json!("pending")),
        ("note", Value::Null),
        ("send_id", Value::Null),
        ("sent_at", json!(at(-1_000).to_string())),
        ("ended_at", Value::Null),
    ];
    for (field, value) in expected {
        assert_eq!(answer.json[field], value, "{field}");
    }
    let tag = answer.header("etag").to_owned();
    let again = world.get(&address).header("if-none-match", tag.clone());
    assert_eq!(again.send().await.status, 304);
    let accepted = NetworkInvitation {
        state: InvitationState::Accepted,
        ..shown(1, Direction::Outgoing)
    };
    show(&world, &world.account.clone(), accepted).await;
    let again = world
        .get(&address)
        .header("if-none-match", tag)
        .send()
        .await;
    assert_eq!(
        (again.status, &again.json["state"]),
        (200, &json!("accepted"))
    );
    assert_eq!(again.json["ended_at"], at(0).to_string());
    let absent = world.get(&format!("{INVITATIONS}/ivt_x")).send().await;
    assert_eq!(
        (absent.status, absent.code()),
        (404, "invitation_not_found")
    );
}

#[tokio::test]
async fn an_act_on_an_invitation_is_a_send_that_names_it() {
    let world = world().await;
    for (direction, name, kind) in [
        ("outgoing", "withdraw", "invitation_withdrawal"),
        ("incoming", "accept", "invitation_acceptance"),
        ("incoming", "ignore", "invitation_dismissal"),
    ] {
        let id = first(&world, &format!("direction={direction}")).await;
        let answer = act(&world, &id, name).await;
        assert_eq!(answer.status, 202, "{}", answer.json);
        assert_eq!(
            (&answer.json["kind"], &answer.json["target"]),
            (&json!(kind), &json!(id))
        );
        let send_id = answer.json["id"].as_str().unwrap();
        assert_eq!(answer.header("location"), format!("/v1/sends/{send_id}"));
        let address = format!("{INVITATIONS}/{id}/{name}");
        let keyed = async || {
            let call = world.post(&address, &json!({}));
            call.header("idempotency-key", name).send().await
        };
        let (one, same) = (keyed().await, keyed().await);
        assert_eq!(one.json["id"], same.json["id"]);
        assert_eq!(same.header("idempotency-replayed"), "true");
    }
}

#[tokio::test]
async fn what_does_not_fit_an_invitation_is_refused_by_name() {
    let world = world().await;
    let outgoing = first(&world, "direction=outgoing").await;
    let incoming = first(&world, "direction=incoming").await;
    for (id, name) in [
        (&outgoing, "accept"),
        (&outgoing, "ignore"),
        (&incoming, "withdraw"),
    ] {
        let answer = act(&world, id, name).await;
        assert_eq!(
            (answer.status, answer.code()),
            (409, "invitation_wrong_side"),
            "{name}"
        );
    }
    let ended = NetworkInvitation {
        state: InvitationState::Withdrawn,
        ..shown(2, Direction::Incoming)
    };
    show(&world, &world.account.clone(), ended).await;
    let answer = act(&world, &incoming, "accept").await;
    assert_eq!((answer.status, answer.code()), (409, "invitation_not_open"));
    assert!(
        answer.json["detail"]
            .as_str()
            .unwrap()
            .contains("withdrawn")
    );
    let answer = act(&world, "ivt_x", "accept").await;
    assert_eq!(
        (answer.status, answer.code()),
        (404, "invitation_not_found")
    );
}

#[tokio::test]
async fn an_invitation_to_hand_over_needs_a_key_a_recipient_and_a_short_note() {
    let world = world().await;
    let body = json!({"recipient": "ada-example"});
    let answer = world.post(INVITATIONS, &body).send().await;
    assert_eq!(
        (answer.status, answer.code()),
        (400, "idempotency_key_required")
    );
    for (body, path) in [
        (json!({}), "recipient"),
        (json!({"recipient": "x", "note": "n".repeat(301)}), "note"),
        (json!({"recipient": "x", "text": "n"}), "text"),
        (json!({"recipient": "no such form!"}), "recipient"),
    ] {
        let call = world.post(INVITATIONS, &body);
        let answer = call.header("idempotency-key", "k").send().await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_key_of_one_account_sees_the_invitations_of_that_account_alone() {
    let world = world().await;
    let other = world.link("ACoAAAsecond", false).await;
    show(&world, &other, shown(7, Direction::Incoming)).await;
    let new = NewKey {
        name: "limited".to_owned(),
        scopes: vec![Scope::Read, Scope::Write],
        limits: KeyLimits {
            accounts: vec![world.account.account_id],
            ..KeyLimits::default()
        },
        user_id: None,
        expires_at: None,
    };
    let operator = Caller::operator(world.workspace_id);
    let limited = world.app.create_api_key(&operator, new).await.unwrap();
    let limited = limited.key.reveal();
    let page = world.get(INVITATIONS).key(&limited).send().await;
    assert_eq!(notes(&page.json), ["1", "2", "3", "4", "5", "6"]);
    let hidden = first(&world, &format!("account={}", other.account_id)).await;
    let seen = world.get(&format!("{INVITATIONS}/{hidden}")).key(&limited);
    let absent = world.get(&format!("{INVITATIONS}/ivt_01k9zr4c2e6q8n3v5t7w9y1b4d"));
    let absent = absent.key(&limited).send().await;
    assert_eq!(seen.send().await.json["code"], absent.json["code"]);
    let refused = world.post(&format!("{INVITATIONS}/{hidden}/accept"), &json!({}));
    assert_eq!(
        refused.key(&limited).send().await.code(),
        "invitation_not_found"
    );
}
