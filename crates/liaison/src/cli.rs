//! The command line: what there is and what each word means. What happens stands in `commands`.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the help texts, which are no Markdown"
)]

mod access;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::policy::Cap;

use crate::output::Format;
pub(crate) use access::{Audit, NewKeyOf, Workspaces};

/// A self-hosted LinkedIn messaging gateway.
#[derive(Debug, Parser)]
#[command(
    name = "liaison",
    version,
    about,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a gateway to try out: a simulated network, two linked accounts and a key
    Demo(Demo),
    /// Start the gateway
    Serve(Serve),
    /// Start only the simulated network
    Sandbox(Sandbox),
    /// Make and list workspaces: tenants of one gateway that know nothing of each other
    #[command(subcommand)]
    Workspaces(Workspaces),
    /// Make, list, rotate and revoke API keys; replace a lost master key
    #[command(subcommand)]
    Keys(Keys),
    /// Hold the log of who did what against itself
    #[command(subcommand)]
    Audit(Audit),
    /// Link, list and unlink accounts, and say how much may leave from them
    #[command(subcommand)]
    Accounts(Accounts),
    /// Say who is not to be written to from any account
    #[command(subcommand)]
    Suppressions(Suppressions),
    /// Read in history that you already have
    #[command(subcommand)]
    Import(Import),
    /// Print the OpenAPI description of every route
    Openapi,
    /// Check or explain the configuration
    #[command(subcommand)]
    Config(Configuration),
    /// Print a page of the reference, as Markdown
    Reference {
        /// Which one
        page: ReferencePage,
    },
}

/// A page that the program knows by heart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReferencePage {
    /// Every error code, and what helps
    Errors,
    /// Every number that operators can watch
    Metrics,
}

/// Where the data and the settings are.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// TOML file with settings
    #[arg(
        long,
        value_name = "FILE",
        env = "LIAISON_CONFIG",
        hide_env_values = true
    )]
    pub(crate) config: Option<PathBuf>,
    /// Data directory: lock, master key and embedded database
    /// [default: $XDG_DATA_HOME/liaison, or ~/.local/share/liaison]
    #[arg(long, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Keep the data in PostgreSQL: postgres://user:password@host/database
    #[arg(long, value_name = "URL")]
    pub(crate) database_url: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
The data directory is $XDG_DATA_HOME/liaison/demo (~/.local/share/liaison/demo) unless --data-dir names another; a \
second start finds its data and the same key again. It holds master.key, made at the first start with mode 0600: the \
key that seals stored credentials. Lose it and no credential can be opened and no API key is recognised, until `liaison \
keys reset-master-key` begins with a new one. The demo's API key is kept beside it, sealed, so that it can be shown at \
each start.")]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Address and port; localhost means both loopbacks, port 0 any free port
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<String>,
    /// File that is written once requests are accepted: base_url, api_key, account_ids, sandbox_url, catcher_url
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<PathBuf>,
    /// What the simulated people and their history follow from, up to instants and message ids, which count from the
    /// first start [default: 1, or that of the data directory]
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Use the sandbox that wrote this ready file instead of an embedded one
    #[arg(long, value_name = "FILE", conflicts_with = "seed")]
    pub(crate) sandbox: Option<PathBuf>,
    /// The simulated people do not answer
    #[arg(long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
At the first start a master key is made in the data directory (master.key, mode 0600) unless the configuration names \
one. It seals stored credentials. Lose it and no credential can be opened and no API key is recognised: keep a copy \
apart from the backups of the database. If it is lost for good, `liaison keys reset-master-key` begins with a new one.

With --sandbox a simulated network runs in the same process until the server stops. It has its own file in the data \
directory (sandbox.db), prints its address and where the token of its control API is (sandbox.token), and a second \
start finds its people, its address and what was said again. It links nothing by itself: each start writes the \
credentials of every seat into the data directory (sandbox.premium.token, sandbox.free.token), so that a seat is \
linked, once `liaison keys create` has made a workspace, by

  liaison accounts link --data-dir DIR --address URL --credentials-file DIR/sandbox.premium.token

