//! The stage and the grace periods of a domain, as its facts have them.

use chrono::{DateTime, TimeDelta, Utc};
use domesday_domain::registration::{Deletion, Expiry, Grace, GraceKind, Period, Stage};
use serde::{Deserialize, Serialize};

use super::{Unreadable, moment};

/// A stage.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StageWire {
    Registered,
    Expired { hold_at: i64, delete_at: i64, held: bool },
    Redemption(DeletionWire),
    PendingDelete(DeletionWire),
    Gone(i64),
}

/// What follows a deletion.
#[derive(Serialize, Deserialize)]
pub(super) struct DeletionWire {
    deleted: i64,
    restorable_until: i64,
    purge_at: i64,
}

/// A grace period.
#[derive(Serialize, Deserialize)]
pub(super) struct GraceWire {
    kind: GraceKindWire,
    until: i64,
    period: PeriodWire,
    added: Option<i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GraceKindWire {
    Add,
    AutoRenew,
    Renew,
    Transfer,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PeriodWire {
    Years(u16),
    Months(u16),
}

/// An instant in microseconds.
pub(super) fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

impl DeletionWire {
    fn of(Deletion { deleted, restorable_until, purge_at }: Deletion) -> Self {
        let [deleted, restorable_until, purge_at] = [deleted, restorable_until, purge_at].map(micros);
        Self { deleted, restorable_until, purge_at }
    }

    fn into_deletion(self) -> Result<Deletion, Unreadable> {
        let Self { deleted, restorable_until, purge_at } = self;
        Ok(Deletion {
            deleted: moment(deleted)?,
            restorable_until: moment(restorable_until)?,
            purge_at: moment(purge_at)?,
        })
    }
}

impl StageWire {
    /// A stage on the wire.
    pub(super) fn of(stage: Stage) -> Self {
        match stage {
            Stage::Registered => Self::Registered,
            Stage::Expired(Expiry { hold_at, delete_at, held }) => {
                Self::Expired { hold_at: micros(hold_at), delete_at: micros(delete_at), held }
            }
            Stage::Redemption(deletion) => Self::Redemption(DeletionWire::of(deletion)),
            Stage::PendingDelete(deletion) => Self::PendingDelete(DeletionWire::of(deletion)),
            Stage::Gone { at } => Self::Gone(micros(at)),
        }
    }

    /// And back.
    pub(super) fn into_stage(self) -> Result<Stage, Unreadable> {
        Ok(match self {
            Self::Registered => Stage::Registered,
            Self::Expired { hold_at, delete_at, held } => {
                Stage::Expired(Expiry { hold_at: moment(hold_at)?, delete_at: moment(delete_at)?, held })
            }
            Self::Redemption(deletion) => Stage::Redemption(deletion.into_deletion()?),
            Self::PendingDelete(deletion) => Stage::PendingDelete(deletion.into_deletion()?),
            Self::Gone(at) => Stage::Gone { at: moment(at)? },
        })
    }
}

impl GraceWire {
    /// A grace period on the wire.
    pub(super) fn of(grace: &Grace) -> Self {
        let kind = match grace.kind {
            GraceKind::Add => GraceKindWire::Add,
            GraceKind::AutoRenew => GraceKindWire::AutoRenew,
            GraceKind::Renew => GraceKindWire::Renew,
            GraceKind::Transfer => GraceKindWire::Transfer,
        };
        let period = match grace.period {
            Period::Years(value) => PeriodWire::Years(value),
            Period::Months(value) => PeriodWire::Months(value),
        };
        let added = grace.added.map(|added| added.num_microseconds().unwrap_or(i64::MAX));
        Self { kind, until: micros(grace.until), period, added }
    }

    /// And back.
    pub(super) fn into_grace(self) -> Result<Grace, Unreadable> {
        let kind = match self.kind {
            GraceKindWire::Add => GraceKind::Add,
            GraceKindWire::AutoRenew => GraceKind::AutoRenew,
            GraceKindWire::Renew => GraceKind::Renew,
            GraceKindWire::Transfer => GraceKind::Transfer,
        };
        let period = match self.period {
            PeriodWire::Years(value) => Period::Years(value),
            PeriodWire::Months(value) => Period::Months(value),
        };
        Ok(Grace { kind, until: moment(self.until)?, period, added: self.added.map(TimeDelta::microseconds) })
    }
}
