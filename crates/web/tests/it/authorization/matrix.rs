//! Every operation × every kind of key × whose thing it is about. The cells follow from the description, so that a new
//! operation is in as soon as it is described.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;

use app::Scope;

use super::askers::{Asker, Expected, found};
use super::operations::{EVERYBODY, Operation, Whose, all};
use super::stage::{Stage, ids};
use crate::world::{Answer, World};

impl Stage {
    async fn ask(&self, operation: &Operation, asker: &Asker, whose: Whose) -> Answer {
        let mut call = operation.call(&self.world, self.ids(whose));
        if let Some(header) = &asker.header {
            call = call.header("authorization", header.clone());
        }
        if let Some(from) = asker.from {
            call = call.from(from);
        }
        call.send().await
    }
}

#[tokio::test]
async fn every_operation_is_open_to_those_whom_its_rule_lets_in_and_to_nobody_else() {
    let stage = Stage::new().await;
    assert_ne!(stage.others, stage.world.workspace_id);
    let operations = all(&stage.world.description);
    let askers = stage.askers().await;
    let (mut list, mut cells) = (String::new(), 0);
    let mut fitting: BTreeMap<Scope, Vec<Asker>> = BTreeMap::new();
    for operation in &operations {
        let name = operation.name();
        let Some(scope) = operation.scope else {
            writeln!(list, "{name}: nothing").unwrap();
            continue;
        };
        writeln!(list, "{name}: {}", scope.word()).unwrap();
        if let Entry::Vacant(place) = fitting.entry(scope) {
            place.insert(stage.fitting(scope).await);
        }
        // Who takes things away comes last, so that they are there for the others.
        let mut refusal = None;
        for asker in fitting[&scope].iter().chain(&askers) {
            let mut answers = BTreeMap::new();
            let is_limited = asker.name == "account-limited";
            let mut targets = EVERYBODY.to_vec();
            if !operation.has_target() {
                targets.truncate(1);
            } else if is_limited {
                targets.push(Whose::Hidden);
            }
            for whose in targets.iter().rev() {
                let answer = stage.ask(operation, asker, *whose).await;
                let expected = (asker.expects)(scope);
                let cell = format!("{name}, {}, {whose:?}: {}", asker.name, answer.json);
                assert_ne!(answer.status, 500, "{cell}");
                assert_eq!(found(&answer), expected, "{cell}");
                if expected == Expected::Unauthorized {
                    let bytes = refusal.get_or_insert_with(|| answer.bytes.clone());
                    assert_eq!(*bytes, answer.bytes, "{name}, {}", asker.name);
                }
                answers.insert(*whose, (answer.status, answer.bytes));
                cells += 1;
            }
            if !operation.has_target() {
                continue;
            }
            let elsewhere = match asker.name {
                "other workspace" => &[Whose::Own][..],
                "account-limited" => &[Whose::Foreign, Whose::Hidden],
                _ => &[Whose::Foreign],
            };
            for whose in elsewhere {
                assert_eq!(
                    answers.get(whose),
                    answers.get(&Whose::Absent),
                    "{name}, {}: what is {whose:?} is absent",
                    asker.name
                );
            }
        }
    }
    insta::assert_snapshot!(list);
    assert!(cells >= 3_000, "{cells} cells");
}

/// What is too large is refused before it is read, on every route that takes a body.
#[tokio::test]
async fn no_route_reads_a_body_without_end() {
    let world = World::new().await;
    let [account, endpoint, key, send] = ["acc_x", "ept_x", "key_x", "snd_x"].map(str::to_owned);
    let mut absent = ids(account, endpoint, key, send);
    for beginning in [
        "/v1/attachments/",
        "/v1/conversations/",
        "/v1/erasures/",
        "/v1/labels/",
        "/v1/messages/",
        "/v1/people/",
        "/v1/reconciliations/",
        "/v1/templates/",
    ] {
        absent.push((beginning, "x".to_owned()));
    }
    absent.push(("/v1/users/", "usr_x".to_owned()));
    absent.push(("/v1/user-invitations/", "inv_x".to_owned()));
    for operation in all(&world.description) {
        let path = &world.description["paths"][&operation.path];
        let method = operation.method.as_str().to_ascii_lowercase();
        if !path[&method]["requestBody"].is_object() {
            continue;
        }
        let call = operation.call(&world, &absent).key(&world.admin);
        let answer = call.body(vec![b' '; 20 << 20]).send().await;
        let found = (answer.status, answer.code());
        assert_eq!(found, (413, "body_too_large"), "{}", operation.name());
    }
}
