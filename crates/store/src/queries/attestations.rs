//! Attestations, a row each: what was signed, and whether it still counts.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domesday_app::ports::{AttestationFilter, AttestationReads, AttestationWrites, PlacedAttestation, Stored};
use domesday_domain::attestation::{Attestation, AttestationId, Revocation, State, Status, SubjectKey, Superseding};
use domesday_domain::entity::{ClaimName, KindName};
use uuid::Uuid;

use super::super::{Ids, Numbers, Texts};
use super::Work;
use super::entity_search::attestor_columns;
use super::keys::{damaged, limited};
use crate::expressions::Among;
use crate::schema::attestations;
use crate::types::{At, Key};

/// What the states are stored as.
const VALID: i16 = 0;
const SUPERSEDED: i16 = 1;
const REVOKED: i16 = 2;

/// All that is stored of it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = attestations)]
struct Row {
    number: i64,
    id: Key,
    kind: String,
    entity: i64,
    claim: String,
    attestor_kind: String,
    attestor: i64,
    decided: At,
    issued: At,
    expires: Option<At>,
    state: i16,
    reason: Option<String>,
    superseded_by: Option<Key>,
    note: Option<String>,
    since: At,
    signing_key: String,
    jws: String,
}

/// What may change of it.
#[derive(Insertable, AsChangeset, Clone, PartialEq, Eq, Hash)]
#[diesel(table_name = attestations, treat_none_as_null = true, treat_none_as_default_value = false)]
struct StateColumns {
    state: i16,
    reason: Option<&'static str>,
    superseded_by: Option<Key>,
    note: Option<String>,
    since: At,
}

#[derive(Insertable)]
#[diesel(table_name = attestations, treat_none_as_default_value = false)]
struct NewRow<'a> {
    id: Key,
    kind: &'a str,
    entity: i64,
    claim: &'a str,
    attestor_kind: &'a str,
    attestor: i64,
    decided: At,
    issued: At,
    expires: Option<At>,
    signing_key: &'a str,
    jws: &'a str,
    #[diesel(embed)]
    state: StateColumns,
}

fn key(id: AttestationId) -> Key {
    Key(Uuid::from_bytes(id.0))
}

fn id(key: Key) -> AttestationId {
    AttestationId(key.0.into_bytes())
}

impl StateColumns {
    fn of(attestation: &Attestation) -> Self {
        let (state, reason, superseded_by, note) = match &attestation.state {
            State::Valid => (VALID, None, None, None),
            State::Superseded { reason, by } => (SUPERSEDED, Some(reason.as_str()), by.map(key), None),
            State::Revoked { reason, note } => (REVOKED, Some(reason.as_str()), None, note.clone()),
        };
        Self { state, reason, superseded_by, note, since: At(attestation.since) }
    }
}

impl<'a> NewRow<'a> {
    /// The row of a new attestation.
    fn of(attestation: &'a Attestation) -> Self {
        let (attestor_kind, attestor) = attestor_columns(attestation.attestor.as_ref());
        Self {
            id: key(attestation.id),
            kind: attestation.subject.kind.as_str(),
            entity: attestation.subject.number,
            claim: attestation.claim.as_str(),
            attestor_kind,
            attestor,
            decided: At(attestation.date),
            issued: At(attestation.issued),
            expires: attestation.expires.map(At),
            signing_key: &attestation.key,
            jws: &attestation.jws,
            state: StateColumns::of(attestation),
        }
    }
}

impl Row {
    fn state(&self) -> Stored<State> {
        let reason = self.reason.as_deref().unwrap_or_default();
        let unknown = || damaged("a reason", reason);
        match self.state {
            VALID => Ok(State::Valid),
            SUPERSEDED => {
                let reason = Superseding::of_word(reason).ok_or_else(unknown)?;
                Ok(State::Superseded { reason, by: self.superseded_by.map(id) })
            }
            REVOKED => {
                let reason = Revocation::parse(reason).map_err(|_| unknown())?;
                Ok(State::Revoked { reason, note: self.note.clone() })
            }
            other => Err(damaged("an attestation's state", &other.to_string())),
        }
    }

    fn into_attestation(self) -> Stored<Attestation> {
        let state = self.state()?;
        let subject = |kind, number| SubjectKey { kind: KindName::from_stored(kind), number };
        let attestor = (!self.attestor_kind.is_empty()).then(|| subject(self.attestor_kind, self.attestor));
        Ok(Attestation {
            id: id(self.id),
            subject: subject(self.kind, self.entity),
            claim: ClaimName::from_stored(self.claim),
            attestor,
            date: self.decided.0,
            issued: self.issued.0,
            expires: self.expires.map(|at| at.0),
            state,
            since: self.since.0,
            key: self.signing_key,
            jws: self.jws,
        })
    }

