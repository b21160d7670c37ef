//! Reverse names: which ones may be zones (rule N4), and the block of addresses each stands for.
//!
//! Under `in-addr.arpa` come decimal octets, and below three of them one label of RFC 2317; under `ip6.arpa` single hex digits.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use domesday_dns::Name;

use super::NameProblem;

/// A block of addresses, printed as CIDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// The two reverse trees.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tree {
    V4,
    V6,
}

/// The tree a name is at or below, if any.
pub(super) fn tree_of(name: &Name) -> Option<Tree> {
    let mut from_root = name.labels().rev();
    if from_root.next()? != b"arpa" {
        return None;
    }
    match from_root.next()? {
        b"in-addr" => Some(Tree::V4),
        b"ip6" => Some(Tree::V6),
        _ => None,
    }
}

/// The labels below the tree's top, the most significant first.
fn parts(name: &Name) -> impl Iterator<Item = &[u8]> {
    name.labels().rev().skip(2)
}

pub(super) fn check(tree: Tree, name: &Name) -> Result<(), NameProblem> {
    let wrong = |text: String| Err(NameProblem::Reverse(text));
    match tree {
        Tree::V4 => {
            for (place, label) in parts(name).enumerate() {
                let shown = String::from_utf8_lossy(label);
                if place < 4 && octet(label).is_some() {
                    continue;
                }
                if place == 3 && range(label).is_some() {
                    continue;
                }
                return wrong(match place {
                    3 => format!("{shown:?} is neither an octet nor a block of addresses (RFC 2317: 0/25, 128-255)"),
                    0..3 => format!("{shown:?} is not an octet from 0 to 255 without leading zeros"),
                    _ => "at most four octets stand under in-addr.arpa".into(),
                });
            }
            Ok(())
        }
        Tree::V6 => {
            for (place, label) in parts(name).enumerate() {
                if place >= 32 {
                    return wrong("at most 32 digits stand under ip6.arpa".into());
                }
                if nibble(label).is_none() {
                    return wrong(format!("{:?} is not a single hex digit", String::from_utf8_lossy(label)));
                }
            }
            Ok(())
        }
    }
}

pub(super) fn network(name: &Name) -> Option<Network> {
    match tree_of(name)? {
        Tree::V4 => {
            let mut octets = [0u8; 4];
            let mut prefix = 0u8;
            for (place, label) in parts(name).enumerate() {
                if let Some(value) = octet(label) {
                    *octets.get_mut(place)? = value;
                    prefix += 8;
                } else {
                    let (first, last) = range(label)?;
                    let size = u16::from(last) - u16::from(first) + 1;
                    if !size.is_power_of_two() || u16::from(first) % size != 0 {
                        return None;
                    }
                    *octets.get_mut(place)? = first;
                    prefix = 32 - u8::try_from(size.trailing_zeros()).ok()?;
                }
            }
            Some(Network { address: Ipv4Addr::from(octets).into(), prefix })
        }
        Tree::V6 => {
            let mut bits = 0u128;
            let mut prefix = 0u8;
            for label in parts(name) {
                prefix += 4;
                bits |= u128::from(nibble(label)?) << (128 - u32::from(prefix));
            }
            Some(Network { address: Ipv6Addr::from(bits).into(), prefix })
        }
    }
}

fn nibble(label: &[u8]) -> Option<u8> {
    match label {
        [digit] => (*digit as char).to_digit(16).and_then(|value| u8::try_from(value).ok()),
        _ => None,
    }
}

fn octet(label: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(label).ok()?;
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten()
}

/// The addresses of an RFC 2317 label: `N/len` (25–32, N on its block), or `N-M` with M the last octet or a length 25–32.
fn range(label: &[u8]) -> Option<(u8, u8)> {
    let text = std::str::from_utf8(label).ok()?;
    let block = |first: u8, length: u8| {
        let size = 1u16 << (32 - u16::from(length));
        (u16::from(first) % size == 0)
            .then(|| u8::try_from(u16::from(first) + size - 1).ok().map(|last| (first, last)))?
    };
    if let Some((first, length)) = text.split_once('/') {
        let (first, length) = (octet(first.as_bytes())?, octet(length.as_bytes())?);
        return (25..=32).contains(&length).then(|| block(first, length))?;
    }
    let (first, last) = text.split_once('-')?;
    let (first, last) = (octet(first.as_bytes())?, octet(last.as_bytes())?);
    if last > first {
        return Some((first, last));
    }
    (25..=32).contains(&last).then(|| block(first, last))?
}

#[cfg(test)]
mod tests {
    use super::super::ZoneName;

    fn network(text: &str) -> Option<String> {
        ZoneName::parse(text).unwrap().network().map(|n| n.to_string())
    }

    #[test]
    fn n4_reverse_zones_and_their_networks() {
        assert_eq!(network("in-addr.arpa").unwrap(), "0.0.0.0/0");
        assert_eq!(network("2.0.192.in-addr.arpa").unwrap(), "192.0.2.0/24");
        assert_eq!(network("1.2.0.192.in-addr.arpa").unwrap(), "192.0.2.1/32");
        assert_eq!(network("8.b.d.0.1.0.0.2.ip6.arpa").unwrap(), "2001:db8::/32");
        assert_eq!(network("0/25.2.0.192.in-addr.arpa").unwrap(), "192.0.2.0/25");
        assert_eq!(network("128-255.2.0.192.in-addr.arpa").unwrap(), "192.0.2.128/25");
        assert_eq!(network("64-26.2.0.192.in-addr.arpa").unwrap(), "192.0.2.64/26");
        assert_eq!(network("1-6.2.0.192.in-addr.arpa"), None);
        assert_eq!(network("example.org"), None);
        assert_eq!(network("arpa"), None);
    }

    #[test]
    fn n4_nothing_else_under_the_reverse_trees() {
        for bad in [
            "300.in-addr.arpa",
            "01.in-addr.arpa",
            "a.in-addr.arpa",
            "1.1.1.1.1.in-addr.arpa",
            "0/24.2.0.192.in-addr.arpa",
            "1/25.2.0.192.in-addr.arpa",
            "0/33.2.0.192.in-addr.arpa",
            "0/25.0.192.in-addr.arpa",
            "1.0/25.2.0.192.in-addr.arpa",
            "5-5.2.0.192.in-addr.arpa",
            "10.ip6.arpa",
            "g.ip6.arpa",
            "_x.in-addr.arpa",
            "*.in-addr.arpa",
        ] {
            assert!(ZoneName::parse(bad).is_err(), "{bad}");
        }
        let deep = format!("{}ip6.arpa", "0.".repeat(33));
        assert!(ZoneName::parse(&deep).is_err());
    }
}
