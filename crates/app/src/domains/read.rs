//! One domain, read by its sponsor, with its code, or by everybody.

use domesday_dns::Name;
use domesday_domain::actor::Permission;

use super::addressee::{known, path_name};
use super::code::{Proven, wrong_code};
use super::info::{DomainInfo, show};
use crate::objection::{Ground, Objection};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Caller, Context, Query, Registry};

/// Reads a domain of the caller's; an admin reads all.
#[derive(Clone, Debug)]
pub struct ReadDomain {
    /// The name.
    pub name: String,
}

impl Query for ReadDomain {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = DomainInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<DomainInfo, Refusal> {
        let name = path_name(&self.name)?;
        let held = known(snapshot, context, &name)?;
        if !context.actor.sees(held.facts().sponsor) {
            let detail = format!("{name} is another account's: its code opens it");
            return Err(Objection::new(Ground::NoCode, "path:name", "not-sponsor", detail).into());
        }
        show(snapshot, held)
    }
}

/// Reads a domain whose code was proven.
struct ReadWithCode {
    name: Name,
    proven: Option<Proven>,
}

impl Query for ReadWithCode {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = DomainInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<DomainInfo, Refusal> {
        let held = known(snapshot, context, &self.name)?;
        let opened = match &self.proven {
            Some(proven) => proven.opens(&held, context)?,
            None => false,
        };
        if opened { show(snapshot, held) } else { Err(wrong_code()) }
    }
}

impl Registry {
    /// A domain, whosesoever it is, for its code.
    ///
    /// # Errors
    /// 2303, 2202.
    pub async fn read_with_code(&self, caller: &Caller, name: &str, code: &str) -> Result<DomainInfo, Refusal> {
        let name = path_name(name)?;
        let proven = self.prove_code(caller, &name, code).await?;
        self.ask(caller, ReadWithCode { name, proven }).await
    }
}
