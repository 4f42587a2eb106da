//! Which crate may use which: the diagram in `ARCHITECTURE.md`, read from the manifests, so that it cannot rot.

use toml::{Table, Value};

use super::Finding;
use crate::workspace::{File, Tree};

/// A crate of ours, what it may use of ours, and how high it stands. Its tests may also use what stands lower.
struct Layer {
    name: &'static str,
    level: u8,
    uses: &'static [&'static str],
}

/// The one table. A new crate needs a line here, and a reason of the form "must not depend on X" in the diagram.
const LAYERS: &[Layer] = &[
    Layer {
        name: "domain",
        level: 0,
        uses: &[],
    },
    Layer {
        name: "sandbox",
        level: 0,
        uses: &[],
    },
    Layer {
        name: "store",
        level: 1,
        uses: &["domain"],
    },
    Layer {
        name: "integrations",
        level: 1,
        uses: &["domain"],
    },
    Layer {
        name: "app",
        level: 2,
        uses: &["store", "integrations", "domain"],
    },
    Layer {
        name: "engine",
        level: 2,
        uses: &["store", "integrations", "domain"],
    },
    Layer {
        name: "web",
        level: 3,
        uses: &["app", "domain"],
    },
    Layer {
        name: "liaison",
        level: 4,
        uses: &[
            "web",
            "engine",
            "app",
            "store",
            "integrations",
            "domain",
            "sandbox",
        ],
    },
];

/// The test world: everybody's tests may use it, nothing else may.
const TESTKIT: &str = "testkit";
const TESTKIT_USES: &[&str] = &["domain", "store", "integrations", "sandbox"];

/// Foreign crates that only some of ours may use outside tests, and why.
const FOREIGN: &[(&[&str], &[&str], &str)] = &[
    (
        &["rusqlite", "postgres"],
        &["store", "sandbox", "testkit"],
        "SQL is spoken in `store` only",
    ),
    (
        &["hyper", "hyper-rustls", "hyper-util"],
        &["integrations"],
        "outbound connections are opened in `integrations` only",
    ),
    (
        &["reqwest", "ureq"],
        &[],
        "calls go out through the guarded client of `integrations`; another is for tests",
    ),
    (
        &["axum", "tower-http"],
        &["web", "sandbox", "liaison", "testkit"],
        "HTTP is served by `web` only; the binary lends it a socket, and tests receive",
    ),
    (&["getrandom"], &["liaison"], "entropy enters in the binary"),
    (
        &["tokio", "tokio-util"],
        &[
            "store",
            "integrations",
            "app",
            "engine",
            "web",
            "liaison",
            "sandbox",
            "testkit",
        ],
        "`domain` is pure",
    ),
    (
        &["anyhow"],
        &["liaison", "xtask"],
        "libraries say exactly what went wrong",
    ),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let manifests = tree.files.iter().filter(|file| {
        file.name() == "Cargo.toml"
            && (file.path.starts_with("crates/") || file.path.starts_with("xtask/"))
    });
    manifests.flat_map(manifest).collect()
}

fn manifest(file: &File) -> Vec<Finding> {
    let Ok(table) = file.text.parse::<Table>() else {
        return vec![Finding::new(file, 0, "cannot be read as TOML")];
    };
    let package = table
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(Value::as_str);
    let Some(name) = package else {
        return vec![Finding::new(file, 0, "the package has no name")];
    };
    let is_known =
        name == TESTKIT || name == "xtask" || LAYERS.iter().any(|layer| layer.name == name);
    if !is_known {
        return vec![Finding::new(
            file,
            0,
            format!("`{name}` is not in the table of layers"),
        )];
    }
    let mut findings = Vec::new();
    for (dependency, is_for_tests) in dependencies(&table) {
        let refused = if is_for_tests {
            refused_in_tests(name, &dependency)
        } else {
            refused(name, &dependency)
        };
        if let Some(why) = refused {
            findings.push(Finding::new(
                file,
                0,
                format!("`{name}` must not use `{dependency}`: {why}"),
            ));
        }
    }
    findings
}

fn is_ours(name: &str) -> bool {
    name == TESTKIT || name == "xtask" || layer(name).is_some()
}

fn layer(name: &str) -> Option<&'static Layer> {
    LAYERS.iter().find(|layer| layer.name == name)
}

/// Why the product's code in `name` may not use `dependency`.
fn refused(name: &str, dependency: &str) -> Option<String> {
    if dependency == TESTKIT {
        return Some("it is for tests".to_owned());
    }
    if is_ours(dependency) {
        let uses = if name == TESTKIT {
            TESTKIT_USES
        } else {
            layer(name).map_or(&[][..], |layer| layer.uses)
        };
        let may = if uses.is_empty() {
            "nothing of ours".to_owned()
        } else {
            uses.join(", ")
        };
        return (!uses.contains(&dependency)).then(|| format!("it may use {may}"));
    }
    let rule = FOREIGN
        .iter()
        .find(|(names, _, _)| names.contains(&dependency));
    rule.filter(|(_, allowed, _)| !allowed.contains(&name))
        .map(|(_, _, why)| (*why).to_owned())
}

