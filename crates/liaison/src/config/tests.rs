use std::path::PathBuf;

use super::*;

fn from_text(text: &str, variables: &[(&str, &str)]) -> Result<Config, Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("liaison.toml");
    std::fs::write(&path, text).unwrap();
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    load(Some(&path), &variables)
}

#[test]
fn nothing_set_means_the_defaults() {
    assert_eq!(load(None, &Variables::new()).unwrap(), Config::default());
}

#[test]
fn the_environment_lies_over_the_file() {
    let file = "[server]\nlisten = '127.0.0.1:1'\n[log]\nlevel = 'debug'\n";
    let variables = [
        ("LIAISON_SERVER_LISTEN", "localhost:2"),
        ("LIAISON_STORE_READERS", "3"),
        ("LIAISON_API_KEY", "of no concern"),
    ];
    let config = from_text(file, &variables).unwrap();
    assert_eq!(config.server.listen, "localhost:2");
    assert_eq!(config.log.level, "debug");
    assert_eq!(config.store.readers, 3);
}

#[test]
fn mistakes_are_named_with_the_nearest_setting() {
    let samples = [
        (
            "[server]\nlistn = 'x'\n",
            "unknown setting `server.listn`",
            "`server.listen`",
        ),
        ("[servr]\n", "unknown section `servr`", "`server`"),
        (
            "[webhooks]\n",
            "unknown section `webhooks`",
            "config reference",
        ),
    ];
    for (text, message, hint) in samples {
        let failure = from_text(text, &[]).unwrap_err();
        assert!(failure.message.starts_with(message), "{}", failure.message);
        assert!(
            failure.hint.as_deref().unwrap().contains(hint),
            "{failure:?}"
        );
        assert_eq!(failure.exit_code(), 3);
    }
    let failure = from_text("", &[("LIAISON_SERVER_LISTN", "x")]).unwrap_err();
    assert_eq!(
        failure.hint.as_deref(),
        Some("did you mean `LIAISON_SERVER_LISTEN`?")
    );
}

#[test]
fn values_out_of_bounds_are_refused() {
    let samples = [
        "server = 1",
        "[server]\nlisten = 8787\n",
        "[server]\nlisten = 'nowhere'\n",
        "[server]\nbody_bytes_max = -1\n",
        "[server]\nbody_bytes_max = 10\n",
        "[log]\nformat = 'xml'\n",
        "[log]\nlevel = 'info,web='\nformat = 'loud'\n",
        "[send]\ntyping_millis_min = 9000\n",
        "[send]\ntyping_speed = 0\n",
        "[store]\nwrite_lanes = 0\n",
        "[store]\ndatabase_url = 'a'\ndatabase_url_file = 'b'\n",
        "[security]\nmaster_key = 'a'\nmaster_key_file = 'b'\n",
        "[server\n",
    ];
    for text in samples {
        assert_eq!(from_text(text, &[]).unwrap_err().exit_code(), 3, "{text}");
    }
    let failure = from_text("", &[("LIAISON_STORE_READERS", "many")]).unwrap_err();
    assert_eq!(
        failure.message,
        "LIAISON_STORE_READERS must be a whole number"
    );
    assert_eq!(
        load(Some(Path::new("absent.toml")), &Variables::new())
            .unwrap_err()
            .exit_code(),
        3
    );
}

#[test]
fn the_reference_page_names_every_variable() {
    let page = reference::page();
    for setting in all() {
        assert!(
            page.contains(&format!("`{}`", setting.variable())),
            "{}",
            setting.path()
        );
    }
}
