//! Where a client may connect to, and the sentence for where it may not.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};
use url::{Host, Url};

use super::addresses::special;

/// The ports that may be called outside the networks of the operator.
const PORTS: [u16; 2] = [443, 8443];

/// Where a client may connect to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Anywhere: for addresses that the operator gave.
    Anywhere,
    /// The public internet by `https` on port 443 or 8443, and whatever lies in the given networks by any port and
    /// without TLS too: for addresses that a user can give.
    Public { allowed_networks: Vec<IpNet> },
}

/// Why an address is not called. Each sentence says what an operator can do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// The host is, or has among others, an address that is not public.
    #[error(
        "{}{kind}, which is not called unless the operator lists it in `outgoing.allowed_networks`",
        place(host, *address)
    )]
    Address {
        host: String,
        address: IpAddr,
        /// For example `a private address`.
        kind: &'static str,
    },
    /// Not `https`.
    #[error(
        "`{scheme}` to {host}: only https on port 443 or 8443 is called, or what the operator lists in \
         `outgoing.allowed_networks`"
    )]
    Scheme { host: String, scheme: String },
    /// Neither 443 nor 8443.
    #[error(
        "port {port} of {host}: only https on port 443 or 8443 is called, or what the operator lists in \
         `outgoing.allowed_networks`"
    )]
    Port { host: String, port: u16 },
    /// A user name or password before the host.
    #[error("an address must not hold a user name or a password")]
    UserInfo,
    /// Nothing to connect to.
    #[error("an address needs a host")]
    NoHost,
}

/// `10.0.0.1 is `, or `name.example is at 10.0.0.1, ` where the host is written otherwise.
fn place(host: &str, address: IpAddr) -> String {
    let address = address.to_string();
    if host == address {
        format!("{address} is ")
    } else {
        format!("{host} is at {address}, ")
    }
}

/// What is to be called, as far as it is judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) scheme: &'a str,
    /// Without brackets.
    pub(super) host: &'a str,
    pub(super) port: u16,
}

impl Reach {
    /// The public internet and the networks in `list`: networks such as `10.0.0.0/8` and single addresses, separated
    /// by commas; blank for none. Fails with a sentence that names the entry that is neither.
    pub fn public(list: &str) -> Result<Self, String> {
        let mut allowed_networks = Vec::new();
        if !list.trim().is_empty() {
            for entry in list.split(',').map(str::trim) {
                allowed_networks.push(network(entry).ok_or_else(|| {
                    format!("`{entry}` is neither an address nor a network such as 10.0.0.0/8")
                })?);
            }
        }
        Ok(Self::Public { allowed_networks })
    }

    /// Judges what can be judged without looking a name up, for when somebody saves a URL: user name and password,
    /// addresses in any spelling, and scheme and port unless a name may turn out to lie in an allowed network.
    pub fn check_url(&self, url: &Url) -> Result<(), Forbidden> {
        if matches!(self, Self::Anywhere) {
            return Ok(());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Forbidden::UserInfo);
        }
        let host = url.host().ok_or(Forbidden::NoHost)?;
        let (name, address) = match host {
            Host::Domain(name) => (name.to_owned(), None),
            Host::Ipv4(address) => (address.to_string(), Some(IpAddr::V4(address))),
            Host::Ipv6(address) => (address.to_string(), Some(IpAddr::V6(address))),
        };
        let target = Target {
            scheme: url.scheme(),
            host: &name,
            port: url.port_or_known_default().unwrap_or_default(),
        };
        // Only these two are spoken at all, and only their hosts are read as addresses.
        if !matches!(url.scheme(), "http" | "https") {
            return Err(target.refused_scheme());
        }
        match address {
            Some(address) => self.check_address(target, address),
            None => self.check_name(target),
        }
    }

    /// Judges a name before it is looked up.
    pub(super) fn check_name(&self, target: Target<'_>) -> Result<(), Forbidden> {
        match self {
            Self::Public { allowed_networks } if allowed_networks.is_empty() => {
                target.check_public_door()
            }
            _ => Ok(()),
        }
    }

    /// Judges one address of what is called.
    pub(super) fn check_address(
        &self,
        target: Target<'_>,
        address: IpAddr,
    ) -> Result<(), Forbidden> {
        let Self::Public { allowed_networks } = self else {
            return Ok(());
        };
        let address = address.to_canonical();
        if allowed_networks.iter().any(|net| net.contains(&address)) {
            return Ok(());
        }
        match special(address) {
            Some(kind) => Err(Forbidden::Address {
                host: target.host.to_owned(),
                address,
                kind,
            }),
            None => target.check_public_door(),
        }
    }
}

impl Target<'_> {
    fn check_public_door(self) -> Result<(), Forbidden> {
        if self.scheme != "https" {
            return Err(self.refused_scheme());
        }
        if !PORTS.contains(&self.port) {
            return Err(Forbidden::Port {
                host: self.host.to_owned(),
                port: self.port,
            });
        }
        Ok(())
    }

    fn refused_scheme(self) -> Forbidden {
        Forbidden::Scheme {
            host: self.host.to_owned(),
            scheme: self.scheme.to_owned(),
        }
    }
}

/// A network or a single address. What is IPv4 in truth becomes so, as addresses do before they are compared.
fn network(entry: &str) -> Option<IpNet> {
    let net = match entry.parse::<IpNet>() {
        Ok(net) => net,
        Err(_) => entry.parse::<IpAddr>().ok()?.into(),
    };
    let net = net.trunc();
    let IpNet::V6(v6) = net else {
        return Some(net);
    };
    let mapped = v6.addr().to_ipv4_mapped();
    let prefix = v6.prefix_len().checked_sub(96);
    match (mapped, prefix) {
        (Some(address), Some(prefix)) => Ipv4Net::new(address, prefix).ok().map(IpNet::V4),
        _ => Some(net),
    }
}

#[cfg(test)]
mod tests;
