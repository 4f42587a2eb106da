//! What a key lets its holder do, besides the words of its scopes: through which accounts, from which addresses, how often
//! and until when. Nobody can hand out more than they have: [`Grant::beyond`].

use std::net::IpAddr;

use ipnet::IpNet;

use crate::ids::AccountId;
use crate::scope::Rights;
use crate::time::Timestamp;

/// What narrows a key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyLimits {
    /// Only these accounts, in the order of their ids; empty: all.
    pub accounts: Vec<AccountId>,
    /// Only from these networks; empty: from anywhere.
    pub addresses: Vec<IpNet>,
    /// So many requests in a minute; absent: as many as the operator allows.
    pub requests_per_minute: Option<u32>,
}

impl KeyLimits {
    /// Whether a request may come from here. Where it comes from must be known if it matters.
    pub fn allows_address(&self, address: Option<IpAddr>) -> bool {
        self.addresses.is_empty()
            || address.is_some_and(|address| {
                let address = address.to_canonical();
                self.addresses.iter().any(|net| net.contains(&address))
            })
    }

    /// Whether there is this account for the key.
    pub fn allows_account(&self, account_id: AccountId) -> bool {
        self.accounts.is_empty() || self.accounts.contains(&account_id)
    }
}

/// Everything that a key lets its holder do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grant {
    pub rights: Rights,
    pub limits: KeyLimits,
    pub expires_at: Option<Timestamp>,
}

/// In what one grant goes beyond another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    Scopes,
    Accounts,
    Addresses,
    Requests,
    Expiry,
}

impl Beyond {
    /// The field that says so.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Scopes => "scopes",
            Self::Accounts => "accounts",
            Self::Addresses => "addresses",
            Self::Requests => "requests_per_minute",
            Self::Expiry => "expires_at",
        }
    }
}

impl Grant {
    /// Everything, from everywhere, for ever.
    pub fn all() -> Self {
        Self {
            rights: Rights::all(),
            ..Self::default()
        }
    }

    /// In what it goes beyond `own`; `None` where its holder could do nothing that the holder of `own` cannot.
    pub fn beyond(&self, own: &Self) -> Option<Beyond> {
        let is_within = |wanted: &[AccountId], own: &[AccountId]| {
            own.is_empty() || (!wanted.is_empty() && wanted.iter().all(|id| own.contains(id)))
        };
        let (limits, own_limits) = (&self.limits, &own.limits);
        if !self.rights.is_within(own.rights) {
            return Some(Beyond::Scopes);
        }
        if !is_within(&limits.accounts, &own_limits.accounts) {
            return Some(Beyond::Accounts);
        }
        let nets = &own_limits.addresses;
        let is_inside = |net: &IpNet| nets.iter().any(|own| own.contains(net));
        if !nets.is_empty()
            && (limits.addresses.is_empty() || !limits.addresses.iter().all(is_inside))
        {
            return Some(Beyond::Addresses);
        }
        if let Some(own) = own_limits.requests_per_minute
            && limits.requests_per_minute.is_none_or(|wanted| wanted > own)
        {
            return Some(Beyond::Requests);
        }
        if let Some(own) = own.expires_at
            && self.expires_at.is_none_or(|wanted| wanted > own)
        {
            return Some(Beyond::Expiry);
        }
        None
    }
}

/// The networks that a text names: addresses and networks as in `10.1.0.0/16` or `2001:db8::1`, in the order of the text,
/// each once, without the bits that do not count.
pub fn parse_network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    let net = match text.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address.to_canonical()),
        Err(_) => text.parse::<IpNet>().ok()?,
    };
    Some(net.trunc())
}

