//! Which addresses belong to the public internet, and what the others are.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

/// The network of an address whose first four groups are given.
const fn v6(groups: [u16; 4], prefix: u8) -> Ipv6Net {
    let [a, b, c, d] = groups;
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0), prefix)
}

/// What is not public of IPv4. The first network that holds an address says what it is.
const SPECIAL_V4: &[(Ipv4Net, &str)] = &[
    (v4(0, 0, 0, 0, 8), "an address of this machine"),
    (v4(10, 0, 0, 0, 8), "a private address"),
    (v4(100, 64, 0, 0, 10), "an address shared behind a provider"),
    (v4(127, 0, 0, 0, 8), "a loopback address"),
    // A cloud's own services for its machines, in a range that is public otherwise.
    (v4(168, 63, 129, 16, 32), "a cloud's metadata address"),
    (v4(169, 254, 0, 0, 16), "a link-local address"),
    (v4(172, 16, 0, 0, 12), "a private address"),
    (v4(192, 0, 0, 0, 24), "an address reserved for protocols"),
    (v4(192, 0, 2, 0, 24), "an address for documentation"),
    (v4(192, 88, 99, 0, 24), "an address of a 6to4 relay"),
    (v4(192, 168, 0, 0, 16), "a private address"),
    (v4(198, 18, 0, 0, 15), "an address for benchmarks"),
    (v4(198, 51, 100, 0, 24), "an address for documentation"),
    (v4(203, 0, 113, 0, 24), "an address for documentation"),
    (v4(224, 0, 0, 0, 4), "a multicast address"),
    (v4(255, 255, 255, 255, 32), "the broadcast address"),
    (v4(240, 0, 0, 0, 4), "a reserved address"),
];

/// What is not public of IPv6, besides all that lies outside [`GLOBAL_V6`].
const SPECIAL_V6: &[(Ipv6Net, &str)] = &[
    (
        Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 128),
        "an address of this machine",
    ),
    (
        Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128),
        "a loopback address",
    ),
    (v6([0xfe80, 0, 0, 0], 10), "a link-local address"),
    (v6([0xfec0, 0, 0, 0], 10), "a site-local address"),
    (v6([0xfc00, 0, 0, 0], 7), "a private address"),
    (v6([0xff00, 0, 0, 0], 8), "a multicast address"),
    (v6([0x100, 0, 0, 0], 64), "an address that discards"),
    (v6([0x64, 0xff9b, 0, 0], 96), "a NAT64 address"),
    (v6([0x64, 0xff9b, 1, 0], 48), "a NAT64 address"),
    (v6([0x5f00, 0, 0, 0], 16), "a segment-routing address"),
    (v6([0x2001, 0, 0, 0], 32), "a Teredo address"),
    (v6([0x2001, 2, 0, 0], 48), "an address for benchmarks"),
    (
        v6([0x2001, 0, 0, 0], 23),
        "an address reserved for protocols",
    ),
    (
        v6([0x2001, 0xdb8, 0, 0], 32),
        "an address for documentation",
    ),
    (v6([0x2002, 0, 0, 0], 16), "a 6to4 address"),
    (v6([0x3fff, 0, 0, 0], 20), "an address for documentation"),
];

/// The only part of IPv6 from which public addresses have ever been given out.
const GLOBAL_V6: Ipv6Net = v6([0x2000, 0, 0, 0], 3);

