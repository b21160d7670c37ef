//! Whether a name is free (rule N4).

use domesday_domain::actor::Permission;
use domesday_domain::registrable::{Availability, DomainName, Facts, check, judge};
use domesday_domain::tld::Effective;

use super::site::Site;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks whether a name is free.
#[derive(Clone, Debug)]
pub struct CheckDomain {
    /// The name, in any spelling.
    pub name: String,
}

/// The answer; a hint, no promise.
#[derive(Clone, Debug)]
pub struct CheckedDomain {
    /// The name in canonical form; as it was asked for if it is none.
    pub name: String,
    /// Whether it is free; nothing for what is no name, with why.
    pub availability: Result<Availability, String>,
}

impl Query for CheckDomain {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = CheckedDomain;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<CheckedDomain, Refusal> {
        let name = match DomainName::parse(&self.name) {
            Ok(name) => name,
            Err(problem) => {
                return Ok(CheckedDomain { name: self.name.clone(), availability: Err(problem.to_string()) });
            }
        };
        let (_, names) = context.naming.policy(snapshot)?;
        let effective = names.rules.effective_tld(name.as_name());
        let history = match &effective {
            Some(Effective { by, .. }) => snapshot.policy(&by.pattern)?,
            None => None,
        };
        let policy =
            history.as_ref().and_then(|history| history.in_force_at(context.now)).map(|version| &version.policy);
        let registrable = judge(&name, effective.as_ref(), policy);
        let label = name.as_name().labels().next().map(|label| String::from_utf8_lossy(label).into_owned());
        let special = match (&effective, label, policy) {
            (Some(Effective { by, .. }), Some(label), Some(_)) => snapshot.special_name(&by.pattern, &label)?,
            _ => None,
        };
        let is_blocked = !context.actor.is_admin() && names.blocklist.hit(name.as_name()).is_some();
        let site = Site::survey(snapshot, context, name.as_name())?;
        let availability = check(Facts {
            in_use: site.is_in_use(),
            blocked: is_blocked,
            special: special.as_ref(),
            registrable: &registrable,
            caller: Some(&context.actor.account_name),
        });
        Ok(CheckedDomain { name: name.to_string(), availability: Ok(availability) })
    }
}
