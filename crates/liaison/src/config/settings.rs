//! Every setting, once: its section, key, default and explanation. The TOML reader, the environment overlay and the
//! reference page all follow from this file.

use serde::{Deserialize, Serialize};

/// What is known of one setting.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) section: &'static str,
    pub(crate) key: &'static str,
    pub(crate) explanation: String,
    /// The default, as TOML.
    pub(crate) default: toml::Value,
}

impl Setting {
    /// `server.listen`.
    pub(crate) fn path(&self) -> String {
        format!("{}.{}", self.section, self.key)
    }

    /// `LIAISON_SERVER_LISTEN`.
    pub(crate) fn variable(&self) -> String {
        format!("LIAISON_{}_{}", self.section, self.key).to_uppercase()
    }
}

/// A section, for the reference page.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) name: &'static str,
    pub(crate) explanation: String,
}

fn joined(lines: &[&str]) -> String {
    lines
        .iter()
        .map(|line| line.trim())
        .collect::<Vec<_>>()
        .join(" ")
}

macro_rules! settings {
    ($(
        $(#[doc = $about:literal])*
        $section:ident: $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $key:ident: $type:ty = $default:expr,
            )*
        }
    )*) => {
        /// Everything that an operator may set.
        #[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
        #[serde(default, deny_unknown_fields)]
        pub(crate) struct Config {
            $(
                $(#[doc = $about])*
                pub(crate) $section: $name,
            )*
        }

        $(
            $(#[doc = $about])*
            #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
            #[serde(default, deny_unknown_fields)]
            pub(crate) struct $name {
                $(
                    $(#[doc = $doc])*
                    pub(crate) $key: $type,
                )*
            }

            impl Default for $name {
                fn default() -> Self {
                    Self { $($key: $default.into(),)* }
                }
            }
        )*

        /// Every section, in the order of this file.
        pub(crate) fn sections() -> Vec<Section> {
            vec![$(
                Section {
                    name: stringify!($section),
                    explanation: joined(&[$($about),*]),
                },
            )*]
        }

        /// Every setting, in the order of this file.
        pub(crate) fn all() -> Vec<Setting> {
            vec![$($(
                Setting {
                    section: stringify!($section),
                    key: stringify!($key),
                    explanation: joined(&[$($doc),*]),
                    default: toml::Value::try_from(<$type>::from($default)).expect("a default is plain data"),
                },
            )*)*]
        }
    };
}

settings! {
    /// Where requests come in.
    server: Server {
        /// Address and port to listen on. `localhost` means both loopbacks, 127.0.0.1 and `::1`. An address that is not
        /// a loopback makes the gateway reachable from other machines: put a proxy with TLS in front of it.
        listen: String = "localhost:8787",
        /// Where people's browsers reach the gateway: `https://gateway.example`, without a path. It stands in the addresses that
        /// people are given, decides what their cookies are good for, and is where networks return them to. Empty means
        /// `listen`, which is right on one machine.
        public_url: String = "",
        /// Bytes of a request body; a larger one is answered with 413.
        body_bytes_max: u32 = 1_048_576_u32,
        /// Bytes of the body of a request to `/v1/messages` or its batch, in which attachments travel as Base64.
        messages_body_bytes_max: u32 = 16_777_216_u32,
        /// Bytes of bodies larger than `body_bytes_max` that are held in memory at the same time, each twice or three times
        /// while it is read. What finds no room is answered with 503 and `Retry-After`, and nothing of it was accepted.
        large_bodies_bytes_max: u32 = 268_435_456_u32,
        /// The longest wait, in seconds, that a caller may ask for with `Prefer: wait=N`.
        wait_seconds_max: u32 = 120_u32,
        /// Event streams that are open at the same time; one more is answered with 503. Each takes a connection, so the
        /// process must be allowed as many open files.
        streams_max: u32 = 10_000_u32,
        /// Networks and addresses of proxies, separated by commas, whose `X-Forwarded-For` is believed when they say where a
        /// request comes from: `127.0.0.1,10.0.0.0/8`. Without any, whoever connects is taken for the client. Keys that
        /// are limited to addresses go by this.
        trusted_proxies: String = "",
        /// Requests in a minute with a key that has no limit of its own, all at once if need be; 0 means any number. Each process
        /// counts for itself.
        requests_per_minute: u32 = 600_000_u32,
        /// Seconds that requests under way get to finish when the gateway is stopped, which takes 15 seconds at most.
        stop_seconds: u32 = 10_u32,
    }

    /// The routes under `/linkedin`, which speak the guide's contract.
    linkedin: Linkedin {
        /// Answers `GET /linkedin/messaging/recent-messages` and `conversation-details` with 307 and the address under
        /// `/linkedin/conversations` that answers the same question, as the newest pages of the contract say. Its answers
        /// have another shape, and not every client follows a redirect.
        redirect_older_reads: bool = false,
    }

    /// Where everything is kept.
    store: StoreSection {
        /// The data directory: lock, master key and, unless `database_url` is set, the database file. Empty means
        /// `$XDG_DATA_HOME/liaison`, or `~/.local/share/liaison`.
        data_dir: String = "",
        /// `postgres://user:password@host/database`. Empty means the embedded database in `data_dir`.
        database_url: String = "",
        /// A file with the value of `database_url`, so that the password stands in no environment.
        database_url_file: String = "",
        /// Threads that read the embedded database; 0 means one per core.
        readers: u32 = 0_u32,
        /// Connections to PostgreSQL that write.
        write_lanes: u32 = 8_u32,
        /// Connections to PostgreSQL that read.
        read_lanes: u32 = 8_u32,

        /// The most writes that share one transaction; 1 gives each its own, which is slower wherever much is written at the
        /// same time.
        writes_together: u32 = 256_u32,
    }

    /// What protects stored secrets.
    security: Security {
        /// The master key, 64 hexadecimal digits. It seals every stored credential; without it they cannot be opened and no
        /// API key is recognised. Better kept in a file.
        master_key: String = "",
        /// The file with the master key. Empty means `master.key` in the data directory, made at the first start.
        master_key_file: String = "",
    }

    /// How sends behave; the limits of an account are its own policy.
    send: Send {
        /// Seconds that a caller who says nothing waits for its send before it is told 202.
        wait_seconds: u32 = 30_u32,
        /// Seconds after a send has left during which an identical request without an idempotency key still attaches to
        /// it, as it does for as long as the send may still leave; 0 switches both off.
        twin_seconds: u32 = 300_u32,
        /// People who may get a first message that reads alike within 7 days; 0 means any number.
        alike_people_max: u32 = 10_u32,
        /// The shortest time, in milliseconds, that typing is shown before a message.
        typing_millis_min: u32 = 1_000_u32,
        /// The longest time, in milliseconds, that typing is shown before a message.
        typing_millis_max: u32 = 8_000_u32,
        /// Characters a second that the shown typing stands for.
        typing_speed: u32 = 40_u32,
    }

    /// What happened, for those who read it later.
    events: Events {
        /// Days for which events are kept. Whoever asks for what is older is told with which event the log begins.
        keep_days: u32 = 90_u32,
    }

    /// Requests to wherever users point: receivers of webhooks.
    outgoing: Outgoing {
        /// Networks and addresses, separated by commas, that such requests may go to although they are not public, over
        /// `http` and on any port, too: `10.1.0.0/16,127.0.0.1`. Without any they go to public addresses only, over
        /// `https` on port 443 or 8443.
        allowed_networks: String = String::new(),
    }

    /// Receivers of webhooks.
    webhooks: Webhooks {
        /// Days for which the record of what each receiver was told is kept.
        keep_days: u32 = 30_u32,
    }

    /// Numbers for operators.
    metrics: MetricsSection {
        /// Address and port on which `GET /metrics` tells how the process does, in the format that Prometheus reads; empty
        /// means nowhere. It needs no key and tells of all workspaces together: let no stranger reach it.
        listen: String = "",
    }

    /// Networks whose members are asked in a browser whether their seat may be used.
    linking: Linking {
        /// The base address of a sandbox, `http://127.0.0.1:8788`. Empty means the one that this process started, if it did.
        sandbox_address: String = "",
        /// As whom it knows this gateway. `liaison-local` needs no registration and returns people to a loopback only.
        sandbox_client_id: String = "liaison-local",
    }

    /// What is written to standard error.
    log: Log {
        /// `human` or `json`.
        format: String = "human",
        /// `off`, `error`, `warn`, `info`, `debug`, `trace`, or several with the part of the program that each is for, such
        /// as `info,web=debug`. Bodies and secrets are never logged.
        level: String = "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_configuration_is_what_the_table_says() {
        let config = toml::Table::try_from(Config::default()).expect("plain data");
        for setting in all() {
            assert_eq!(
                config[setting.section][setting.key],
                setting.default,
                "{}",
                setting.path()
            );
            assert!(!setting.explanation.is_empty(), "{}", setting.path());
        }
    }
}
