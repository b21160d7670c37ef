//! One host, read by any registrar: what hosts are is public.

use domesday_domain::actor::Permission;
use domesday_domain::host::Host;
use domesday_domain::name::HostName;

use super::changing::{path_name, unknown};
use super::info::{HostInfo, show_in};
use super::surroundings::{Standing, Surroundings};
use super::users::Links;
use crate::ports::{Snapshot, Stored};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Reads a host.
#[derive(Clone, Debug)]
pub struct ReadHost {
    /// The name.
    pub name: String,
}

impl Query for ReadHost {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = HostInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<HostInfo, Refusal> {
        read(snapshot, context, &self.name)
    }
}

/// A host as it is at this instant, whatever the worker has written of it yet (rule L14): a fixed number of statements.
///
/// # Errors
/// 2005 for a name that is none, 2303.
pub(crate) fn read(snapshot: &mut dyn Snapshot, context: &Context, text: &str) -> Result<HostInfo, Refusal> {
    let name = path_name(text)?;
    let rows = snapshot.hosts_among(&[name.as_name().clone()])?;
    let around = Surroundings::survey(snapshot, context, std::slice::from_ref(&name))?;
    if let [row] = rows.as_slice()
        && around.is_orphaned(row)
        && !outlives_its_domain(snapshot, &around, row)?
    {
        return Err(unknown(name.as_name()));
    }
    show_in(snapshot, &around, rows)?.pop().ok_or_else(|| unknown(name.as_name()))
}

/// Whether a host stays when its domain goes, as `purge` has it: somebody else uses it, or it was made on purpose.
fn outlives_its_domain(snapshot: &mut dyn Snapshot, around: &Surroundings, row: &Host) -> Stored<bool> {
    let Some(domain) = row.parent else { return Ok(true) };
    let above = match around.standing(&HostName::from_stored(row.name.clone())) {
        Standing::Below { parent, .. } => parent,
        _ => row.name.clone(),
    };
    let links = Links::of(snapshot, std::slice::from_ref(row))?.outside(domain, &above);
    // Zones and delegations at or below the domain's name may use it still.
    Ok(row.posted || links.has(row) || !snapshot.used_as_ns(std::slice::from_ref(&row.name))?.is_empty())
}