and listed and unlinked like any other account. Moving its clock does not move the server's. Without --sandbox there \
is no simulated network and no control API, whatever the data directory holds.")]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Address and port; localhost means both loopbacks, port 0 any free port
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<String>,
    /// File that is written once requests are accepted: base_url, and sandbox_url with --sandbox
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<PathBuf>,
    /// Start the simulated network beside the server, on loopback
    #[arg(long)]
    pub(crate) sandbox: bool,
    /// What this process does; several share one PostgreSQL
    #[arg(long, value_enum, default_value_t = Role::All)]
    pub(crate) role: Role,
}

/// What a process of the server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// Answers requests, and does what happens by itself
    All,
    /// Answers requests; a worker elsewhere sends and reads
    Api,
    /// Sends and reads; answers only whether it is up
    Worker,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Of two new files with the same seed all of this is the same: the people with their ids, the groups, the threads with \
their ids, every text, attachment, reaction and receipt, the order, and each instant as counted from the first start. \
Instants themselves count from the first start, and the ids of messages hold their instant, so these differ. So do the \
tokens of the seats and the paths of attachments, which nobody shall guess.")]
pub(crate) struct Sandbox {
    /// Address and port; port 0 means any free port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8788")]
    pub(crate) listen: std::net::SocketAddr,
    /// Directory for its file [default: $XDG_DATA_HOME/liaison/sandbox]
    #[arg(long, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// What the people and their history follow from; see below [default: 1, or that of its file]
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// File with the token of the control API, made if it is not there [default: control.token in the directory]
    #[arg(long, value_name = "FILE")]
    pub(crate) control_token_file: Option<PathBuf>,
    /// File that is written once requests are accepted: base_url, control_token, seats
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<PathBuf>,
    /// The people do not answer
    #[arg(long)]
    pub(crate) quiet: bool,
}

/// How a listing is printed.
#[derive(Debug, Clone, Args)]
pub(crate) struct Listing {
    /// As columns for people, or as one JSON document for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) output: Format,
}

/// Which workspace a command is about.
#[derive(Debug, Clone, Args)]
pub(crate) struct InWorkspace {
    /// Name or id of the workspace; not needed while there is only one
    #[arg(long, value_name = "WORKSPACE")]
    pub(crate) workspace: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Make a key and show it, this once
    Create(NewKeyOf),
    /// List keys, without their secrets
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        #[command(flatten)]
        listing: Listing,
    },
    /// End a key at once
    Revoke {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        /// Id of the key: key_…
        key: String,
        #[command(flatten)]
        listing: Listing,
    },
    /// Make a successor and let the old key live a little longer
    Rotate {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        /// Id of the key: key_…
        key: String,
        /// Hours that the old key still works
        #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(u32).range(0..=168))]
        overlap_hours: u32,
        #[command(flatten)]
        listing: Listing,
    },
    /// List the words for what a key allows, as Markdown
    Scopes,
    /// Begin with a new master key after the old one was lost
    ResetMasterKey(ResetOf),
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
All conversations and messages stay. What only the lost key could open is dropped: the credentials of every linked \
account, which waits until `liaison accounts link` links it again, and every API key, which is revoked. Stop every \
server of this data first. The new key is written where the configuration has its key, master.key in the data \
directory unless it says otherwise; a file that is there is kept beside it. If the configuration gives the key itself, \
that one becomes the right one.")]
pub(crate) struct ResetOf {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Really do it
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) listing: Listing,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Accounts {
    /// List linked accounts with their state
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        #[command(flatten)]
        listing: Listing,
    },
    /// Link a seat of a network; a seat that was linked before finds its history again
    ///
    /// With --browser, prints an address that the seat's owner opens within a quarter of an hour, while the server runs.
    Link {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        /// The network
        #[arg(long, default_value = "sandbox")]
        network: String,
        /// Address of the network's server; with --browser, the one of the configuration unless it is given
        #[arg(long, value_name = "URL", required_unless_present = "browser")]
        address: Option<String>,
        /// File with the seat's credentials; - reads standard input
        #[arg(
            long,
            value_name = "FILE",
            required_unless_present = "browser",
            conflicts_with = "browser"
        )]
        credentials_file: Option<PathBuf>,
        /// Let the seat's owner say yes in a browser instead
        #[arg(long)]
        browser: bool,
        #[command(flatten)]
        listing: Listing,
    },
    /// Forget a seat's credentials and stop using it; its history stays unless it is to be erased
    Unlink {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        /// Id of the account: acc_…
        account: String,
        /// Delete its conversations, messages and sends, too; also of one that is not linked any more
        #[arg(long)]
        erase: bool,
        #[command(flatten)]
        listing: Listing,
    },
    /// Show how much may leave from an account, or change it
    Policy(PolicyOf),
}

