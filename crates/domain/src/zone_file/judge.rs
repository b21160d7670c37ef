//! The rules of record sets (R6, R7, R9–R11, R14, D10, D15) over a whole file, each fault with its line.

use std::collections::HashSet;

use domesday_dns::{Name, RecordType};

use super::arrange::FileRecord;
use super::{Faults, FileSet};
use crate::finding::Findings;
use crate::name::{ZoneName, check_owner};
use crate::record::values;

/// Goes through a file's owners in canonical order, so that whatever is above an owner has been seen.
pub(super) struct Judge<'a> {
    zone: &'a ZoneName,
    aliases: HashSet<Name>,
    dname: Option<Name>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(zone: &'a ZoneName, records: &[FileRecord]) -> Self {
        let aliases = records
            .iter()
            .filter(|record| record.rtype == RecordType::CNAME)
            .map(|record| record.owner.clone())
            .collect();
        Self { zone, aliases, dname: None }
    }

    /// Judges the sets of one owner.
    pub(super) fn owner(&mut self, owner: &Name, is_cut: bool, sets: &[FileSet], faults: &mut Faults) {
        for set in sets {
            self.set(set, faults);
            if set.rtype == RecordType::DS && !is_cut {
                faults.hard(set.line, "not_a_cut", format!("DS stands only at a delegation; {owner} is none"));
            }
        }
        self.together(owner, sets, faults);
        if let (Some(dname), Some(set)) = (self.dname.as_ref().filter(|dname| owner.is_below(dname)), sets.first()) {
            faults.hard(set.line, "dname_conflict", format!("{owner} is below the DNAME at {dname}"));
        }
        if sets.iter().any(|set| set.rtype == RecordType::DNAME) {
            self.dname = Some(owner.clone());
        }
    }

    fn set(&self, set: &FileSet, faults: &mut Faults) {
        if let Err((code, detail)) = check_owner(&set.owner, set.rtype) {
            faults.hard(set.line, code, detail);
        }
        let mut findings = Findings::new();
        values::check_each(self.zone, set.rtype, &set.values, |_| String::new(), &mut findings);
        values::check_whole(&set.owner, set.rtype, &set.values, "", &mut findings);
        for error in findings.errors() {
            faults.hard(set.line, error.code, error.detail.clone());
        }
        self.targets(set, faults);
    }

    /// Rules D10 and R11 within the file.
    pub(super) fn targets(&self, set: &FileSet, faults: &mut Faults) {
        let hard = match set.rtype {
            RecordType::NS => true,
            RecordType::MX | RecordType::SRV => false,
            _ => return,
        };
        for target in
            set.values.iter().filter_map(domesday_dns::Rdata::target).filter(|target| self.aliases.contains(target))
        {
            let detail = format!("{} {} points at {target}, an alias (RFC 2181 section 10.3)", set.owner, set.rtype);
            if hard {
                faults.hard(set.line, "target_is_cname", detail);
            } else {
                faults.forcible(set.line, "target_is_cname", detail);
            }
        }
    }

    fn together(&self, owner: &Name, sets: &[FileSet], faults: &mut Faults) {
        let Some(alias) = sets.iter().find(|set| set.rtype == RecordType::CNAME) else { return };
        if owner == self.zone.as_name() {
            faults.hard(alias.line, "cname_conflict", "the apex has SOA and NS, so it cannot be a CNAME");
        }
        for other in sets.iter().filter(|set| set.rtype != RecordType::CNAME) {
            let detail = format!("a CNAME stands alone at its name, and {owner} has {} too", other.rtype);
            faults.hard(alias.line, "cname_conflict", detail);
        }
    }
}
