//! Exports a zone as a file, from one snapshot, a piece at a time (rules F1–F6).

use domesday_domain::actor::Permission;
use domesday_domain::finding::{Conflict, ConflictKind, Warning};
use domesday_domain::name::ZoneName;
use domesday_domain::record::RecordSet;
use domesday_domain::zone::Zone;
use domesday_domain::zone_file::{Header, is_private, write_set};
use std::hash::{Hash, Hasher};

use super::check::standing_warnings;
use super::visible_zone;
use crate::input::Input;
use crate::ports::{SetFilter, Snapshot, Stored};
use crate::refusal::Refusal;
use crate::registry::{Context, Outlet, Streamed};
use crate::stable_hash::StableHasher;

/// How many sets are read at a time, and how much text goes out at once.
const CHUNK: usize = 1000;
const PIECE: usize = 64 * 1024;

/// How a zone is exported.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExportOptions {
    /// Refuse a zone with warnings.
    pub strict: bool,
    /// Leave private addresses out.
    pub exclude_private: bool,
}

/// Asks for a zone's file.
pub struct ExportZone {
    /// The zone.
    pub zone: ZoneName,
    /// How.
    pub options: Input<ExportOptions>,
    /// The caller has a file with this entity tag, or any of them: then only the head is given.
    pub known: Vec<String>,
}

/// What is known of the file before its text.
#[derive(Clone, Debug)]
pub struct ExportHead {
    /// Its entity tag, quoted: the zone's number and serial, and a hash of the warnings if there are any.
    pub etag: String,
    /// What is wrong with the zone.
    pub warnings: Vec<Warning>,
}

impl Streamed for ExportZone {
    const NEEDS: Permission = Permission::ReadZones;
    type Head = ExportHead;
    type Item = String;

    fn execute(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<ExportHead, String>,
    ) -> Result<(), Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let (options, findings) = self.options.well_formed()?;
        findings.settle(false)?;
        let warnings = standing_warnings(snapshot, &zone)?;
        if options.strict && !warnings.is_empty() {
            return Err(refused(&zone, warnings));
        }
        let etag = etag(&zone, &warnings, *options);
        let known = self.known.iter().any(|tag| tag.trim_start_matches("W/") == etag || tag == "*");
        outlet.begin(ExportHead { etag, warnings: warnings.clone() });
        if known {
            return Ok(());
        }
        let mut piece = String::with_capacity(PIECE + PIECE / 4);
        Header { zone: &zone, warnings: &warnings }.write(&mut piece);
        each_set(snapshot, &zone, |set| {
            if options.exclude_private {
                let mut public = set.clone();
                let mut place = 0..;
                public.records.retain(|_| place.next().is_none_or(|place| !is_private(&zone, set, place)));
                write_set(&mut piece, &public);
            } else {
                write_set(&mut piece, set);
            }
            if piece.len() >= PIECE {
                outlet.send(std::mem::replace(&mut piece, String::with_capacity(PIECE + PIECE / 4)))?;
            }
            Ok(())
        })?;
        outlet.send(piece)
    }
}

/// Goes through a zone's sets in canonical order, the apex SOA and NS apart.
pub(super) fn each_set(
    snapshot: &mut dyn Snapshot,
    zone: &Zone,
    mut visit: impl FnMut(&RecordSet) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut marker = None;
    loop {
        let sets = snapshot.sets(zone.id, &SetFilter::default(), marker.as_ref(), CHUNK)?;
        sets.iter().try_for_each(&mut visit)?;
        if sets.len() < CHUNK {
            return Ok(());
        }
        marker = sets.last().map(|set| (set.owner.clone(), set.rtype));
    }
}

fn etag(zone: &Zone, warnings: &[Warning], options: ExportOptions) -> String {
    let private = if options.exclude_private { ".p" } else { "" };
    if warnings.is_empty() {
        return format!("\"{}.{}{private}\"", zone.id.0, zone.serial);
    }
    let mut hasher = StableHasher::default();
    warnings.hash(&mut hasher);
    format!("\"{}.{}{private}.{:016x}\"", zone.id.0, zone.serial, hasher.finish())
}

/// The refusal of `strict=true`: the warnings as conflicts.
fn refused(zone: &Zone, warnings: Vec<Warning>) -> Refusal {
    let conflict = |warning: Warning| Conflict {
        code: warning.code,
        kind: match warning.code {
            "ns_address_missing" | "primary_not_in_ns" => ConflictKind::NameServer,
            "target_is_cname" => ConflictKind::RecordSet,
            _ => ConflictKind::Zone,
        },
        name: domesday_dns::Name::parse(&warning.subject).unwrap_or_else(|_| zone.name.as_name().clone()),
        rtype: None,
        zone: Some(zone.name.as_name().clone()),
        managed_by: None,
        detail: warning.detail,
        forcible: false,
    };
    Refusal::Conflict { conflicts: warnings.into_iter().map(conflict).collect(), forcible: false }
}

/// The SHA-256 of a zone's file without its warnings, in hex, for the history of bulk changes (rule H2).
pub(crate) fn digest<'a>(zone: &Zone, sets: impl Iterator<Item = &'a RecordSet>) -> String {
    let mut file = Hashed::new(zone);
    sets.for_each(|set| file.add(set));
    file.finish()
}

/// The same of the zone as it is stored, read a piece at a time.
pub(crate) fn stored_digest(snapshot: &mut dyn Snapshot, zone: &Zone) -> Result<String, Refusal> {
    let mut file = Hashed::new(zone);
    each_set(snapshot, zone, |set| {
        file.add(set);
        Ok(())
    })?;
    Ok(file.finish())
}

/// A file of which only the hash is kept.
struct Hashed {
    context: ring::digest::Context,
    piece: String,
}

impl Hashed {
    fn new(zone: &Zone) -> Self {
        let mut piece = String::with_capacity(PIECE + PIECE / 4);
        Header { zone, warnings: &[] }.write(&mut piece);
        Self { context: ring::digest::Context::new(&ring::digest::SHA256), piece }
    }

    fn add(&mut self, set: &RecordSet) {
        write_set(&mut self.piece, set);
        if self.piece.len() >= PIECE {
            self.context.update(self.piece.as_bytes());
            self.piece.clear();
        }
    }

    fn finish(mut self) -> String {
        self.context.update(self.piece.as_bytes());
        self.context.finish().as_ref().iter().map(|octet| format!("{octet:02x}")).collect()
    }
}

/// All sets of a zone at once, for imports that replace it.
pub(crate) fn all_sets(snapshot: &mut dyn Snapshot, zone: &Zone) -> Stored<Vec<RecordSet>> {
    snapshot.sets(zone.id, &SetFilter::default(), None, usize::MAX >> 1)
}
