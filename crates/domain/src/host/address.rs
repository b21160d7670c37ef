//! Addresses of a host as a registrar gives them (`registrar.md` H6): read, put into canonical form, and refused by class.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::MAX_ADDRESSES;
use crate::fault::{Fault, excerpt};
use crate::policy::AddressClass;

/// An address as it was sent, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressDraft {
    /// Its place, as in `/addr/0`.
    pub place: String,
    /// `v4` or `v6`, where its sender says so.
    pub version: Option<String>,
    /// The address.
    pub text: String,
}

/// An address that was read, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedAddress {
    /// Its place.
    pub place: String,
    /// The address. It prints in canonical form (RFC 5952).
    pub address: IpAddr,
}

/// Reads addresses, those given twice once. Whether they are allowed is [`classify`]'s to say.
///
/// # Errors
/// Every text that is no address, and every version that is none or another.
pub fn read_addresses(drafts: &[AddressDraft]) -> Result<Vec<PlacedAddress>, Vec<Fault>> {
    let (mut read, mut faults, mut seen) = (Vec::new(), Vec::new(), std::collections::HashSet::new());
    for draft in drafts {
        match read_address(draft) {
            Ok(address) if seen.insert(address) => read.push(PlacedAddress { place: draft.place.clone(), address }),
            Ok(_) => {}
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

fn read_address(draft: &AddressDraft) -> Result<IpAddr, Fault> {
    let wrong = |code, detail| Fault::malformed(draft.place.clone(), code, detail);
    let address: IpAddr =
        draft.text.parse().map_err(|_| wrong("address", format!("{:?} is not an IP address", excerpt(&draft.text))))?;
    let is = if address.is_ipv4() { "v4" } else { "v6" };
    match draft.version.as_deref() {
        None => Ok(address),
        Some(said) if said == is => Ok(address),
        Some(said @ ("v4" | "v6")) => Err(wrong("address-version", format!("{address} is {is}, and not {said}"))),
        Some(said) => Err(wrong("address-version", format!("{:?} is neither v4 nor v6", excerpt(said)))),
    }
}

/// Every address that a policy does not allow.
pub fn classify(addresses: &[PlacedAddress], class: AddressClass) -> Vec<Fault> {
    let refused = addresses.iter().filter_map(|placed| {
        let network = NETWORKS.iter().find(|network| network.refuses(placed.address, class))?;
        let Network { what, rfc, .. } = network;
        let detail = format!("{} is {what} (RFC {rfc})", placed.address);
        Some(Fault::refused(placed.place.clone(), "address-class", detail))
    });
    refused.collect()
}

/// A host has at most 16 addresses; `place` is that of the list.
///
/// # Errors
/// That it has more.
pub fn check_count(addresses: &[IpAddr], place: &str) -> Result<(), Fault> {
    let count = addresses.len();
    let detail = || format!("a host has at most {MAX_ADDRESSES} addresses, this one would have {count}");
    if count > MAX_ADDRESSES { Err(Fault::refused(place, "too-many", detail())) } else { Ok(()) }
}

/// A network whose addresses are refused.
struct Network {
    base: IpAddr,
    prefix: u32,
    /// Refused already under `unicast`.
    always: bool,
    what: &'static str,
    rfc: u16,
}

impl Network {
    fn refuses(&self, address: IpAddr, class: AddressClass) -> bool {
        (self.always || class == AddressClass::Global) && self.contains(address)
    }

    fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                (base.to_bits() ^ address.to_bits()).leading_zeros() >= self.prefix
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                (base.to_bits() ^ address.to_bits()).leading_zeros() >= self.prefix
            }
            _ => false,
        }
    }
}

const fn v4(base: [u8; 4], prefix: u32, always: bool, what: &'static str, rfc: u16) -> Network {
    let [a, b, c, d] = base;
    Network { base: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), prefix, always, what, rfc }
}

const fn v6(high: [u16; 3], prefix: u32, always: bool, what: &'static str, rfc: u16) -> Network {
    let [a, b, c] = high;
    Network { base: IpAddr::V6(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)), prefix, always, what, rfc }
}

/// The networks that are refused, with the RFC that sets each apart: first those that are under either class, then those that are
/// under `global` alone. That class also refuses what the IANA registries of special-purpose addresses call not globally reachable.
const NETWORKS: [Network; 34] = [
    v4([0, 0, 0, 0], 8, true, "unspecified", 1122),
    v4([127, 0, 0, 0], 8, true, "loopback", 1122),
    v4([169, 254, 0, 0], 16, true, "link-local", 3927),
    v4([224, 0, 0, 0], 4, true, "multicast", 5771),
    v4([255, 255, 255, 255], 32, true, "broadcast", 919),
    Network { base: IpAddr::V6(Ipv6Addr::UNSPECIFIED), prefix: 128, always: true, what: "unspecified", rfc: 4291 },
    Network { base: IpAddr::V6(Ipv6Addr::LOCALHOST), prefix: 128, always: true, what: "loopback", rfc: 4291 },
    Network {
        base: IpAddr::V6(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0)),
        prefix: 96,
        always: true,
        what: "an IPv4 address mapped",
        rfc: 4291,
    },
    v6([0xfe80, 0, 0], 10, true, "link-local", 4291),
    v6([0xff00, 0, 0], 8, true, "multicast", 4291),
    v4([10, 0, 0, 0], 8, false, "private", 1918),
    v4([172, 16, 0, 0], 12, false, "private", 1918),
    v4([192, 168, 0, 0], 16, false, "private", 1918),
    v4([100, 64, 0, 0], 10, false, "shared", 6598),
    v4([192, 0, 0, 0], 24, false, "for protocols", 6890),
    v4([192, 0, 2, 0], 24, false, "for documentation", 5737),
    v4([198, 51, 100, 0], 24, false, "for documentation", 5737),
    v4([203, 0, 113, 0], 24, false, "for documentation", 5737),
    v4([192, 88, 99, 0], 24, false, "a 6to4 relay's", 7526),
    v4([198, 18, 0, 0], 15, false, "for benchmarks", 2544),
    v4([240, 0, 0, 0], 4, false, "reserved", 1112),
    v6([0, 0, 0], 96, false, "an IPv4 address embedded", 4291),
    v6([0x64, 0xff9b, 1], 48, false, "for local translation", 8215),
    v6([0x100, 0, 0], 64, false, "discarded", 6666),
    v6([0x2001, 0, 0], 32, false, "a Teredo client's", 4380),
    v6([0x2001, 2, 0], 48, false, "for benchmarks", 5180),
    v6([0x2001, 0x10, 0], 28, false, "an identifier, no address", 4843),
    v6([0x2001, 0x20, 0], 28, false, "an identifier, no address", 7343),
    v6([0x2001, 0xdb8, 0], 32, false, "for documentation", 3849),
    v6([0x3fff, 0, 0], 20, false, "for documentation", 9637),
    v6([0x2002, 0, 0], 16, false, "6to4", 7526),
    v6([0xfc00, 0, 0], 7, false, "unique local", 4193),
    v6([0xfec0, 0, 0], 10, false, "site-local", 3879),
    v6([0x5f00, 0, 0], 16, false, "for segment routing", 9602),
];

#[cfg(test)]
mod tests;
