//! The docs page works without internet and without inline code.

use crate::world::World;

const FILES: &[&str] = &[
    "/docs",
    "/docs/explorer.css",
    "/docs/explorer.js",
    "/docs/operation.js",
    "/docs/schema.js",
    "/docs/dom.js",
    "/docs/mark.svg",
];

async fn text(world: &World, address: &str) -> String {
    let answer = world.get(address).without("authorization").send().await;
    assert_eq!(answer.status, 200, "{address}");
    let policy = answer.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'"),
        "{address}: {policy}"
    );
    assert!(
        !policy.contains("unsafe") && !policy.contains("http"),
        "{address}: {policy}"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    String::from_utf8(answer.bytes).unwrap()
}

#[tokio::test]
async fn no_file_names_a_foreign_host() {
    let world = World::new().await;
    for address in FILES {
        let text = text(&world, address).await;
        let rest = text.replace("http://www.w3.org/2000/svg", "");
        for foreign in ["http:", "https:", "\"//", "'//", "url(", "@import"] {
            assert!(!rest.contains(foreign), "{address} contains {foreign}");
        }
    }
}

#[tokio::test]
async fn nothing_is_inline() {
    let world = World::new().await;
    let page = text(&world, "/docs").await;
    for script in page.split("<script").skip(1) {
        let (head, body) = script.split_once('>').unwrap();
        assert!(head.contains("src="), "an inline script");
        assert!(body.starts_with("</script>"), "a script with a body");
    }
    assert!(!page.contains("<style") && !page.contains("style=") && !page.contains(" on"));
    for address in FILES {
        let text = text(&world, address).await;
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "localStorage",
            "cookie",
        ] {
            assert!(!text.contains(word), "{address} uses {word}");
        }
    }
}

#[tokio::test]
async fn every_file_that_is_named_is_there() {
    let world = World::new().await;
    let mut named = Vec::new();
    for address in FILES {
        let text = text(&world, address).await;
        for quoted in text.split('"').skip(1).step_by(2) {
            if let Some(name) = quoted.strip_prefix("./") {
                named.push(format!("/docs/{name}"));
            } else if quoted.starts_with("/docs/") {
                named.push(quoted.to_owned());
            }
        }
    }
    for name in &named {
        text(&world, name).await;
    }
    for file in FILES {
        assert!(
            *file == "/docs" || named.contains(&(*file).to_owned()),
            "{file} is never loaded"
        );
    }
}

#[tokio::test]
async fn the_root_leads_to_it() {
    let world = World::new().await;
    let answer = world.get("/").without("authorization").send().await;
    assert_eq!((answer.status, answer.header("location")), (307, "/docs"));
}

#[tokio::test]
async fn each_page_is_for_people_and_with_another_ending_for_programs() {
    let world = World::new().await;
    let list = text(&world, "/llms.txt").await;
    let addresses: Vec<&str> = list
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(address, _)| address)
        .filter(|address| address.strip_suffix(".md").is_some())
        .collect();
    assert!(addresses.len() > 20, "{list}");
    for address in addresses {
        let markdown = text(&world, address).await;
        assert!(markdown.starts_with("# "), "{address}");
        let page = text(&world, address.strip_suffix(".md").unwrap()).await;
        assert!(page.starts_with("<!doctype html>"), "{address}");
        assert!(page.contains("<h1 id="), "{address}");
        assert!(
            !page.contains("<script") && !page.contains(" style="),
            "{address}"
        );
    }
}

#[tokio::test]
async fn every_link_of_a_page_leads_somewhere() {
    let world = World::new().await;
    let list = text(&world, "/docs/contents").await;
    for address in links(&list).filter(|link| link.starts_with("/docs/")) {
        let page = text(&world, address).await;
        let (folder, _) = address.rsplit_once('/').unwrap();
        for link in links(&page) {
            let (place, _) = link.split_once('#').unwrap_or((link, ""));
            let target = match place.strip_prefix("../") {
                _ if place.is_empty() || place.contains("://") => continue,
                _ if place.starts_with('/') => place.to_owned(),
                Some(place) => format!("/docs/{place}"),
                None => format!("{folder}/{place}"),
            };
            let answer = world.get(&target).without("authorization").send().await;
            assert_eq!(answer.status, 200, "{address} leads to {target}");
        }
    }
}

fn links(page: &str) -> impl Iterator<Item = &str> {
    let rests = page.split("href=\"").skip(1);
    rests.filter_map(|rest| rest.split_once('"').map(|(link, _)| link))
}

#[tokio::test]
async fn each_error_code_and_each_type_of_event_has_a_page() {
    let world = World::new().await;
    for code in domain::error_code::ErrorCode::ALL {
        let page = text(&world, &format!("/docs/errors/{}.md", code.word())).await;
        assert!(page.contains(code.meaning()) && page.contains(code.retry().advice()));
    }
    for kind in domain::event::EventKind::ALL {
        let page = text(&world, &format!("/docs/events/{}", kind.word())).await;
        assert!(page.contains("JSON schema"), "{}", kind.word());
    }
    for address in [
        "/docs/errors/nothing",
        "/docs/events/nothing.md",
        "/docs/guides/nothing",
    ] {
        let answer = world.get(address).without("authorization").send().await;
        assert_eq!(answer.status, 404, "{address}");
    }
}
