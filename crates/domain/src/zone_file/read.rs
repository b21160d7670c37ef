//! Reads a file into a [`ZoneFile`], or into all of its faults.

use std::collections::BTreeMap;
use std::io::BufRead;

use domesday_dns::rdata::Soa;
use domesday_dns::zonefile::{Entry, Reader, Record};
use domesday_dns::{Name, Rdata, RecordType};

use super::arrange::{self, FileRecord};
use super::{Faults, LineFault, ZoneFile};
use crate::finding::{Findings, Warning};
use crate::name::{HostName, ZoneName};
use crate::serial::Serial;
use crate::timers::Timers;
use crate::zone::{MAX_NAME_SERVERS, ZoneContent};

/// Reads a whole file (rules F7–F13). `origin` is the `$ORIGIN` it starts with; `progress` is told the number of records now and then.
///
/// # Errors
/// Every fault, in the order of their lines; the forcible ones too if any is not.
pub fn read(
    input: impl BufRead,
    origin: Option<Name>,
    mut progress: impl FnMut(u64),
) -> Result<ZoneFile, Vec<LineFault>> {
    let mut collected = Collected::default();
    for entry in Reader::new(input, origin) {
        match entry {
            Ok(Entry::DefaultTtl { ttl, .. }) => {
                collected.first_default.get_or_insert(ttl);
            }
            Ok(Entry::Record(record)) => collected.take(record),
            Err(error) => collected.faults.hard(error.line, error.code.as_str(), error.detail),
        }
        if collected.records % 10_000 == 0 {
            progress(collected.records);
        }
    }
    progress(collected.records);
    collected.into_zone()
}

/// What is collected line by line.
#[derive(Default)]
struct Collected {
    soa: Option<(u64, Name, Soa, Option<u32>)>,
    /// The first `$TTL`.
    first_default: Option<u32>,
    /// The TTL stated last, which lines without one take where no `$TTL` is in force (RFC 1035 section 5.1).
    last_stated: Option<u32>,
    kept: Vec<FileRecord>,
    dropped: BTreeMap<RecordType, u64>,
    spf: u64,
    records: u64,
    faults: Faults,
}

impl Collected {
    fn take(&mut self, record: Record) {
        self.records += 1;
        let Record { line, owner, ttl, default_ttl, rtype, rdata } = record;
        if ttl.is_some() {
            self.last_stated = ttl;
        }
        let Some(rdata) = rdata else {
            *self.dropped.entry(rtype).or_default() += 1;
            return;
        };
        if let Some(soa) = rdata.soa() {
            match &self.soa {
                None => self.soa = Some((line, owner, soa, ttl)),
                Some((first, ..)) => {
                    self.faults.hard(line, "two_soa", format!("a second SOA; the first is in line {first}"));
                }
            }
            return;
        }
        let (rtype, rdata) = if rtype == RecordType::SPF {
            self.spf += 1;
            (RecordType::TXT, Rdata::from_stored(RecordType::TXT, rdata.into_wire()))
        } else {
            (rtype, rdata)
        };
        let in_force = default_ttl.or(self.last_stated);
        self.kept.push(FileRecord { line, owner, ttl: ttl.or(in_force), inherited: ttl.is_none(), rtype, rdata });
    }

    fn into_zone(self) -> Result<ZoneFile, Vec<LineFault>> {
        let Self { soa, first_default, kept, dropped, spf, records, mut faults, .. } = self;
        let Some((line, owner, soa, soa_ttl)) = soa else {
            faults.hard(0, "no_soa", "the file has no SOA, so it is no zone");
            return Err(in_order(faults));
        };
        let mut warnings: Vec<Warning> = dropped.iter().map(|(rtype, count)| dropped_warning(*rtype, *count)).collect();
        let name = match ZoneName::new(owner) {
            Ok(name) => name,
            Err(problem) => {
                faults.hard(line, "bad_name", problem.to_string());
                return Err(in_order(faults));
            }
        };
        if spf > 0 {
            let detail = format!("{spf} SPF records are kept as TXT (RFC 7208 section 3.1)");
            warnings.push(Warning { code: "spf_stored_as_txt", subject: name.to_string(), detail });
        }
        let default_ttl = first_default.or(soa_ttl).unwrap_or(soa.minimum);
        let arranged = arrange::arrange(&name, default_ttl, kept, &mut warnings, &mut faults);
        let content = content(&name, line, &soa, default_ttl, &arranged, &mut faults);
        let serial = Serial::new(soa.serial);
        if serial.is_none() {
            faults.hard(line, "out_of_range", "a serial is 1 to 4294967295");
        }
        match (content, serial) {
            (Some(content), Some(serial)) if faults.hard.is_empty() => {
                let (sets, forcible) = (arranged.sets, in_order(faults));
                Ok(ZoneFile { name, content, serial, sets, records, warnings, forcible })
            }
            _ => Err(in_order(faults)),
        }
    }
}

/// What SOA and apex NS make of the zone itself.
fn content(
    name: &ZoneName,
    line: u64,
    soa: &Soa,
    default_ttl: u32,
    arranged: &arrange::Arranged,
    faults: &mut Faults,
) -> Option<ZoneContent> {
    let email = soa.email();
    if email.is_none() {
        faults.hard(line, "bad_email", "the SOA's RNAME is no mailbox");
    }
    let primary = HostName::new(soa.mname.clone());
    if let Err(problem) = &primary {
        faults.hard(line, "bad_host_name", format!("the SOA's MNAME: {problem}"));
    }
    let timers = Timers { refresh: soa.refresh, retry: soa.retry, expire: soa.expire, ttl: soa.minimum };
    let mut findings = Findings::new();
    timers.check_relations(&mut findings);
    for error in findings.errors() {
        faults.forcible(line, error.code, error.detail.clone());
    }
    let mut hosts = Vec::new();
    for (line, target) in &arranged.apex_ns {
        match HostName::new(target.clone()) {
            Ok(host) if hosts.contains(&host) => {}
            Ok(host) => hosts.push(host),
            Err(problem) => faults.hard(*line, "bad_host_name", problem.to_string()),
        }
    }
    match arranged.apex_ns.get(MAX_NAME_SERVERS) {
        Some((line, _)) if hosts.len() > MAX_NAME_SERVERS => {
            faults.hard(*line, "out_of_range", format!("a zone has at most {MAX_NAME_SERVERS} name servers"));
        }
        _ => {}
    }
    if arranged.apex_ns.is_empty() {
        faults.hard(0, "no_ns", format!("the apex {name} has no NS"));
    }
    let (email, primary) = (email?, primary.ok()?);
    let mut content =
        ZoneContent { ns: hosts, primary_ns: primary.clone(), email, timers, default_ttl, ns_ttl: arranged.ns_ttl };
    let mut findings = Findings::new();
    content.lead_with(primary.clone(), name, &mut findings);
    if !findings.is_clean() {
        faults.forcible(line, "primary_not_in_ns", format!("the SOA's MNAME {primary} is not among the name servers"));
    }
    Some(content)
}

fn dropped_warning(rtype: RecordType, count: u64) -> Warning {
    let detail = format!("{count} {rtype} records were dropped: a signer makes them");
    Warning { code: "signer_records_dropped", subject: rtype.to_string(), detail }
}

fn in_order(faults: Faults) -> Vec<LineFault> {
    let mut all = faults.hard;
    all.extend(faults.forcible);
    all.sort_by_key(|fault| fault.line);
    all.truncate(super::FAULTS_TOLD);
    all
}
