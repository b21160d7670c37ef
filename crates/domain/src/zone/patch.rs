//! A change of a zone's own members, applied to the zone as it is (rule Z5).

use domesday_dns::mailbox::Email;

use super::{Owner, Zone};
use crate::finding::Findings;
use crate::history::Value;
use crate::name::HostName;
use crate::serial::Serial;

/// The members a caller wants changed; `None` leaves one as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ZonePatch {
    /// A new list of name servers; the first leads.
    pub ns: Option<Vec<HostName>>,
    /// A new SOA MNAME.
    pub primary_ns: Option<HostName>,
    /// A new SOA RNAME.
    pub email: Option<Email>,
    /// A serial further on.
    pub serial: Option<u32>,
    /// SOA timers.
    pub refresh: Option<u32>,
    /// See [`crate::timers::Timers`].
    pub retry: Option<u32>,
    /// See [`crate::timers::Timers`].
    pub expire: Option<u32>,
    /// See [`crate::timers::Timers`].
    pub ttl: Option<u32>,
    /// A new default TTL.
    pub default_ttl: Option<u32>,
    /// A new TTL of the apex NS, or none.
    pub ns_ttl: Option<Option<u32>>,
    /// A new owner.
    pub owner: Option<Owner>,
    /// Members that nobody may change, as the caller believes them to be.
    pub read_only: Vec<(&'static str, Value)>,
}

impl ZonePatch {
    /// The zone as it would be; what is wrong goes to `findings`. The serial is set only by an explicit `serial` (rule S5).
    pub fn apply(&self, zone: &Zone, findings: &mut Findings) -> Zone {
        let mut after = zone.clone();
        self.check_read_only(zone, findings);
        self.apply_timers(&mut after, findings);
        self.apply_name_servers(zone, &mut after, findings);
        if let Some(email) = &self.email {
            after.content.email = email.clone();
        }
        if let Some(seconds) = self.default_ttl {
            after.content.default_ttl = seconds;
        }
        if let Some(seconds) = self.ns_ttl {
            after.content.ns_ttl = seconds;
        }
        if let Some(owner) = &self.owner {
            after.owner = owner.clone();
        }
        if let Some(value) = self.serial.filter(|value| *value != zone.serial.get()) {
            match Serial::new(value).filter(|serial| serial.is_after(zone.serial)) {
                Some(serial) => after.serial = serial,
                None => findings.error(
                    "serial",
                    "serial_not_forward",
                    format!("{value} is not after {} by RFC 1982", zone.serial),
                ),
            }
        }
        after
    }

    fn check_read_only(&self, zone: &Zone, findings: &mut Findings) {
        for (member, believed) in &self.read_only {
            if zone.read_only_member(member).as_ref() == Some(believed) {
                continue;
            }
            if *member == "name" {
                findings.error("name", "name_immutable", "a zone's name never changes");
            } else {
                findings.error(*member, "read_only", format!("{member} is set by the system"));
            }
        }
    }

    fn apply_timers(&self, after: &mut Zone, findings: &mut Findings) {
        let timers = &mut after.content.timers;
        let before = *timers;
        for (wanted, place) in [
            (self.refresh, &mut timers.refresh),
            (self.retry, &mut timers.retry),
            (self.expire, &mut timers.expire),
            (self.ttl, &mut timers.ttl),
        ] {
            if let Some(seconds) = wanted {
                *place = seconds;
            }
        }
        if *timers != before {
            timers.check_relations(findings);
        }
    }

    fn apply_name_servers(&self, zone: &Zone, after: &mut Zone, findings: &mut Findings) {
        let content = &mut after.content;
        if let Some(ns) = self.ns.as_ref().filter(|ns| **ns != zone.content.ns) {
            content.ns.clone_from(ns);
            if let Some(first) = ns.first() {
                content.primary_ns = first.clone();
            }
        }
        if let Some(primary) = &self.primary_ns
            && (*primary != zone.content.primary_ns || content.ns != zone.content.ns)
        {
            content.lead_with(primary.clone(), &zone.name, findings);
        }
    }
}

impl Zone {
    /// A member that nobody may change, as clients see it.
    fn read_only_member(&self, member: &str) -> Option<Value> {
        let time =
            |at: chrono::DateTime<chrono::Utc>| Value::Text(at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true));
        Some(match member {
            "name" => Value::Text(self.name.to_string()),
            "unicode" => self.name.as_name().to_unicode().map_or(Value::Null, Value::Text),
            "id" => Value::Number(self.id.0),
            "kind" => Value::Text(self.name.kind().as_str().to_owned()),
            "network" => self.name.network().map_or(Value::Null, |network| Value::Text(network.to_string())),
            "registry_zone" => Value::Flag(self.registry_zone),
            "serial_style" => Value::Text(self.serial_style.as_str().to_owned()),
            "frozen" => Value::Flag(self.frozen),
            "revision" => Value::Number(self.revision),
            "created" => time(self.created),
            "updated" => time(self.updated),
            _ => return None,
        })
    }
}
