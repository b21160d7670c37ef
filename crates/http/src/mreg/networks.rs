//! A block of addresses as the names that a reverse zone of it may have.
//!
//! A block on an octet's or hex digit's end has one; one below three octets has the notations of RFC 2317.

use std::net::IpAddr;

use domesday_dns::Name;
use domesday_domain::name::ZoneName;

use crate::members::Fault;

/// The names of reverse zones that stand for a block, written as CIDR. A block that no zone can stand for has none.
pub(super) fn names(text: &str) -> Result<Vec<Name>, Fault> {
    let wrong = || ("bad_value", "network is a block of addresses like 192.0.2.0/24".to_owned());
    let (address, prefix) = text.split_once('/').ok_or_else(wrong)?;
    let address: IpAddr = address.parse().map_err(|_| wrong())?;
    let prefix: usize = prefix.parse().map_err(|_| wrong())?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    if prefix > longest {
        return Err(wrong());
    }
    let canonical = format!("{address}/{prefix}");
    let candidates = match address {
        IpAddr::V4(address) => v4(address.octets(), prefix),
        IpAddr::V6(address) => v6(address.octets(), prefix),
    };
    let stands_for_it = |name: &ZoneName| name.network().is_some_and(|network| network.to_string() == canonical);
    let zones = candidates.iter().filter_map(|name| ZoneName::parse(name).ok()).filter(stands_for_it);
    let mut names: Vec<Name> = zones.map(|name| name.as_name().clone()).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

fn v4(octets: [u8; 4], prefix: usize) -> Vec<String> {
    let top = |labels: &[String]| {
        let labels = labels.iter().rev().chain([&"in-addr.arpa".to_owned()]).cloned().collect::<Vec<_>>();
        labels.join(".")
    };
    let texts = octets.map(|octet| octet.to_string());
    let mut names = Vec::new();
    if prefix.is_multiple_of(8) {
        names.push(top(texts.get(..prefix / 8).unwrap_or_default()));
    }
    if (25..=32).contains(&prefix) {
        let [_, _, _, first] = octets;
        let last = usize::from(first) + (1 << (32 - prefix)) - 1;
        let above = top(texts.get(..3).unwrap_or_default());
        let labels = [format!("{first}/{prefix}"), format!("{first}-{prefix}"), format!("{first}-{last}")];
        names.extend(labels.into_iter().map(|label| format!("{label}.{above}")));
    }
    names
}

fn v6(octets: [u8; 16], prefix: usize) -> Vec<String> {
    if !prefix.is_multiple_of(4) {
        return Vec::new();
    }
    let nibbles = octets.iter().flat_map(|octet| [octet >> 4, octet & 15]).take(prefix / 4);
    let mut labels: Vec<String> = nibbles.map(|nibble| format!("{nibble:x}")).collect();
    labels.reverse();
    labels.push("ip6.arpa".to_owned());
    vec![labels.join(".")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_the_zones_that_stand_for_it() {
        for (network, expected) in [
            ("192.0.2.0/24", vec!["2.0.192.in-addr.arpa"]),
            ("0.0.0.0/0", vec!["in-addr.arpa"]),
            (
                "192.0.2.64/26",
                vec!["64-127.2.0.192.in-addr.arpa", "64-26.2.0.192.in-addr.arpa", "64/26.2.0.192.in-addr.arpa"],
            ),
            ("192.0.2.1/32", vec!["1.2.0.192.in-addr.arpa", "1/32.2.0.192.in-addr.arpa"]),
            ("192.0.0.0/20", vec![]),
            ("192.0.2.5/24", vec![]),
            ("2001:db8::/32", vec!["8.b.d.0.1.0.0.2.ip6.arpa"]),
            ("2001:0DB8::/32", vec!["8.b.d.0.1.0.0.2.ip6.arpa"]),
            ("2001:db8::/33", vec![]),
        ] {
            let mut found: Vec<String> = names(network).unwrap().iter().map(ToString::to_string).collect();
            found.sort();
            let found: Vec<String> = found.into_iter().filter(|name| !name.starts_with("1-32")).collect();
            assert_eq!(found, expected, "{network}");
        }
        for wrong in ["", "192.0.2.0", "192.0.2.0/33", "2001:db8::/129", "x/24", "192.0.2.0/-1", "192.0.2.0/"] {
            assert_eq!(names(wrong).unwrap_err().0, "bad_value", "{wrong}");
        }
    }
}
