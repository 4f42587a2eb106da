//! The words of commands about who may do what.

use clap::{Args, Subcommand};
use domain::access::{KeyLimits, parse_network};
use domain::ids::{AccountId, UserId};
use domain::scope::Scope;
use ipnet::IpNet;

use super::{InWorkspace, Listing, Place};

/// Commands about tenants.
#[derive(Debug, Subcommand)]
pub(crate) enum Workspaces {
    /// Make another workspace, with accounts, people and keys of its own
    #[command(after_long_help = "\
The first one comes with the first key. Where there are several, other commands name theirs with --workspace, and \
`liaison keys create --workspace NAME` makes its first key.")]
    Create {
        #[command(flatten)]
        place: Place,
        /// What it is called: 1 to 100 printable characters, and no other workspace's name
        name: String,
        #[command(flatten)]
        listing: Listing,
    },
    /// List workspaces, the oldest first
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        listing: Listing,
    },
}

/// Commands about the log of who did what.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Find an entry that was changed, taken away or moved; ends with 1 if there is one
    #[command(after_long_help = "\
The number and the hash of the last entry are printed. Kept apart from the data, they prove later with --expect that \
nothing up to there was changed, not even by somebody who could write to the database.")]
    Verify {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        workspace: InWorkspace,
        /// What was printed before: number, colon, hash
        #[arg(long, value_name = "NUMBER:HASH")]
        expect: Option<String>,
        #[command(flatten)]
        listing: Listing,
    },
}

/// A key to make.
#[derive(Debug, Args)]
pub(crate) struct NewKeyOf {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) workspace: InWorkspace,
    /// What the key is for
    #[arg(long)]
    pub(crate) name: String,
    /// What it allows: a word that `liaison keys scopes` lists; repeat for several
    #[arg(long = "scope", value_name = "SCOPE", value_parser = read_scope, default_values = ["read", "write"])]
    pub(crate) scopes: Vec<Scope>,
    #[command(flatten)]
    pub(crate) limits: KeyLimitsOf,
    /// Id of the user whose key it is: usr_…
    #[arg(long = "user", value_name = "USER")]
    pub(crate) user: Option<UserId>,
    /// Days until it ends by itself [default: never]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub(crate) expires_in_days: Option<u32>,
    #[command(flatten)]
    pub(crate) listing: Listing,
}

/// What narrows a key.
#[derive(Debug, Clone, Args)]
pub(crate) struct KeyLimitsOf {
    /// Id of an account that there is for it: acc_…; repeat for several [default: all]
    #[arg(long = "account", value_name = "ACCOUNT")]
    pub(crate) accounts: Vec<AccountId>,
    /// Address or network that it may be used from, as in 192.0.2.7 or 10.1.0.0/16; repeat for several
    /// [default: from anywhere]
    #[arg(long = "address", value_name = "ADDRESS", value_parser = read_network)]
    pub(crate) addresses: Vec<IpNet>,
    /// Requests that it may make in a minute [default: as many as the configuration says]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) requests_per_minute: Option<u32>,
}

fn read_scope(text: &str) -> Result<Scope, &'static str> {
    Scope::from_word(text).ok_or("`liaison keys scopes` lists the words that there are")
}

impl From<KeyLimitsOf> for KeyLimits {
    fn from(limits: KeyLimitsOf) -> Self {
        Self {
            accounts: limits.accounts,
            addresses: limits.addresses,
            requests_per_minute: limits.requests_per_minute,
        }
    }
}

fn read_network(text: &str) -> Result<IpNet, &'static str> {
    parse_network(text).ok_or("an address or a network, as in 192.0.2.7 or 10.1.0.0/16")
}
