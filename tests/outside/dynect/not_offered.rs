//! Rule U5 and E4: what the original had and this registry has not, told by name after a look at the token.

use super::given::{self, Dyn};
use super::staged::{Session, ZONE, admin};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

/// Services that are left out, some by families of names.
const LEFT_OUT: &[&str] = &[
    "DSF",
    "DSFNode",
    "DSFRecordSet",
    "DSFResponsePool",
    "GSLB",
    "GSLBRegion",
    "GSLBRegionPoolEntry",
    "RTTM",
    "RTTMRegion",
    "RTTMLogReport",
    "RTTMRRSetReport",
    "Geo",
    "GeoNodeList",
    "Failover",
    "Notifier",
    "Monitor",
    "HTTPRedirect",
    "AdvRedirect",
    "AdvRedirectRule",
    "DDNS",
    "DDNSHost",
    "UpdateUser",
    "DNSSEC",
    "DNSSECNotifyReport",
    "DNSSECTimelineReport",
    "Secondary",
    "ZoneTransfer",
    "TSIGKey",
    "ExtNameserver",
    "QPSReport",
    "IssuesReport",
    "CustomerIPACL",
    "Password",
    "PermissionGroup",
    "PermissionGroupUserEntry",
    "UserGroupEntry",
    "UserZoneEntry",
    "UserForbidEntry",
    "UserPermissionEntry",
];

/// What the original itself had given up.
const GIVEN_UP: &[&str] = &["LoadBalance", "LoadBalancePoolEntry", "IPTrack", "CDNManager"];

const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

both! {
    fn u5_each_is_told_by_its_name_for_every_method(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        for name in LEFT_OUT {
            for method in METHODS {
                let line = format!("{name}: This service is not offered here");
                session.send(method, &format!("{name}/x.org/www.x.org"), &json!({})).refused("ILLEGAL_OPERATION").says(&line);
            }
            session.get(name).refused("ILLEGAL_OPERATION");
            session.get(&format!("{}/5/6/7/8/9", name.to_uppercase())).refused("ILLEGAL_OPERATION");
        }
    }

    fn e4_what_was_given_up_is_deprecated(server: &Server) {
        let session = admin(server);
        for name in GIVEN_UP {
            for method in METHODS {
                session.send(method, &format!("{name}/x.org"), &json!({})).refused("DEPRECATED_REQUEST");
            }
        }
    }

    fn u5_a_token_comes_first(server: &Server) {
        let nobody = Session(Dyn::nobody(&server.nobody()));
        let stranger = Session(Dyn::with_token(&server.nobody(), "none"));
        for name in LEFT_OUT {
            nobody.get(name).refused("MISSING_DATA").says("token: required field missing");
            stranger.get(name).refused("INVALID_DATA").says("login: Bad or expired credentials");
        }
        let attestor = Session(given::user(server, "acme", "judge", &["attestor"]));
        attestor.get("DSF").refused("ILLEGAL_OPERATION");
    }

    fn u5_what_never_was_is_no_resource(server: &Server) {
        let session = admin(server);
        for name in ["Foo", "Zones", "DS", "Entry", "ZoneFileImport", "FooRecord", "Rest", "SessionX"] {
            for method in METHODS {
                session.send(method, &format!("{name}/x.org"), &json!({})).refused("INVALID_REQUEST").says(&format!("request: No such resource, {name}"));
            }
        }
        session.get("").refused("INVALID_REQUEST");
    }
}