/// What an address is that is not public, for example `a private address`; `None` for a public one. IPv4 addresses
/// that are written as IPv6 ones are judged as what they are.
pub(super) fn special(address: IpAddr) -> Option<&'static str> {
    match address.to_canonical() {
        IpAddr::V4(address) => special_v4(address),
        IpAddr::V6(address) => special_v6(address),
    }
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    let found = SPECIAL_V4.iter().find(|(net, _)| net.contains(&address));
    found.map(|(_, kind)| *kind)
}

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    if let Some((_, kind)) = SPECIAL_V6.iter().find(|(net, _)| net.contains(&address)) {
        return Some(kind);
    }
    // `::a.b.c.d`, given up long ago: refused in any case, and named after what it holds.
    if let [0, 0, 0, 0, 0, 0, ..] = address.segments() {
        let held = address.to_ipv4().and_then(special_v4);
        return Some(held.unwrap_or("an IPv4 address in a spelling that was given up"));
    }
    (!GLOBAL_V6.contains(&address)).then_some("a reserved address")
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use proptest::prelude::*;

    use super::{SPECIAL_V4, SPECIAL_V6, special};

    fn kind(address: &str) -> Option<&'static str> {
        special(address.parse().unwrap())
    }

    #[test]
    fn the_edges_of_every_network_are_inside() {
        for (net, kind) in SPECIAL_V4 {
            for address in [net.network(), net.broadcast()] {
                assert!(special(address.into()).is_some(), "{address}: {kind}");
            }
        }
        for (net, kind) in SPECIAL_V6 {
            for address in [net.network(), net.broadcast()] {
                assert!(special(address.into()).is_some(), "{address}: {kind}");
            }
        }
    }

    #[test]
    fn neighbours_of_the_networks_are_public() {
        let neighbours = [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "168.63.129.15",
            "168.63.129.17",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "191.255.255.255",
            "192.0.1.0",
            "192.0.3.0",
            "192.88.98.255",
            "192.88.100.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "198.51.99.255",
            "198.51.101.0",
            "203.0.112.255",
            "203.0.114.0",
            "223.255.255.255",
            "8.8.8.8",
            "::ffff:8.8.8.8",
            "2000::",
            "2001:200::1",
            "2001:db7:ffff::1",
            "2001:db9::1",
            "2003::1",
            "2606:4700::1111",
            "3ffe:ffff::1",
            "3fff:1000::1",
        ];
        for address in neighbours {
            assert_eq!(kind(address), None, "{address}");
        }
    }

    #[test]
    fn each_kind_is_named() {
        for (address, expected) in [
            ("0.0.0.0", "an address of this machine"),
            ("::", "an address of this machine"),
            ("::ffff:0.0.0.0", "an address of this machine"),
            ("255.255.255.255", "the broadcast address"),
            ("250.1.2.3", "a reserved address"),
            ("239.255.255.255", "a multicast address"),
            ("::ffff:10.0.0.1", "a private address"),
            ("::10.0.0.1", "a private address"),
            ("::127.0.0.1", "a loopback address"),
            (
                "::8.8.8.8",
                "an IPv4 address in a spelling that was given up",
            ),
            ("::ffff:0:127.0.0.1", "a reserved address"),
            ("64:ff9b::169.254.169.254", "a NAT64 address"),
            ("64:ff9b:1:ffff::1", "a NAT64 address"),
            ("fd00:ec2::254", "a private address"),
            ("2001:0:1::1", "a Teredo address"),
            ("2001:2::1", "an address for benchmarks"),
            ("2001:20::1", "an address reserved for protocols"),
            ("2002:7f00:1::", "a 6to4 address"),
            ("4000::1", "a reserved address"),
            ("1fff::1", "a reserved address"),
        ] {
            assert_eq!(kind(address), Some(expected), "{address}");
        }
    }

    proptest! {
        #[test]
        fn an_address_is_the_same_in_its_mapped_form(
            place in 0..SPECIAL_V4.len(), inside in any::<u32>(), anywhere in any::<u32>()
        ) {
            let (net, _) = SPECIAL_V4[place];
            let inside = Ipv4Addr::from_bits(net.network().to_bits() | (inside & net.hostmask().to_bits()));
            prop_assert!(special(IpAddr::V4(inside)).is_some());
            for address in [inside, Ipv4Addr::from_bits(anywhere)] {
                let plain = special(IpAddr::V4(address));
                prop_assert_eq!(special(IpAddr::V6(address.to_ipv6_mapped())), plain);
                // The form that was given up is never public.
                prop_assert!(special(IpAddr::V6(address.to_ipv6_compatible())).is_some());
            }
        }
    }
}
