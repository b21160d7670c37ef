//! What domains refer to: accounts, contacts and hosts.

use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::host::Host;
use domesday_domain::registration::ContactNumber;

use crate::Given;
use crate::samples::{accounts, contact};
use crate::zones::{name, now};

/// What domains refer to.
#[derive(Clone)]
pub(crate) struct World {
    /// Three accounts.
    pub(crate) sponsors: [AccountId; 3],
    /// Four contacts.
    pub(crate) contacts: Vec<ContactNumber>,
    /// Six hosts.
    pub(crate) hosts: Vec<Host>,
}

/// Three accounts, four contacts, six hosts.
pub(crate) fn world(given: &Given) -> World {
    given.write(|tx| {
        let sponsors = accounts(tx, ["acme", "Zeta", "third"])?;
        let contacts: Vec<_> = ["AB123", "cd.4", "EF_5", "gh-6"].map(|id| contact(id, sponsors[0])).into();
        let contacts = tx.insert_contacts(&contacts)?;
        let names: Vec<Name> = (0..6).map(|number| name(&format!("ns{number}.example.net"))).collect();
        tx.insert_hosts(&names.iter().map(|name| Host::referred_to(name.clone(), now())).collect::<Vec<_>>())?;
        let mut hosts = tx.hosts_among(&names)?;
        hosts.sort_by_key(|host| host.id);
        Ok(World { sponsors, contacts, hosts })
    })
}
