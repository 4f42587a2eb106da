//! Forged, cut, foreign and repeated: nothing of it links anything, and each is told so in words.

use app::Scope;
use axum::http::Method;
use domain::limits::LINK_TRIES_MAX;
use serde_json::{Value, json};
use store::link_sessions;
use testkit::browser;

use super::{Attempt, Browser, SESSIONS, Stage, assert_told, me, parameter, text};
use crate::world::World;

#[tokio::test]
async fn a_forged_or_cut_state_leads_nowhere() {
    let stage = Stage::new().await;
    let mut attempt = Attempt::new(&stage).await;
    let path = attempt.path.clone();
    let state = parameter(&attempt.back, "state");
    let start = path.strip_prefix("/linking/").unwrap();
    let mut changed = state.clone();
    changed.replace_range(5..6, if &state[5..6] == "A" { "B" } else { "A" });
    let forged = [
        &state[..state.len() - 1],
        &changed,
        // What opens the first page is no state, although it is ours.
        start,
        "x",
        "%F0%9F%91%8D",
        "",
    ];
    for forged in forged {
        let page = attempt.come_back_with("state", forged).await;
        assert_eq!(page.status, 404, "{forged}");
    }
    let twice = format!("{}&state={state}", attempt.back);
    assert_eq!(attempt.person.come_back(&twice).await.status, 404);
    // A state opens no first page, and neither does anything else.
    for path in [
        &format!("/linking/{state}"),
        "/linking/x",
        "/linking/%00",
        &path[..path.len() - 2],
    ] {
        for method in [Method::GET, Method::POST] {
            assert_eq!(attempt.person.ask(method, path).await.status, 404, "{path}");
        }
    }
    assert_eq!(attempt.status().await, "pending");
    assert!(stage.linked().await.is_empty());
    assert_eq!(attempt.come_back().await.status, 200);
}

#[tokio::test]
async fn what_one_browser_began_no_other_ends() {
    let stage = Stage::new().await;
    let mut attempt = Attempt::new(&stage).await;
    let mut stranger = Browser::of(&stage);
    let page = stranger.come_back(&attempt.back).await;
    assert_told(&page, 403, "another browser");
    // Nor does one with the cookie of a session of its own, or with a guessed one.
    let (_, other) = stage.begin(json!({})).await;
    stranger.go_on(&other).await;
    assert_eq!(stranger.come_back(&attempt.back).await.status, 403);
    stranger.cookies = vec![format!("liaison-{}=guessed", attempt.id)];
    assert_eq!(stranger.come_back(&attempt.back).await.status, 403);
    let page = stranger.ask(Method::POST, &attempt.path).await;
    assert_eq!(page.status, 403);
    assert!(stage.linked().await.is_empty());
    assert_eq!(attempt.come_back().await.status, 200);
}

#[tokio::test]
async fn what_came_back_once_links_nothing_again() {
    let stage = Stage::new().await;
    let mut attempt = Attempt::new(&stage).await;
    let cookies = attempt.person.cookies.clone();
    assert_eq!(attempt.come_back().await.status, 200);
    // With the cookie, which a real browser has forgotten, and without.
    assert_eq!(attempt.come_back().await.status, 403);
    attempt.person.cookies = cookies;
    let page = attempt.come_back().await;
    assert_told(&page, 410, "done already");
    assert_eq!(stage.linked().await.len(), 1);
    let account = stage.session(&attempt.id).await["account"].clone();
    let token = super::granted(&stage, account.as_str().unwrap()).await;
    assert_eq!(me(&stage, &token).await, 200, "a repeat takes nothing back");
}

#[tokio::test]
async fn a_code_of_another_session_is_worth_nothing() {
    let stage = Stage::new().await;
    let mut victim = Attempt::new(&stage).await;
    let attacker = Attempt::deciding(&stage, "premium", "allow").await;
    let stolen = parameter(&attacker.back, "code");
    let page = victim.come_back_with("code", &stolen).await;
    assert_told(&page, 502, "try again");
    assert!(stage.linked().await.is_empty());
    // The session is not spoilt: its person begins again, and the old state is no longer good.
    assert_eq!(victim.come_back().await.status, 409);
    assert_eq!(victim.link().await.status, 200);
    assert_eq!(victim.status().await, "completed");
}

#[tokio::test]
async fn an_answer_of_another_issuer_is_refused() {
    let stage = Stage::new().await;
    let mut attempt = Attempt::new(&stage).await;
    for issuer in [
        "http%3A%2F%2Fevil.example",
        "",
        "http%3A%2F%2F127.0.0.1%3A1",
    ] {
        let page = attempt.come_back_with("iss", issuer).await;
        assert_told(&page, 403, "Somebody else answered");
    }
    assert_eq!(attempt.status().await, "pending");
    assert_eq!(attempt.come_back().await.status, 200);
}

