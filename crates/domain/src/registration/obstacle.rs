//! Which command a domain's state refuses (rule S3), as a table.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};

use super::facts::Stage;
use super::project::Present;
use super::status::{Bar, Side, StoredStatus};

/// What is wanted of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// A change of it.
    Update,
    /// A longer registration.
    Renew,
    /// Its end.
    Delete,
    /// A move to another account.
    Transfer,
    /// Its return from redemption.
    Restore,
    /// A host below it made, changed or deleted: glue freezes with its domain.
    HostBelow,
}

impl Command {
    /// Each of them.
    pub const ALL: [Self; 6] =
        [Self::Update, Self::Renew, Self::Delete, Self::Transfer, Self::Restore, Self::HostBelow];
}

/// Something about a domain's state that a command fails on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Obstacle {
    /// There is no such domain any more.
    Gone,
    /// It is deleted.
    Deleted,
    /// It is expired.
    Expired,
    /// Another account has asked for it.
    TransferPending,
    /// A transfer is asked for, and one is pending already.
    AlreadyRequested,
    /// An answer is given, and no transfer is pending.
    NoTransferPending,
    /// It came to its sponsor too short a while ago.
    Locked {
        /// From when on it may go.
        until: DateTime<Utc>,
    },
    /// It is not in redemption.
    NotInRedemption,
    /// A status forbids it.
    Barred(StoredStatus),
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("there is no such domain any more"),
            Self::Deleted => f.write_str("the domain is deleted"),
            Self::Expired => f.write_str("the domain is expired"),
            Self::TransferPending | Self::AlreadyRequested => f.write_str("a transfer of the domain is pending"),
            Self::NoTransferPending => f.write_str("no transfer of the domain is pending"),
            Self::Locked { until } => {
                let until = until.to_rfc3339_opts(SecondsFormat::Secs, true);
                write!(f, "the domain may not be transferred before {until}")
            }
            Self::NotInRedemption => f.write_str("the domain is not in redemption"),
            Self::Barred(status) => write!(f, "the domain has the status {status}"),
        }
    }
}

/// A row of the table: what refuses a command.
struct Row {
    deleted: bool,
    expired: bool,
    transfer: Option<Obstacle>,
    client: Option<Bar>,
    server: Option<Bar>,
}

/// The table. Restoring is the one command that wants a state instead of refusing some.
const fn row(command: Command) -> Row {
    let none = Row { deleted: true, expired: false, transfer: None, client: None, server: None };
    match command {
        Command::Update => Row { expired: true, client: Some(Bar::Update), server: Some(Bar::Update), ..none },
        Command::Renew => Row {
            transfer: Some(Obstacle::TransferPending),
            client: Some(Bar::Renew),
            server: Some(Bar::Renew),
            ..none
        },
        Command::Delete => Row { client: Some(Bar::Delete), server: Some(Bar::Delete), ..none },
        Command::Transfer => Row {
            expired: true,
            transfer: Some(Obstacle::AlreadyRequested),
            client: Some(Bar::Transfer),
            server: Some(Bar::Transfer),
            ..none
        },
        Command::Restore => Row { deleted: false, ..none },
        Command::HostBelow => Row { server: Some(Bar::Update), ..none },
    }
}

/// Everything about a domain's state that a command fails on; nothing if it may go on.
pub fn obstacles(present: &Present, command: Command) -> Vec<Obstacle> {
    let registration = present.registration();
    if !registration.is_live() {
        return vec![Obstacle::Gone];
    }
    let row = row(command);
    let in_redemption = matches!(registration.stage, Stage::Redemption(_));
    let is_expired = matches!(registration.stage, Stage::Expired(_));
    let stage = [
        (row.deleted && registration.is_deleted()).then_some(Obstacle::Deleted),
        (row.expired && is_expired).then_some(Obstacle::Expired),
        row.transfer.filter(|_| registration.transfer.is_some()),
        (command == Command::Restore && !in_redemption).then_some(Obstacle::NotInRedemption),
    ];
    let bars = registration.statuses.iter().filter(|status| {
        let bars = if status.side == Side::Client { row.client } else { row.server };
        bars == Some(status.bar)
    });
    stage.into_iter().flatten().chain(bars.map(|status| Obstacle::Barred(*status))).collect()
}

/// The same for an update, which may lift its own prohibition: the sponsor's by removing it, the registry's by being an admin's.
pub fn update_obstacles(present: &Present, by_admin: bool, removed: &BTreeSet<StoredStatus>) -> Vec<Obstacle> {
    let client = Obstacle::Barred(StoredStatus::client(Bar::Update));
    let server = Obstacle::Barred(StoredStatus::server(Bar::Update));
    let mut obstacles = obstacles(present, Command::Update);
    obstacles.retain(|obstacle| {
        let lifted = (*obstacle == server && by_admin)
            || (*obstacle == client && removed.contains(&StoredStatus::client(Bar::Update)));
        !lifted
    });
    obstacles
}