/// Where a request comes from: whoever connected, unless that is a proxy of ours; then the last in the list of those whom
/// proxies saw that is none of ours. What stands before that may be anybody's invention.
pub fn client_address(peer: IpAddr, seen_by_proxies: &str, proxies: &[IpNet]) -> Option<IpAddr> {
    let is_ours = |address: &IpAddr| proxies.iter().any(|net| net.contains(address));
    let mut address = peer.to_canonical();
    let mut seen = seen_by_proxies.rsplit(',').map(str::trim);
    while is_ours(&address) {
        match seen.next() {
            None | Some("") => return Some(address),
            // What is no address is nobody's.
            Some(text) => address = text.parse::<IpAddr>().ok()?.to_canonical(),
        }
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scope::Scope;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn net(text: &str) -> IpNet {
        parse_network(text).unwrap()
    }

    fn account(number: u8) -> AccountId {
        AccountId::from_bytes([number; 16])
    }

    #[test]
    fn networks_are_read_strictly_and_without_bits_that_do_not_count() {
        assert_eq!(net("10.1.2.3/8").to_string(), "10.0.0.0/8");
        assert_eq!(net(" 192.0.2.7 ").to_string(), "192.0.2.7/32");
        assert_eq!(net("::ffff:192.0.2.7").to_string(), "192.0.2.7/32");
        for none in ["", "10.1", "10.0.0.0/33", "host.example", "2001:db8::/129"] {
            assert_eq!(parse_network(none), None, "{none}");
        }
    }

    #[test]
    fn where_a_request_comes_from_must_be_known_if_it_matters() {
        let limits = KeyLimits {
            addresses: vec![net("192.0.2.0/24")],
            ..KeyLimits::default()
        };
        for (address, expected) in [
            (Some(ip("192.0.2.9")), true),
            (Some(ip("::ffff:192.0.2.9")), true),
            (Some(ip("192.0.3.9")), false),
            (None, false),
        ] {
            assert_eq!(limits.allows_address(address), expected, "{address:?}");
        }
        assert!(KeyLimits::default().allows_address(None));
    }

    #[test]
    fn only_proxies_of_ours_are_believed() {
        let proxies = [net("10.0.0.0/8"), net("::1")];
        let samples = [
            ("203.0.113.5", "", Some("203.0.113.5")),
            ("203.0.113.5", "192.0.2.1", Some("203.0.113.5")),
            ("10.0.0.1", "", Some("10.0.0.1")),
            ("10.0.0.1", "192.0.2.1", Some("192.0.2.1")),
            ("10.0.0.1", "192.0.2.66, 192.0.2.1", Some("192.0.2.1")),
            (
                "10.0.0.1",
                "192.0.2.66, 192.0.2.1, 10.0.0.2",
                Some("192.0.2.1"),
            ),
            ("::ffff:10.0.0.1", "2001:db8::7", Some("2001:db8::7")),
            ("10.0.0.1", "192.0.2.1, nonsense", None),
            ("10.0.0.1", "10.0.0.9", Some("10.0.0.9")),
        ];
        for (peer, seen, expected) in samples {
            let found = client_address(ip(peer), seen, &proxies);
            assert_eq!(found, expected.map(ip), "{peer} {seen}");
        }
        assert_eq!(
            client_address(ip("10.0.0.1"), "192.0.2.1", &[]),
            Some(ip("10.0.0.1"))
        );
    }

    type Change = fn(&mut Grant);

    #[test]
    fn what_goes_beyond_is_named() {
        let own = Grant {
            rights: Rights::of(&[Scope::Read, Scope::ApiKeysAdmin]),
            limits: KeyLimits {
                accounts: vec![account(1), account(2)],
                addresses: vec![net("10.0.0.0/8")],
                requests_per_minute: Some(60),
            },
            expires_at: Some(Timestamp::from_millis(10)),
        };
        assert_eq!(own.beyond(&own), None);
        assert_eq!(own.beyond(&Grant::all()), None);
        let changes: [(Change, Beyond); 9] = [
            (|it| it.rights = Rights::of(&[Scope::Write]), Beyond::Scopes),
            (|it| it.rights = Rights::all(), Beyond::Scopes),
            (|it| it.limits.accounts.clear(), Beyond::Accounts),
            (|it| it.limits.accounts = vec![account(3)], Beyond::Accounts),
            (|it| it.limits.addresses.clear(), Beyond::Addresses),
            (
                |it| it.limits.addresses = vec![net("0.0.0.0/0")],
                Beyond::Addresses,
            ),
            (|it| it.limits.requests_per_minute = None, Beyond::Requests),
            (|it| it.expires_at = None, Beyond::Expiry),
            (
                |it| it.expires_at = Some(Timestamp::from_millis(11)),
                Beyond::Expiry,
            ),
        ];
        for (change, expected) in changes {
            let mut wanted = own.clone();
            change(&mut wanted);
            assert_eq!(wanted.beyond(&own), Some(expected), "{wanted:?}");
        }
    }

    proptest! {
        /// Whoever was given something by somebody within somebody's own is within it, too.
        #[test]
        fn what_is_handed_on_stays_within(
            first in grants(), second in grants(), third in grants(), address in any::<u32>(), number in 0u8..6,
        ) {
            if second.beyond(&first).is_none() {
                let address = Some(IpAddr::from(address.to_be_bytes()));
                prop_assert!(second.rights.is_within(first.rights));
                prop_assert!(!second.limits.allows_address(address) || first.limits.allows_address(address));
                prop_assert!(!second.limits.allows_account(account(number)) || first.limits.allows_account(account(number)));
                if third.beyond(&second).is_none() {
                    prop_assert_eq!(third.beyond(&first), None);
                }
            }
        }

        #[test]
        fn nothing_makes_reading_addresses_panic(seen in ".{0,80}") {
            let _ = client_address(ip("127.0.0.1"), &seen, &[net("127.0.0.0/8")]);
            let _ = parse_network(&seen);
        }
    }

    fn grants() -> impl Strategy<Value = Grant> {
        let scopes = proptest::collection::vec(proptest::sample::select(Scope::ALL), 0..4);
        let accounts = proptest::collection::vec(0u8..6, 0..4);
        let networks = proptest::collection::vec((any::<u32>(), 0u8..4), 0..3);
        let rest = (
            proptest::option::of(1u32..100),
            proptest::option::of(0i64..100),
        );
        (scopes, accounts, networks, rest).prop_map(
            |(scopes, accounts, networks, (requests, expiry))| Grant {
                rights: Rights::of(&scopes),
                limits: KeyLimits {
                    accounts: accounts.into_iter().map(account).collect(),
                    addresses: networks
                        .into_iter()
                        .map(|(bits, length)| {
                            let address = IpAddr::from(bits.to_be_bytes());
                            IpNet::new(address, length).unwrap().trunc()
                        })
                        .collect(),
                    requests_per_minute: requests,
                },
                expires_at: expiry.map(Timestamp::from_millis),
            },
        )
    }
}
