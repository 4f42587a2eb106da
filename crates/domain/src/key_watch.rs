//! Whether a key is used as it usually is: from where, how much, and how often in vain. What is told at most once a day.

use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::limits::DAY;
use crate::time::Timestamp;

/// What is unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unusual {
    /// It came from a network that it never came from before.
    NewAddress,
    /// Far more was asked than usually.
    Burst,
    /// Most of what was asked was refused.
    ManyRefusals,
}

impl Unusual {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::NewAddress, Self::Burst, Self::ManyRefusals];
    /// Their words, in the same order.
    pub const WORDS: [&str; 3] = ["new_address", "burst", "many_refusals"];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// Networks that are remembered.
const NETWORKS_MAX: usize = 32;
/// Requests in a minute below which nothing is a burst.
const BURST_MIN: u64 = 300;
/// So many times what is usual is a burst.
const BURST_TIMES: u64 = 10;
/// Looks after which something is known of what is usual.
const LOOKS_MIN: u32 = 40;
/// Refusals in one look below which they are not many.
const REFUSALS_MIN: u64 = 50;

/// What is known of the usual use of a key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Watch {
    /// Whence it came, the latest new one last.
    networks: Vec<String>,
    /// Requests in a minute, in the long run.
    usual: u64,
    looks: u32,
    /// When each reason was told last, in microseconds since the epoch.
    told: [Option<i64>; 3],
}

/// What was seen of a key for a while.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    pub networks: Vec<IpNet>,
    pub requests: u64,
    pub refusals: u64,
    /// How long.
    pub span: Duration,
}

/// The network of an address, as it is remembered: neighbours are one.
pub fn network_of(address: IpAddr) -> IpNet {
    let address = address.to_canonical();
    let length = if address.is_ipv4() { 24 } else { 48 };
    IpNet::new(address, length)
        .unwrap_or_else(|_| IpNet::from(address))
        .trunc()
}

impl Watch {
    /// What was kept of it; nothing where that cannot be read.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// What is to be kept.
    pub fn written(&self) -> String {
        serde_json::to_string(self).expect("plain data")
    }

    /// Learns from what was seen, and says what of it is unusual and was not told within a day.
    pub fn look(&mut self, sample: &Sample, now: Timestamp) -> Vec<Unusual> {
        let rate = rate(sample);
        let is_burst = self.looks >= LOOKS_MIN
            && rate >= BURST_MIN
            && rate > BURST_TIMES.saturating_mul(self.usual);
        let are_many = sample.refusals >= REFUSALS_MIN && sample.refusals * 2 > sample.requests;
        let found = [self.learn_networks(&sample.networks), is_burst, are_many];
        self.usual = (self.usual * 15 + rate).div_ceil(16);
        self.looks = self.looks.saturating_add(1);
        let reasons = Unusual::ALL.into_iter().zip(found);
        let reasons = reasons.filter(|(_, is_found)| *is_found);
        reasons
            .map(|(reason, _)| reason)
            .filter(|reason| self.is_to_tell(*reason, now))
            .collect()
    }

    /// Whether one of them is new. Where none is known yet, none is.
    fn learn_networks(&mut self, networks: &[IpNet]) -> bool {
        let is_first = self.networks.is_empty();
        let mut is_new = false;
        for network in networks.iter().map(ToString::to_string) {
            if !self.networks.contains(&network) {
                is_new = true;
                self.networks.push(network);
            }
        }
        let surplus = self.networks.len().saturating_sub(NETWORKS_MAX);
        self.networks.drain(..surplus);
        is_new && !is_first
    }

    fn is_to_tell(&mut self, reason: Unusual, now: Timestamp) -> bool {
        let told = &mut self.told[reason as usize];
        let is_recent = told.is_some_and(|at| {
            let at = Timestamp::from_micros(at);
            at <= now && now < at.plus(DAY)
        });
        if !is_recent {
            *told = Some(now.micros());
        }
        !is_recent
    }
}

/// Requests in a minute at the pace of the sample.
fn rate(sample: &Sample) -> u64 {
    let seconds = sample.span.as_secs().max(1);
    sample.requests.saturating_mul(60) / seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    fn at(minutes: u64) -> Timestamp {
        Timestamp::from_millis(1_763_378_062_881).plus(MINUTE * u32::try_from(minutes).unwrap())
    }

    fn from(address: &str) -> Sample {
        Sample {
            networks: vec![network_of(address.parse().unwrap())],
            requests: 10,
            refusals: 0,
            span: MINUTE,
        }
    }

    fn asked(requests: u64, refusals: u64) -> Sample {
        Sample {
            requests,
            refusals,
            ..from("192.0.2.1")
        }
    }

    #[test]
    fn the_first_network_is_learned_and_another_one_is_told() {
        let mut watch = Watch::default();
        assert_eq!(watch.look(&from("192.0.2.1"), at(0)), []);
        assert_eq!(watch.look(&from("192.0.2.77"), at(1)), []);
        assert_eq!(
            watch.look(&from("198.51.100.1"), at(2)),
            [Unusual::NewAddress]
        );
        assert_eq!(watch.look(&from("198.51.100.1"), at(3)), []);
        // A second new one on the same day is learned and not told.
        assert_eq!(watch.look(&from("203.0.113.1"), at(4)), []);
        assert_eq!(
            watch.look(&from("2001:db8:1::1"), at(1_442)),
            [Unusual::NewAddress]
        );
        assert_eq!(watch.look(&from("2001:db8:1:2::1"), at(9_999)), []);
    }

    #[test]
    fn far_more_than_usual_is_a_burst_once_something_is_usual() {
        let mut watch = Watch::default();
        assert_eq!(watch.look(&asked(100_000, 0), at(0)), []);
        for minute in 1..=200 {
            assert_eq!(watch.look(&asked(40, 0), at(minute)), [], "{minute}");
        }
        assert_eq!(watch.look(&asked(250, 0), at(201)), []);
        assert_eq!(watch.look(&asked(5_000, 0), at(202)), [Unusual::Burst]);
        assert_eq!(watch.look(&asked(50_000, 0), at(203)), []);
        // What goes on becomes usual.
        for minute in 204..=300 {
            watch.look(&asked(5_000, 0), at(minute));
        }
        assert_eq!(watch.look(&asked(5_000, 0), at(3_000)), []);
    }

    #[test]
    fn many_refusals_are_told_where_they_are_most_of_what_was_asked() {
        let mut watch = Watch::default();
        assert_eq!(watch.look(&asked(60, 49), at(0)), []);
        assert_eq!(watch.look(&asked(200, 60), at(1)), []);
        assert_eq!(watch.look(&asked(100, 60), at(2)), [Unusual::ManyRefusals]);
        assert_eq!(watch.look(&asked(100, 60), at(3)), []);
    }

    #[test]
    fn what_is_known_is_kept_and_bounded() {
        let mut watch = Watch::default();
        for number in 0..100u8 {
            watch.look(&from(&format!("10.0.{number}.1")), at(number.into()));
        }
        assert_eq!(watch.networks.len(), NETWORKS_MAX);
        assert_eq!(Watch::read(&watch.written()), watch);
        assert_eq!(Watch::read(""), Watch::default());
        for (reason, word) in Unusual::ALL.into_iter().zip(Unusual::WORDS) {
            assert_eq!(reason.word(), word);
        }
    }
}
