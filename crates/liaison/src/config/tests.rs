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
        ("LIAISON_CONFIG", "read by the command line"),
    ];
    let config = from_text(file, &variables).unwrap();
    assert_eq!(config.server.listen, "localhost:2");
    assert_eq!(config.log.level, "debug");
    assert_eq!(config.store.readers, 3);
}

#[test]
fn a_switch_is_true_or_false() {
    let file = "[linkedin]\nredirect_older_reads = true\n";
    assert!(from_text(file, &[]).unwrap().linkedin.redirect_older_reads);
    let variable = |text| [("LIAISON_LINKEDIN_REDIRECT_OLDER_READS", text)];
    let config = from_text(file, &variable("false")).unwrap();
    assert!(!config.linkedin.redirect_older_reads);
    let failures = [
        from_text("", &variable("yes")),
        from_text("[linkedin]\nredirect_older_reads = 'true'\n", &[]),
    ];
    for failure in failures {
        let failure = failure.unwrap_err();
        assert!(
            failure.message.ends_with("must be true or false"),
            "{}",
            failure.message
        );
    }
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
            "[integrations]\n",
            "unknown section `integrations`",
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
    for (variable, hint) in [
        (
            "LIAISON_SERVER_LISTN",
            "did you mean `LIAISON_SERVER_LISTEN`?",
        ),
        (
            "LIAISON_LISTEN",
            "`liaison config reference` lists every setting",
        ),
        (
            "LIAISON_DATABASE_URL",
            "did you mean `LIAISON_STORE_DATABASE_URL`?",
        ),
    ] {
        let failure = from_text("", &[(variable, "x")]).unwrap_err();
        let message = format!("unknown environment variable `{variable}`");
        assert_eq!(
            (failure.message, failure.hint.as_deref()),
            (message, Some(hint))
        );
    }
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
        "[log]\nlevel = 'info,web='\n",
        "[log]\nlevel = 'verbose'\n",
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
    assert_eq!(
        load(Some(Path::new("absent.toml")), &Variables::new())
            .unwrap_err()
            .exit_code(),
        3
    );
}

#[test]
fn a_value_of_the_wrong_type_is_named_with_its_place() {
    for (text, start, end) in [
        (
            "[server]\nlisten = 8787\n",
            "server.listen in ",
            "liaison.toml must be a text in quotation marks",
        ),
        (
            "[log]\nlevel = ['info']\n",
            "log.level in ",
            "liaison.toml must be a text in quotation marks",
        ),
        (
            "[store]\nreaders = 'four'\n",
            "store.readers in ",
            "must be a whole number from 0 to 4294967295",
        ),
        (
            "[store]\nreaders = -1\n",
            "store.readers in ",
            "must be a whole number from 0 to 4294967295",
        ),
        (
            "[store]\nreaders = 2.5\n",
            "store.readers in ",
            "must be a whole number from 0 to 4294967295",
        ),
        (
            "[store]\nreaders = 4294967296\n",
            "store.readers in ",
            "must be a whole number from 0 to 4294967295",
        ),
    ] {
        let message = from_text(text, &[]).unwrap_err().message;
        assert!(
            message.starts_with(start) && message.ends_with(end),
            "{message}"
        );
    }
    for wrong in ["many", "", "-1", "4294967296"] {
        let failure = from_text("", &[("LIAISON_STORE_READERS", wrong)]).unwrap_err();
        assert_eq!(
            failure.message,
            "LIAISON_STORE_READERS (store.readers) must be a whole number from 0 to 4294967295"
        );
    }
    let failure = from_text("[server]\nlisten = 'nowhere'\n", &[]).unwrap_err();
    assert!(failure.message.starts_with("server.listen: "), "{failure}");
}

#[test]
fn either_setting_of_the_database_address_means_that_it_is_not_embedded() {
    assert!(from_text("", &[]).unwrap().is_embedded());
    for key in ["database_url", "database_url_file"] {
        let text = format!("[store]\n{key} = 'postgres://host/name'\n");
        assert!(!from_text(&text, &[]).unwrap().is_embedded(), "{key}");
    }
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