#[tokio::test]
async fn two_tabs_end_in_either_order_with_one_account() {
    for first_one in [0, 1] {
        let stage = Stage::new().await;
        let mut attempt = Attempt::new(&stage).await;
        let mut backs = vec![attempt.back.clone()];
        attempt.retry().await;
        backs.push(attempt.back.clone());
        let person = &mut attempt.person;
        assert_eq!(person.cookies.len(), 1, "one browser holds one secret");
        assert_ne!(parameter(&backs[0], "state"), parameter(&backs[1], "state"));
        let cookies = person.cookies.clone();
        let done = person.come_back(&backs[first_one]).await;
        assert_eq!(done.status, 200, "{}", text(&done));
        person.cookies = cookies;
        let other = person.come_back(&backs[1 - first_one]).await;
        assert_told(&other, 410, "done already");
        assert_eq!(stage.linked().await.len(), 1);
        assert_eq!(attempt.status().await, "completed");
    }
}

#[tokio::test]
async fn sessions_in_two_tabs_do_not_get_in_each_others_way() {
    let stage = Stage::new().await;
    let (_, one) = stage.begin(json!({})).await;
    let (_, two) = stage.begin(json!({})).await;
    let mut person = Browser::of(&stage);
    let asked_one = person.go_on(&one).await;
    let asked_two = person.go_on(&two).await;
    let back_two = browser::decide(&asked_two, "premium", "allow").await;
    let back_one = browser::decide(&asked_one, "free", "allow").await;
    assert_eq!(person.come_back(&back_one).await.status, 200);
    assert_eq!(person.come_back(&back_two).await.status, 200);
    assert_eq!(stage.linked().await.len(), 2);
}

#[tokio::test]
async fn who_comes_back_too_late_or_after_a_cancel_links_nothing() {
    let stage = Stage::new().await;
    for is_cancelled in [true, false] {
        let mut attempt = Attempt::new(&stage).await;
        if is_cancelled {
            assert_eq!(stage.cancel(&attempt.id).await.status, 200);
        } else {
            stage.outlive_sessions();
        }
        let page = attempt.come_back().await;
        assert_eq!(page.status, 410, "{}", text(&page));
        assert!(stage.linked().await.is_empty());
    }
}

#[tokio::test]
async fn a_process_that_ends_between_yes_and_commit_leaves_nothing_half_linked() {
    let stage = Stage::new().await;
    let mut attempt = Attempt::new(&stage).await;
    // As a process leaves it that ended while it settled the first way.
    let subject = (stage.world.workspace_id, attempt.id.parse().unwrap());
    let now = stage.world.app.now();
    let until = now.plus(domain::limits::LINK_SETTLED_WITHIN);
    let claimed = stage
        .world
        .store
        .write(move |tx| link_sessions::claim(tx, subject, 1, now, until));
    assert!(claimed.await.unwrap());
    let page = attempt.come_back().await;
    assert_eq!(page.status, 409, "{}", text(&page));
    assert_eq!(attempt.status().await, "pending");
    // Another way may be taken at once, and is settled when the first one's time is over.
    attempt.retry().await;
    assert_eq!(attempt.come_back().await.status, 409);
    stage.world.clock.move_on(60_000);
    assert!(stage.linked().await.is_empty());
    assert_eq!(attempt.come_back().await.status, 200);
    assert_eq!(stage.linked().await.len(), 1);
}

#[tokio::test]
async fn a_commit_that_fails_links_nothing_and_gives_the_grant_back() {
    let stage = Stage::new().await;
    let mut attempt = Attempt::new(&stage).await;
    // The first commit takes the way to be settled, the second one would link.
    stage
        .world
        .store
        .commit_faults()
        .plan(2, store::CommitFault::Fail);
    let page = attempt.come_back().await;
    assert_eq!(page.status, 502, "{}", text(&page));
    assert!(stage.linked().await.is_empty());
    assert_eq!(attempt.status().await, "pending");
    assert_eq!(attempt.link().await.status, 200);
    assert_eq!(stage.linked().await.len(), 1);
}

