//! The path of a request (rule W1): a resource's name in any case, and what follows it, part by part.

use crate::paths::decoded;

/// What precedes every path of this face, in capitals.
const TOP: &str = "/REST";

/// Whether a path is this face's.
pub(crate) fn is_here(path: &str) -> bool {
    path.strip_prefix(TOP).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A path, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The resource, as it is spelled; empty where none is named.
    pub(super) resource: String,
    /// What follows it, decoded.
    pub(super) parts: Vec<String>,
}

impl Place {
    /// Takes a path apart: empty segments are skipped, a final slash says nothing.
    pub(super) fn of(path: &str) -> Self {
        let rest = path.strip_prefix(TOP).unwrap_or(path);
        let mut segments = rest.split('/').filter(|segment| !segment.is_empty()).map(decoded);
        let resource = segments.next().unwrap_or_default();
        let mut parts: Vec<String> = Vec::new();
        for segment in segments {
            match parts.last_mut() {
                Some(before) if is_classless(before, &segment) => {
                    before.push('/');
                    before.push_str(&segment);
                }
                _ => parts.push(segment),
            }
        }
        Self { resource, parts }
    }

    /// Whether this is a Job GET, which any method on such a path is (rule J2).
    pub(super) fn is_job(&self) -> bool {
        self.resource.eq_ignore_ascii_case("Job") && self.parts.len() == 1
    }
}

/// Whether two segments are one name of RFC 2317 with its slash unescaped (rule N5 of `zones.md`): `0/25.2.0.192.in-addr.arpa`.
fn is_classless(before: &str, after: &str) -> bool {
    let digit = |octet: Option<u8>| octet.is_some_and(|octet| octet.is_ascii_digit());
    let Some((first, rest)) = after.split_once('.') else { return false };
    let below = rest.trim_end_matches('.').to_ascii_lowercase();
    let reverse = ["in-addr.arpa", "ip6.arpa"].into_iter().any(|top| below.ends_with(top));
    digit(before.bytes().last()) && !first.is_empty() && first.bytes().all(|octet| digit(Some(octet))) && reverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w1_empty_segments_are_skipped_and_names_are_decoded() {
        for (path, resource, parts) in [
            ("/REST/Zone/x.org", "Zone", vec!["x.org"]),
            ("/REST/zone/x.org/", "zone", vec!["x.org"]),
            ("/REST//Zone///x.org//", "Zone", vec!["x.org"]),
            ("/REST/SESSION/", "SESSION", vec![]),
            ("/REST", "", vec![]),
            ("/REST/", "", vec![]),
            ("/REST/ARecord/x.org/w%77w.x.org./318", "ARecord", vec!["x.org", "www.x.org.", "318"]),
            ("/REST/Zone/b%C3%BCcher.org", "Zone", vec!["bücher.org"]),
        ] {
            let place = Place::of(path);
            assert_eq!(
                (place.resource.as_str(), place.parts),
                (resource, parts.iter().map(ToString::to_string).collect()),
                "{path}"
            );
        }
    }

    #[test]
    fn w1_a_name_may_have_a_slash_escaped_or_not() {
        let cut = "0/25.2.0.192.in-addr.arpa";
        for path in ["/REST/Zone/0%2F25.2.0.192.in-addr.arpa/", "/REST/Zone/0/25.2.0.192.in-addr.arpa"] {
            assert_eq!(Place::of(path).parts, [cut], "{path}");
        }
        let record = Place::of("/REST/PTRRecord/0/25.2.0.192.in-addr.arpa/7.0/25.2.0.192.in-addr.arpa/4711");
        assert_eq!(record.parts, [cut, "7.0/25.2.0.192.in-addr.arpa", "4711"]);
        let plain = Place::of("/REST/PTRRecord/2.0.192.in-addr.arpa/4.2.0.192.in-addr.arpa");
        assert_eq!(plain.parts, ["2.0.192.in-addr.arpa", "4.2.0.192.in-addr.arpa"]);
        assert_eq!(Place::of("/REST/ARecord/zone1/4.zone1").parts, ["zone1", "4.zone1"]);
    }

    #[test]
    fn w1_rest_is_in_capitals() {
        assert!(is_here("/REST") && is_here("/REST/") && is_here("/REST/Foo/Bar"));
        assert!(!is_here("/rest/Zone") && !is_here("/RESTful") && !is_here("/zones"));
    }

    #[test]
    fn j2_a_job_is_asked_for_by_its_id() {
        assert!(Place::of("/REST/Job/1000017/").is_job() && Place::of("/REST/job/x").is_job());
        assert!(!Place::of("/REST/Job").is_job() && !Place::of("/REST/Job/1/2").is_job());
    }
}
