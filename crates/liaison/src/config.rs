//! The configuration: defaults, then a TOML file, then the environment, then the command line.
//!
//! It is strict: what is not a setting is an error that names the nearest one.

mod nearest;
pub(crate) mod reference;
mod settings;

pub(crate) use settings::{Config, all, sections};

use std::collections::BTreeMap;
use std::path::Path;

use integrations::http::Reach;
use ipnet::IpNet;
use serde::Deserialize;
use toml::{Table, Value};

use crate::failure::Failure;
use nearest::nearest;

/// Environment variables, by name.
pub(crate) type Variables = BTreeMap<String, String>;

/// Variables that look like ours and are no settings: where the settings are, and where people and tools keep a key.
const OTHER_VARIABLES: &[&str] = &["LIAISON_CONFIG", "LIAISON_API_KEY", "LIAISON_KEY"];

impl Config {
    /// Whether the data is in the embedded database and not in PostgreSQL.
    pub(crate) fn is_embedded(&self) -> bool {
        self.store.database_url.is_empty() && self.store.database_url_file.is_empty()
    }
}

/// Reads the file, if there is one, lays the environment over it and checks the result.
pub(crate) fn load(file: Option<&Path>, variables: &Variables) -> Result<Config, Failure> {
    let mut table = match file {
        Some(path) => read(path)?,
        None => Table::new(),
    };
    check_keys(&table, file)?;
    overlay(&mut table, variables)?;
    let config = Config::deserialize(Value::Table(table)).map_err(|error| {
        Failure::config(format!("the configuration is wrong: {}", error.message()))
    })?;
    validate(&config)?;
    Ok(config)
}

fn read(path: &Path) -> Result<Table, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::config(format!("cannot read {}: {error}", path.display())))?;
    text.parse()
        .map_err(|error| Failure::config(format!("{} is not TOML: {error}", path.display())))
}

fn check_keys(table: &Table, file: Option<&Path>) -> Result<(), Failure> {
    let settings = all();
    let place = file.map_or_else(String::new, |path| format!(" in {}", path.display()));
    let sections: Vec<&str> = sections().iter().map(|section| section.name).collect();
    for (section, value) in table {
        if !sections.contains(&section.as_str()) {
            return Err(unknown("section", section, &place, sections));
        }
        let Value::Table(keys) = value else {
            let message = format!("`{section}`{place} must be a section: write [{section}]");
            return Err(Failure::config(message));
        };
        for (key, value) in keys {
            let path = format!("{section}.{key}");
            let Some(setting) = settings.iter().find(|setting| setting.path() == path) else {
                let paths: Vec<String> = settings.iter().map(settings::Setting::path).collect();
                let paths = paths.iter().map(String::as_str);
                return Err(unknown("setting", &path, &place, paths));
            };
            check_type(setting, value)
                .map_err(|needed| Failure::config(format!("{path}{place} must be {needed}")))?;
        }
    }
    Ok(())
}

/// Whether the value can be one of the setting, or what it has to be.
fn check_type(setting: &settings::Setting, value: &Value) -> Result<(), &'static str> {
    match (&setting.default, value) {
        (Value::Integer(_), Value::Integer(number)) if u32::try_from(*number).is_ok() => Ok(()),
        (Value::Integer(_), _) => Err("a whole number from 0 to 4294967295"),
        (Value::String(_), Value::String(_)) | (Value::Boolean(_), Value::Boolean(_)) => Ok(()),
        (Value::String(_), _) => Err("a text in quotation marks"),
        (Value::Boolean(_), _) => Err("true or false"),
        (default, _) if default.same_type(value) => Ok(()),
        _ => Err("of the type of its default"),
    }
}

fn unknown<'c>(
    what: &str,
    name: &str,
    place: &str,
    known: impl IntoIterator<Item = &'c str>,
) -> Failure {
    let failure = Failure::config(format!("unknown {what} `{name}`{place}"));
    match nearest(name, known) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint("`liaison config reference` lists every setting"),
    }
}

/// Puts each `LIAISON_SECTION_KEY` in its place. Other variables that look like ours are mistakes.
fn overlay(table: &mut Table, variables: &Variables) -> Result<(), Failure> {
    let settings = all();
    let names: Vec<String> = settings.iter().map(settings::Setting::variable).collect();
    for (name, text) in variables {
        let Some(position) = names.iter().position(|known| known == name) else {
            if name.starts_with("LIAISON_") && !OTHER_VARIABLES.contains(&name.as_str()) {
                let names = names.iter().map(String::as_str);
                return Err(unknown("environment variable", name, "", names));
            }
            continue;
        };
        let setting = &settings[position];
        let value = typed(text, &setting.default);
        check_type(setting, &value).map_err(|needed| {
            Failure::config(format!("{name} ({}) must be {needed}", setting.path()))
        })?;
        let section = table
            .entry(setting.section)
            .or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(keys) = section {
            keys.insert(setting.key.to_owned(), value);
        }
    }
    Ok(())
}

