//! Tasks: what the entries of zones look like to who polls until a change is done (`dynect.md` N2).

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::actor::Permission;
use domesday_domain::history::Action;

use crate::ports::{EntryHead, Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// How many tasks a list shows.
const LISTED: usize = 100;

/// The state that every task is in: it is told of when it is done.
const COMPLETE: &str = "complete";

/// What was done to a zone, as a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its number, which is its entry's.
    pub id: i64,
    /// What was done.
    pub kind: TaskKind,
    /// To which zone.
    pub zone: Name,
    /// The account that acted.
    pub account: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a task did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// A zone file was imported.
    Import,
    /// The zone was deleted.
    Shutdown,
    /// All else.
    Provision,
}

impl TaskKind {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Import => "ImportZonefile",
            Self::Shutdown => "ShutdownZone",
            Self::Provision => "ProvisionZone",
        }
    }

    fn of(action: &str) -> Self {
        if action == Action::ZoneImport.as_str() {
            Self::Import
        } else if action == Action::ZoneDelete.as_str() {
            Self::Shutdown
        } else {
            Self::Provision
        }
    }
}

impl From<EntryHead> for Task {
    fn from(EntryHead { id, at, zone, account, action }: EntryHead) -> Self {
        Self { id, kind: TaskKind::of(&action), zone, account, at }
    }
}

/// Asks for a task.
pub struct ReadTask {
    /// Its number.
    pub id: i64,
}

impl Query for ReadTask {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Point;
    type Answer = Task;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Task, Refusal> {
        let head = snapshot.entry_head(self.id, seen_by(context))?;
        head.map(Task::from).ok_or_else(|| Refusal::missing(format!("task {}", self.id)))
    }
}

/// Asks for the newest tasks that the caller sees, newest first: of these, those that fit.
#[derive(Clone, Debug, Default)]
pub struct ListTasks {
    /// Of this zone only; then the newest are those of the zone.
    pub zone: Option<Name>,
    /// Of this kind, by its word.
    pub name: Option<String>,
    /// In this state, by its word.
    pub status: Option<String>,
}

impl Query for ListTasks {
    const NEEDS: Permission = Permission::ReadZones;
    type Answer = Vec<Task>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<Task>, Refusal> {
        if self.status.as_ref().is_some_and(|status| status != COMPLETE) {
            return Ok(Vec::new());
        }
        let heads = snapshot.entry_heads(self.zone.as_ref(), seen_by(context), LISTED)?;
        let fits = |task: &Task| self.name.as_ref().is_none_or(|name| name == task.kind.as_str());
        Ok(heads.into_iter().map(Task::from).filter(fits).collect())
    }
}

/// Whose entries the caller sees: those of zones that were its account's; none for an admin, who sees all.
fn seen_by(context: &Context) -> Option<AccountId> {
    (!context.actor.is_admin()).then_some(context.actor.account)
}
