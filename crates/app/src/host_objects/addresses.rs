//! Addresses that a registrar gives a host, judged (rule H6).

use std::net::IpAddr;

use domesday_domain::fault::Fault;
use domesday_domain::host::{AddressDraft, PlacedAddress, check_count, classify, in_order, read_addresses};
use domesday_domain::policy::Policy;

/// Reads addresses; faults are of form.
///
/// # Errors
/// Every text that is no address.
pub(super) fn read(drafts: &[AddressDraft]) -> Result<Vec<PlacedAddress>, Vec<Fault>> {
    read_addresses(drafts)
}

/// What the policy of the TLD above does not allow of addresses that are added.
pub(super) fn refused(added: &[PlacedAddress], policy: &Policy) -> Vec<Fault> {
    classify(added, policy.host_addresses)
}

/// The addresses without their places, in order.
pub(super) fn bare(addresses: &[PlacedAddress]) -> Vec<IpAddr> {
    in_order(addresses.iter().map(|placed| placed.address).collect())
}

/// Refuses more addresses than a host may have.
pub(super) fn too_many(addresses: &[IpAddr], place: &str) -> Option<Fault> {
    check_count(addresses, place).err()
}
