//! How many zones an account may have (`tlds.md` rules Z11, B4): read by those it concerns, set by an admin.
//!
//! Creating a zone counts what the account has under a lock of its own, taken alone only for accounts that have a quota. So nothing has to be
//! kept in step when zones come and go, and of many creations at once just as many succeed as there are places. Setting a quota takes it too:
//! whoever saw none has made their zone by then.

use domesday_domain::account::{Account, AccountName};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::{Action, SubjectKind};
use serde_json::json;

use crate::accounts::find_account;
use crate::input::Input;
use crate::ports::{AccountReads, Lock, Locks, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context, Query};
use crate::tlds::write::{Story, entry};

/// Asks how many zones an account may have: -1 for any number. Anybody may ask for their own.
#[derive(Clone, Debug, Default)]
pub struct ReadOwnQuota;

/// Asks the same of any account.
#[derive(Clone, Debug)]
pub struct ReadQuota {
    /// Its handle.
    pub account: String,
}

/// Sets how many zones an account may have, or gives it back to the installation's default.
pub struct SetQuota {
    /// Its handle.
    pub account: String,
    /// How many, -1 for any number; none for the default.
    pub zones: Input<Option<i64>>,
}

impl Query for ReadOwnQuota {
    const NEEDS: Permission = Permission::UseSession;
    type Answer = i64;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<i64, Refusal> {
        let account = find_account(snapshot, context.actor.account_name.as_str())?;
        Ok(context.naming.zones_quota_shown(&account))
    }
}

impl Query for ReadQuota {
    const NEEDS: Permission = Permission::Administer;
    type Answer = i64;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<i64, Refusal> {
        Ok(context.naming.zones_quota_shown(&find_account(snapshot, &self.account)?))
    }
}

impl Command for SetQuota {
    const NEEDS: Permission = Permission::Administer;
    type Answer = i64;

    fn locks(&self, _: &Actor) -> Locks {
        AccountName::parse(&self.account).map_or_else(|_| Locks::none(), |name| Locks::none().counting(&name))
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<i64, Refusal> {
        let (zones, findings) = self.zones.well_formed()?;
        findings.settle(false)?;
        let before = find_account(tx, &self.account)?;
        let after = Account { zones_quota: *zones, ..before.clone() };
        if after != before {
            tx.set_zones_quota(after.id, after.zones_quota)?;
            let change =
                json!([{"what": "quota", "member": "zones", "from": before.zones_quota, "to": after.zones_quota}]);
            let story = Story {
                action: Action::QuotaUpdate,
                subject: after.name.to_string(),
                changes: change,
                notes: json!([]),
                version: 0,
            };
            let mut entry = entry(context, SubjectKind::Account, &story, story.changes.to_string());
            entry.owner = Some(after.id);
            tx.insert_subject_entry(&entry)?;
        }
        Ok(context.naming.zones_quota_shown(&after))
    }
}

/// Has an account that has a quota locked against others who count what it has. Asked early, so that little is done twice.
pub(crate) fn lock(context: &Context, account: &Account) -> Result<(), Refusal> {
    let counted = context.naming.zones_quota_of(account).is_some();
    if counted && !context.may_count(&account.name) {
        return Err(Refusal::NotLocked(vec![Lock::Account(account.name.clone())]));
    }
    Ok(())
}

/// Refuses one more zone to an account that has as many as it may have. Asked last.
pub(crate) fn check(reads: &mut dyn AccountReads, context: &Context, account: Option<&Account>) -> Result<(), Refusal> {
    let full = account.map(|account| full(reads, context, account)).transpose()?.flatten();
    full.map_or(Ok(()), |detail| Err(Refusal::Quota { detail }))
}

/// Why an account may have no zone more; none if it may.
pub(crate) fn full(
    reads: &mut dyn AccountReads,
    context: &Context,
    account: &Account,
) -> Result<Option<String>, Refusal> {
    let Some(quota) = context.naming.zones_quota_of(account) else { return Ok(None) };
    let full = reads.count_zones_of(account.id, quota)? >= quota;
    Ok(full.then(|| {
        format!("the account {} has as many zones as its quota of {quota}: delete one, or ask an admin", account.name)
    }))
}