#[tokio::test]
async fn a_session_goes_to_its_network_so_often_and_no_more() {
    let stage = Stage::new().await;
    let (id, path) = stage.begin(json!({})).await;
    let mut person = Browser::of(&stage);
    for _ in 0..LINK_TRIES_MAX {
        person.go_on(&path).await;
    }
    assert_eq!(person.ask(Method::POST, &path).await.status, 410);
    let session = stage.session(&id).await;
    assert_eq!(
        (&session["status"], &session["reason"]),
        (&json!("failed"), &json!("too_many_tries"))
    );
}

#[tokio::test]
async fn a_form_of_another_site_begins_nothing() {
    let stage = Stage::new().await;
    let (_, path) = stage.begin(json!({})).await;
    let call = stage
        .world
        .call(Method::POST, &path)
        .without("authorization");
    let answer = call.header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(answer.status, 404);
    assert!(!answer.has_header("set-cookie"));
}

#[tokio::test]
async fn names_are_only_text_on_every_page() {
    let stage = Stage::new().await;
    let evil = "<script>alert(1)</script>";
    let workspace = stage.world.app.create_workspace(evil).await.unwrap();
    let admin = stage
        .world
        .key_for(workspace.workspace_id, &[Scope::Admin], None)
        .await;
    let (_, path) = stage.begin_by(&admin, json!({})).await;
    let seat = stage.network.seat("free").await;
    let slug = seat["slug"].as_str().unwrap();
    let change = json!({"first_name": evil});
    let member = format!("members/{slug}");
    stage
        .network
        .control(integrations::http::Method::PATCH, &member, change)
        .await;
    let mut person = Browser::of(&stage);
    for page in [person.open(&path).await, person.link(&path, "free").await] {
        let page = text(&page);
        assert!(
            page.contains("&lt;script&gt;") && !page.contains("<script"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn one_member_is_linked_into_two_workspaces_apart() {
    let stage = Stage::new().await;
    let (workspace_id, _) = stage.world.other_workspace().await;
    let admin = stage
        .world
        .key_for(workspace_id, &[Scope::Admin], None)
        .await;
    let (other_id, other_path) = stage.begin_by(&admin, json!({})).await;
    let ours = stage.link("free").await;
    let done = Browser::of(&stage).link(&other_path, "free").await;
    assert_eq!(done.status, 200);
    let call = stage
        .world
        .get(&format!("{SESSIONS}/{other_id}"))
        .key(&admin);
    let session = call.send().await.json;
    let theirs = session["account"].as_str().unwrap();
    assert_ne!(ours, theirs);
    // Unlinking one leaves the other's grant alone.
    assert_eq!(stage.unlink(theirs, &admin).await.status, 204);
    let token = super::granted(&stage, &ours).await;
    assert_eq!(me(&stage, &token).await, 200);
}

#[tokio::test]
async fn linking_and_unlinking_at_once_end_in_one_of_the_two() {
    let stage = Stage::new().await;
    let account = stage.link("free").await;
    for _ in 0..5 {
        let mut attempt = Attempt::new(&stage).await;
        let unlink = stage.unlink(&account, &stage.world.admin);
        let (page, gone) = tokio::join!(attempt.come_back(), unlink);
        assert_eq!(page.status, 200, "{}", text(&page));
        assert!(matches!(gone.status, 204 | 404), "{}", gone.json);
        let session = stage.session(&attempt.id).await;
        assert_eq!(session["account"], account.as_str());
        let linked = stage.linked().await;
        if let [account] = linked.as_slice() {
            assert_eq!(
                account["link"],
                Value::Null,
                "a linked account has credentials"
            );
        }
        assert!(linked.len() <= 1);
        // Linked for the next round, whoever was last.
        stage.link("free").await;
    }
}

#[tokio::test]
async fn a_network_that_is_down_is_told_and_tried_again() {
    let mut stage = Stage::new().await;
    let Attempt {
        id,
        path,
        back,
        person: Browser { cookies, .. },
    } = Attempt::new(&stage).await;
    stage.network.stop().await;
    let mut person = Browser {
        stage: &stage,
        cookies,
    };
    assert_told(&person.come_back(&back).await, 502, "Begin again");
    let cookies = person.cookies;
    stage.network.resume().await;
    let mut person = Browser {
        stage: &stage,
        cookies,
    };
    assert_eq!(person.link(&path, "free").await.status, 200);
    assert_eq!(stage.session(&id).await["status"], "completed");
}

#[tokio::test]
async fn another_gateways_address_is_nobodys() {
    let stage = Stage::new().await;
    let (_, path) = stage.begin(json!({})).await;
    let world = World::new().await;
    // The same master key and another store: the code is right, and the session is not there.
    let answer = world.get(&path).without("authorization").send().await;
    assert_eq!(answer.status, 404);
}