/// Why the tests of `name` may not use `dependency`: they may build the world out of everything that stands lower.
fn refused_in_tests(name: &str, dependency: &str) -> Option<String> {
    if !is_ours(dependency) || dependency == TESTKIT || refused(name, dependency).is_none() {
        return None;
    }
    let own = layer(name)?;
    match layer(dependency) {
        Some(other) if other.level < own.level => None,
        _ => Some("tests may use what stands lower, and `testkit`".to_owned()),
    }
}

/// The name of each dependency, whatever it is called in the manifest, and whether only tests have it.
fn dependencies(manifest: &Table) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_table);
    for table in std::iter::once(manifest).chain(targets) {
        for (section, is_for_tests) in [
            ("dependencies", false),
            ("build-dependencies", false),
            ("dev-dependencies", true),
        ] {
            let Some(entries) = table.get(section).and_then(Value::as_table) else {
                continue;
            };
            for (key, value) in entries {
                let renamed = value.get("package").and_then(Value::as_str);
                found.push((renamed.unwrap_or(key).to_owned(), is_for_tests));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::said;

    fn of(name: &str, rest: &str) -> Vec<String> {
        let path = format!("crates/{name}/Cargo.toml");
        let text = format!("[package]\nname = \"{name}\"\n{rest}");
        let prefix = format!("{path}: ");
        said(check, &[(&path, &text)])
            .iter()
            .map(|line| line.replacen(&prefix, "", 1))
            .collect()
    }

    #[test]
    fn edges_of_the_diagram_pass() {
        assert!(
            of(
                "web",
                "[dependencies]\napp.workspace = true\ndomain.workspace = true\n"
            )
            .is_empty()
        );
        assert!(
            of(
                "store",
                "[dev-dependencies]\ntestkit.workspace = true\nproptest = \"1\"\n"
            )
            .is_empty()
        );
        assert!(
            of(
                "web",
                "[dev-dependencies]\nengine.workspace = true\nreqwest.workspace = true\n"
            )
            .is_empty()
        );
        assert!(
            of(
                "integrations",
                "[dev-dependencies]\nsandbox.workspace = true\n"
            )
            .is_empty()
        );
        assert!(
            of(
                "integrations",
                "[dependencies]\nhyper-rustls.workspace = true\nhyper-util.workspace = true\n"
            )
            .is_empty()
        );
        assert!(of("testkit", "[dependencies]\nstore.workspace = true\n").is_empty());
    }

    #[test]
    fn every_other_edge_is_named() {
        let cases = [
            (
                "web",
                "[dependencies]\nstore.workspace = true",
                "`web` must not use `store`: it may use app, domain",
            ),
            (
                "app",
                "[dependencies]\nengine.workspace = true",
                "`app` must not use `engine`: it may use store, integrations, domain",
            ),
            (
                "domain",
                "[dependencies]\nstore = { path = \"../store\" }",
                "`domain` must not use `store`: it may use nothing of ours",
            ),
            (
                "sandbox",
                "[dependencies]\nd = { package = \"domain\", path = \"..\" }",
                "`sandbox` must not use `domain`: it may use nothing of ours",
            ),
            (
                "app",
                "[dependencies]\ntestkit.workspace = true",
                "`app` must not use `testkit`: it is for tests",
            ),
            (
                "app",
                "[dev-dependencies]\nengine.workspace = true",
                "`app` must not use `engine`: tests may use what stands lower, and `testkit`",
            ),
            (
                "app",
                "[target.'cfg(unix)'.dependencies]\nrusqlite = \"0.41\"",
                "`app` must not use `rusqlite`: SQL is spoken in `store` only",
            ),
            (
                "domain",
                "[build-dependencies]\ntokio = \"1\"",
                "`domain` must not use `tokio`: `domain` is pure",
            ),
            (
                "web",
                "[dependencies]\nhyper-util.workspace = true",
                "`web` must not use `hyper-util`: outbound connections are opened in `integrations` only",
            ),
            (
                "liaison",
                "[dependencies]\nclient = { package = \"hyper-rustls\", version = \"0.27\" }",
                "`liaison` must not use `hyper-rustls`: outbound connections are opened in `integrations` only",
            ),
            (
                "integrations",
                "[dependencies]\nreqwest.workspace = true",
                "`integrations` must not use `reqwest`: calls go out through the guarded client of `integrations`; \
                 another is for tests",
            ),
            ("helpers", "", "`helpers` is not in the table of layers"),
        ];
        for (name, rest, expected) in cases {
            assert_eq!(of(name, rest), [expected], "{name}: {rest}");
        }
    }
}