#[derive(Debug, Args)]
pub(crate) struct PolicyOf {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) workspace: InWorkspace,
    /// Id of the account: acc_…
    pub(crate) account: String,
    /// Take these caps, pauses and ramp instead of the present ones
    #[arg(long, value_enum)]
    pub(crate) preset: Option<PresetName>,
    /// Take this cap instead of the present ones, for example message=300/24h; repeat for several
    #[arg(
        long = "cap",
        value_name = "ACTION=COUNT/SPAN",
        conflicts_with = "preset"
    )]
    pub(crate) caps: Vec<Cap>,
    /// Take this cap on what one person gets from all accounts together instead of the present ones, for example
    /// message=5/24h; repeat for several
    #[arg(
        long = "per-person",
        value_name = "ACTION=COUNT/SPAN",
        conflicts_with = "preset"
    )]
    pub(crate) per_person: Vec<Cap>,
    #[command(flatten)]
    pub(crate) listing: Listing,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Suppressions {
    /// List who is not to be written to
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        #[command(flatten)]
        listing: Listing,
    },
    /// Put somebody on the list
    Add {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        /// Who: slug, member key, URN or profile address
        person: String,
        /// Nothing leaves without a person's yes, instead of nothing at all
        #[arg(long)]
        paused: bool,
        /// For people
        #[arg(long)]
        note: Option<String>,
        /// Id of the account through which the person is looked up [default: the first one]
        #[arg(long, value_name = "ACCOUNT")]
        account: Option<String>,
        #[command(flatten)]
        listing: Listing,
    },
    /// Take somebody off the list
    Remove {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        /// The member key, as the list has it
        person: String,
    },
    /// Put everybody in a file on the list: CSV with a line of headers (person, state, note), or JSON lines
    Import(PeopleOf),
}

#[derive(Debug, Args)]
pub(crate) struct PeopleOf {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) workspace: InWorkspace,
    /// The file; what does not end in .jsonl or .ndjson is CSV, and - reads CSV from standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Id of the account through which people are looked up [default: the first one]
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    #[command(flatten)]
    pub(crate) listing: Listing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PresetName {
    /// The guide's figures: 150 messages in 24 hours, 90 invitations in 7 days
    Guide,
    /// Far below what a network complains about, with pauses, and less for new accounts
    Cautious,
    /// For an account that has been in use for long
    Standard,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Read LinkedIn's "Get a copy of your data" export into an account that can be read
    #[command(after_long_help = "\
A server may run on the same data directory meanwhile. `liaison demo` keeps its data in a directory of its own: name \
that one with --data-dir to read the archive into a demo. A second run, or a newer archive, adds only what is new.")]
    LinkedinArchive {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        /// The zip file, its unpacked folder, or messages.csv alone; several of the same member are joined
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Profile address of the member whose archive this is, where the archive does not say
        #[arg(long, value_name = "URL")]
        owner: Option<String>,
        /// Read it into this imported account, for example after the owner's address changed
        #[arg(long, value_name = "ACCOUNT")]
        account: Option<String>,
        #[command(flatten)]
        listing: Listing,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Configuration {
    /// Read the configuration as a start would, and say what is wrong with it
    Check {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        listing: Listing,
    },
    /// Print every setting with its variable, default and meaning, as Markdown
    Reference,
}