    fn placed(self) -> Stored<PlacedAttestation> {
        Ok(PlacedAttestation { number: self.number, attestation: self.into_attestation()? })
    }
}

/// Whether an attestation has not run out; whether it still counts is another question.
macro_rules! is_current {
    ($now:expr) => {
        attestations::expires.is_null().or(attestations::expires.gt(Some(At($now))))
    };
}

impl AttestationReads for Work<'_> {
    fn attestation(&mut self, id: AttestationId) -> Stored<Option<Attestation>> {
        let found = attestations::table.filter(attestations::id.eq(key(id))).select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| found.load(connection))?;
        rows.into_iter().next().map(Row::into_attestation).transpose()
    }

    fn valid_attestations(&mut self, subjects: &[SubjectKey], now: DateTime<Utc>) -> Stored<Vec<Attestation>> {
        let Some(first) = subjects.first() else { return Ok(Vec::new()) };
        let numbers = Numbers::of(subjects.iter().map(|subject| subject.number));
        let valid = attestations::table
            .filter(attestations::kind.eq(first.kind.as_str()))
            .filter(Among::new(attestations::entity, numbers))
            .filter(attestations::state.eq(VALID))
            .filter(is_current!(now))
            .order((attestations::decided, attestations::number))
            .select(Row::as_select());
        let rows: Vec<Row> = self.query(|connection| valid.load(connection))?;
        rows.into_iter().map(Row::into_attestation).collect()
    }

    fn attestations_of(
        &mut self,
        subject: &SubjectKey,
        filter: &AttestationFilter,
        marker: Option<i64>,
        limit: usize,
    ) -> Stored<Vec<PlacedAttestation>> {
        let mut page = attestations::table
            .filter(attestations::kind.eq(subject.kind.as_str()).and(attestations::entity.eq(subject.number)))
            .order(attestations::number.desc())
            .limit(limited(limit))
            .select(Row::as_select())
            .into_boxed();
        if let Some(claims) = &filter.claims {
            let claims = Texts::of(claims.iter().map(|claim| claim.as_str().to_owned()));
            page = page.filter(Among::new(attestations::claim, claims));
        }
        page = match filter.status {
            None => page,
            Some(Status::Valid) => page.filter(attestations::state.eq(VALID)).filter(is_current!(filter.now)),
            Some(Status::Expired) => {
                page.filter(attestations::state.eq(VALID)).filter(attestations::expires.le(Some(At(filter.now))))
            }
            Some(Status::Superseded) => page.filter(attestations::state.eq(SUPERSEDED)),
            Some(Status::Revoked) => page.filter(attestations::state.eq(REVOKED)),
        };
        if let Some(marker) = marker {
            page = page.filter(attestations::number.lt(marker));
        }
        let rows: Vec<Row> = self.query(|connection| page.load(connection))?;
        rows.into_iter().map(Row::placed).collect()
    }

    fn attestations_signed_with(
        &mut self,
        keys: &[String],
        now: DateTime<Utc>,
        after: Option<i64>,
        limit: usize,
    ) -> Stored<Vec<PlacedAttestation>> {
        // One key after the other: only so does the index give them in their order. There are few.
        let mut rows: Vec<Row> = Vec::new();
        for key in keys.iter().collect::<BTreeSet<_>>() {
            let signed = attestations::table
                .filter(attestations::signing_key.eq(key))
                .filter(attestations::state.eq(VALID))
                .filter(is_current!(now))
                .filter(attestations::number.gt(after.unwrap_or(i64::MIN)))
                .order(attestations::number)
                .limit(limited(limit))
                .select(Row::as_select());
            rows.extend(self.query(|connection| signed.load::<Row>(connection))?);
        }
        rows.sort_unstable_by_key(|row| row.number);
        rows.into_iter().take(limit).map(Row::placed).collect()
    }
}

impl AttestationWrites for Work<'_> {
    fn insert_attestation(&mut self, attestation: &Attestation) -> Stored<()> {
        let row = NewRow::of(attestation);
        self.query(|connection| diesel::insert_into(attestations::table).values(row).execute(connection)).map(drop)
    }

    fn update_attestations(&mut self, changed: &[Attestation]) -> Stored<()> {
        // What ends many at once ends them alike: one statement.
        let mut alike: HashMap<StateColumns, Vec<Uuid>> = HashMap::new();
        for attestation in changed {
            alike.entry(StateColumns::of(attestation)).or_default().push(key(attestation.id).0);
        }
        for (state, ids) in alike {
            let these = attestations::table.filter(Among::new(attestations::id, Ids::of(&ids)));
            self.query(|connection| diesel::update(these).set(state).execute(connection))?;
        }
        Ok(())
    }
}