/// The text of a variable as a value of the setting's type; as a text if it cannot be one.
fn typed(text: &str, like: &Value) -> Value {
    let value = match like {
        Value::Integer(_) => text.trim().parse().ok().map(Value::Integer),
        Value::Boolean(_) => text.trim().parse().ok().map(Value::Boolean),
        _ => None,
    };
    value.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// Where requests may go that users direct.
pub(crate) fn reach(config: &Config) -> Result<Reach, Failure> {
    Reach::public(&config.outgoing.allowed_networks)
        .map_err(|sentence| Failure::config(sentence).in_setting("outgoing.allowed_networks"))
}

/// The proxies that are believed when they say where a request comes from.
pub(crate) fn trusted_proxies(config: &Config) -> Result<Vec<IpNet>, Failure> {
    let words = config.server.trusted_proxies.split(',').map(str::trim);
    let words = words.filter(|word| !word.is_empty());
    words
        .map(|word| {
            domain::access::parse_network(word).ok_or_else(|| {
                let message = format!("`{word}` is neither an address nor a network");
                Failure::config(message).in_setting("server.trusted_proxies")
            })
        })
        .collect()
}

/// Rules that go over several settings, or are narrower than a type.
fn validate(config: &Config) -> Result<(), Failure> {
    let fail = |message: &str| Err(Failure::config(message));
    if !["human", "json"].contains(&config.log.format.as_str()) {
        return fail("log.format must be `human` or `json`");
    }
    if !crate::logging::is_filter(&config.log.level) {
        return Err(Failure::config(format!(
            "log.level is `{}`, which is neither a level nor a filter",
            config.log.level
        ))
        .hint("write off, error, warn, info, debug or trace, or pairs as in info,web=debug"));
    }
    if config.send.typing_millis_min > config.send.typing_millis_max {
        return fail("send.typing_millis_min is above send.typing_millis_max");
    }
    if config.send.typing_speed == 0 {
        return fail("send.typing_speed must be above 0");
    }
    if !config.store.database_url.is_empty() && !config.store.database_url_file.is_empty() {
        return fail("set store.database_url or store.database_url_file, not both");
    }
    if !config.security.master_key.is_empty() && !config.security.master_key_file.is_empty() {
        return fail("set security.master_key or security.master_key_file, not both");
    }
    if config.store.write_lanes == 0 || config.store.read_lanes == 0 {
        return fail("store.write_lanes and store.read_lanes must be above 0");
    }
    if config.events.keep_days == 0 {
        return fail("events.keep_days must be above 0");
    }
    if config.webhooks.keep_days == 0 {
        return fail("webhooks.keep_days must be above 0");
    }
    reach(config)?;
    trusted_proxies(config)?;
    if config.store.writes_together == 0 {
        return fail("store.writes_together must be above 0");
    }
    for (name, bytes_max) in [
        ("server.body_bytes_max", config.server.body_bytes_max),
        (
            "server.messages_body_bytes_max",
            config.server.messages_body_bytes_max,
        ),
    ] {
        if bytes_max < 64 * 1024 {
            return fail(&format!(
                "{name} must be at least 65536, or long messages do not fit"
            ));
        }
    }
    if config.server.large_bodies_bytes_max < config.server.messages_body_bytes_max {
        return fail(
            "server.large_bodies_bytes_max is below server.messages_body_bytes_max, so that some bodies would never find room",
        );
    }
    validate_addresses(config)
}

/// Where it listens, where people reach it, and where their network is.
fn validate_addresses(config: &Config) -> Result<(), Failure> {
    let fail = |message: &str| Err(Failure::config(message));
    crate::listener::parse(&config.server.listen)
        .map_err(|failure| failure.in_setting("server.listen"))?;
    if !config.metrics.listen.is_empty() {
        crate::listener::parse(&config.metrics.listen)
            .map_err(|failure| failure.in_setting("metrics.listen"))?;
    }
    let public_url = &config.server.public_url;
    if !public_url.is_empty() && !is_bare_address(public_url) {
        return fail(
            "server.public_url must be of the form https://gateway.example, without a path",
        );
    }
    let sandbox = &config.linking.sandbox_address;
    if !sandbox.is_empty() && !is_bare_address(sandbox) {
        return fail(
            "linking.sandbox_address must be of the form http://127.0.0.1:8788, without a path",
        );
    }
    if config.linking.sandbox_client_id.is_empty() {
        return fail("linking.sandbox_client_id must not be empty");
    }
    Ok(())
}

/// Whether a text is scheme and host, with a port or without, and nothing else.
fn is_bare_address(text: &str) -> bool {
    let host = ["http://", "https://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    host.is_some_and(|host| {
        let is_name = host.trim_end_matches('/').bytes().all(is_plain);
        is_name && !host.is_empty() && !host.starts_with(['/', ':']) && !host.ends_with("//")
    })
}

#[cfg(test)]
mod tests;
