//! The timers of a zone's SOA, and the relations between them that resolvers and secondaries rely on (rule Z11).

use crate::finding::Findings;

/// The greatest TTL or timer: 2^31 - 1 seconds (RFC 2181 section 8).
pub const MAX_SECONDS: u32 = 0x7fff_ffff;

/// A zone's SOA timers, in seconds, each 0 to [`MAX_SECONDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timers {
    /// How often a secondary asks for the serial.
    pub refresh: u32,
    /// How soon it asks again after a failure.
    pub retry: u32,
    /// After how long without an answer it stops serving the zone.
    pub expire: u32,
    /// How long a negative answer is cached; also the SOA's own TTL.
    pub ttl: u32,
}

impl Timers {
    /// Notes each broken relation of rule Z11 on its left-hand member, as something force lifts.
    pub fn check_relations(&self, findings: &mut Findings) {
        let mut broken = |member: &str, detail: String| findings.forcible_error(member, "soa_relation", detail);
        let Self { refresh, retry, expire, ttl } = *self;
        if refresh <= retry {
            broken("refresh", format!("refresh ({refresh}) must be greater than retry ({retry})"));
        }
        if u64::from(expire) <= u64::from(refresh) + u64::from(retry) {
            broken("expire", format!("expire ({expire}) must be greater than refresh + retry ({refresh} + {retry})"));
        }
        if retry < 300 {
            broken("retry", format!("retry ({retry}) must be at least 300"));
        }
        if ttl < 300 {
            broken("ttl", format!("ttl ({ttl}) must be at least 300"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(refresh: u32, retry: u32, expire: u32, ttl: u32) -> Vec<String> {
        let mut findings = Findings::new();
        Timers { refresh, retry, expire, ttl }.check_relations(&mut findings);
        findings.errors().iter().map(|error| error.field.clone()).collect()
    }

    #[test]
    fn z11_one_item_per_broken_relation_on_its_left_hand_member() {
        assert!(broken(10800, 3600, 1814400, 3600).is_empty());
        assert_eq!(broken(100, 1000, 10, 3600), ["refresh", "expire"]);
        assert_eq!(broken(3600, 3600, 1814400, 3600), ["refresh"]);
        assert_eq!(broken(10800, 3600, 14400, 3600), ["expire"]);
        assert_eq!(broken(600, 299, 1814400, 299), ["retry", "ttl"]);
        assert!(broken(MAX_SECONDS, 3600, MAX_SECONDS, 3600) == ["expire"]);
    }
}
