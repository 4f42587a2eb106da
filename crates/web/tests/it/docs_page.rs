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
        assert!(FILES.contains(&name.as_str()), "{name}");
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
