//! One registry behind five faces: what is written through one is at once read, and refused as a duplicate, through every other, and its
//! history tells which it was. One token serves them all, in any of their headers.
//!
//! Which law holds what, by the kind of thing. A path is a module of this binary; without one, the law is in a file of this folder.
//!
//! | thing | written through | read, refused as a duplicate, its history read | law |
//! | --- | --- | --- | --- |
//! | zone | `/zones`, `/api/v1`, `/REST`, a file | all four, `/api/zones` | `zones`: `a_zone_made_through_any_face_…` |
//! | | the command line | the same, and the other way round | `zones`: `a_zone_made_by_the_command_line_…` |
//! | | (deleted) the four | gone from all, and free again | `zones`: `a_zone_deleted_through_any_face_…` |
//! | | (its timers) the four | the four, the SOA | `zones`: `timers_changed_through_any_face_…` |
//! | | | `/zones/…/history`, `/history`, `/api/zones/…/history` | `zones`: `a_zones_history_is_one_…` |
//! | | | by whom: account against account | `zones`: `who_may_not_read_a_zone_…` |
//! | record | `/zones`, `/REST`, a file | and `/api/v1/zonefiles` | `records`: `a_record_written_through_any_face_…`, `a_record_that_is_there_…` |
//! | delegation | `/zones`, `/api/v1`, `/REST` | the three | `records`: `a_delegation_made_through_any_face_…`, `a_delegation_ended_…` |
//! | | beside registered names | `/domains` | `registrations`: `a_name_that_another_face_delegated_…` |
//! | glue, host | `/hosts`, `/zones`, `/REST`, a file, the command line | and `/api/hosts`, RDAP, `/api/v1` | `hosts`: `an_address_written_through_any_face_…`, `a_host_that_is_there_…`, `a_hosts_history_is_one_…` |
//! | | any face that delegates | glue on each | `hosts`: `an_address_below_a_cut_is_glue_…` |
//! | | (last address) `/hosts` | 2305 with the blockers | `hosts`: `d14_…` |
//! | TLD rule | `/tlds`, `/v2/tlds`, `domesday tld` | the three, `/history` | `rules`: `a_rule_made_through_any_way_…` |
//! | | the same | what may be a zone or a domain | `names`: `a_tld_said_through_either_form_…`; `rules`: `what_the_command_line_says_of_tlds_…` |
//! | block list | `/blocklist`, `/v2/blacklists` | both, zones of every face, `/domains`, `/history` | `rules`: `an_entry_of_the_block_list_…`, `z9_…` |
//! | policy | `/tlds/{id}/policy`, `/policies` | both | `crate::tlds::policy_rules`: `both_ways_lead_to_one_policy` |
//! | | (its rule deleted) the three ways to rules | `/policies`, `/domains` | `rules`: `a_policy_lives_on_…`, `a_policy_of_a_wildcard_…` |
//! | registration | `/domains` | `/zones`, `/api/v1`, `/REST`, a file, `/api/domains`, RDAP | `names`: `a_registered_domain_is_a_delegation_…`, `a_domain_on_hold_…` |
//! | | | refused by each of them | `registrations`: `a_registered_name_is_refused_…` |
//! | | | `/history`, `/api/domains/…/history`, the zone's | `registrations`: `a_domains_history_is_one_…` |
//! | contact | `/contacts` | `/api/contacts`, RDAP, `/whois`, `/REST/Contact`, `/history` | `people`: `a_contact_changed_…`, `a_contact_is_refused_…` |
//! | message | `/domains`, `/policies`, `/api/…`, `/meta/…` | `/notifications` | `people`: `messages_tell_a_registrar_…`; `crate::registrar::messages` |
//! | attestation | `/api/…/attest`, `/meta/…/revoke` | RDAP, `/domains`, `/whois`, `/notifications` | `people`; `crate::rdap::verified`, `crate::entities::required_claims` |
//! | | `domesday attestation verify`, `resign` | `/meta/attestations` | `crate::entities::verify`, `crate::entities::keys` |
//! | account, client | `/accounts`, `/clients`, `domesday account` | the three, `/api/clients`, `/v2/quotas`, RDAP, `/history` | `accounts`: `an_account_made_through_any_face_…` |
//! | | (suspended) the three | every face that writes | `accounts`: `an_account_suspended_…` |
//! | | (quota) `/v2/quotas`, `/accounts` | every face that makes zones | `accounts`: `a_quota_set_through_any_face_…` |
//! | user | `/accounts/…/users`, `domesday user` | both, `/REST/User`, every log-in | `accounts`: `a_user_made_through_any_face_…`; `people`: `a_disabled_user_…` |
//! | session | `/sessions`, `/auth`, `/REST/Session`, `/api/token-auth` | every face in every header, until any closes it | `sessions`; `zones`: `one_token_opens_every_face_…` |
//! | API key | `/accounts/…/keys`, `domesday key` | both, every face in every header | `accounts`: `a_key_made_or_disabled_…`; `sessions`: `an_api_key_…` |
//! | signing key | `domesday signing-key`, `/meta/signing-keys` | both | `crate::entities::keys`: `s5_…`, `s6_…` |
//!
//! What the specification settles for all faces beside that: the statuses of `/api/v1`, what is open, and what `/health` says, in `service`
//! and `crate::running`; lives of sessions in `crate::sessions`, `crate::mreg::tokens`, `crate::registrar::auth` and
//! `crate::dynect::sessions`; the tokens' secret in `crate::operations::secrets`; administration in `crate::accounts`; histories by subject
//! in `crate::subject_history`; a stated permission on every route in `crate::coverage`.

mod accounts;
mod hosts;
mod names;
mod people;
mod records;
mod registrations;
mod rules;
mod service;
mod sessions;
mod zones;

use domesday_tests::client::{Answer, Client};
use serde_json::{Value, json};

use crate::given;

/// A way in for whoever keeps zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Zones,
    Mreg,
    Dynect,
    File,
}

/// Each of them.
const WAYS: [Way; 4] = [Way::Zones, Way::Mreg, Way::Dynect, Way::File];

impl Way {
    /// The word in the history.
    fn face(self) -> &'static str {
        match self {
            Self::Zones | Self::File => "zones",
            Self::Mreg => "mreg",
            Self::Dynect => "dynect",
        }
    }

    /// Makes a zone with two name servers that are nobody's here; through DynECT it is published too.
    fn try_make(self, client: &Client, name: &str) -> Answer {
        match self {
            Self::Zones => client.post("/zones", &given::zone(name)).send(),
            Self::Mreg => {
                let servers = ["ns1.provider.net", "ns2.provider.net"];
                let zone = json!({"name": name, "email": "hostmaster@example.org", "primary_ns": servers});
                client.post("/api/v1/zones/forward/", &zone).send()
            }
            Self::Dynect => {
                let zone = json!({"rname": "hostmaster@example.org", "ttl": 3600});
                let made = client.post(&format!("/REST/Zone/{name}/"), &zone).send();
                if !made.is_success() {
                    return made;
                }
                client.put(&format!("/REST/Zone/{name}/"), &json!({"publish": true})).send()
            }
            Self::File => {
                let file = format!(
                    "$ORIGIN {name}.\n@ 3600 IN SOA ns1.provider.net. hostmaster.example.org. 1 10800 3600 1814400 3600\n\
                     @ 3600 IN NS ns1.provider.net.\n@ 3600 IN NS ns2.provider.net.\n"
                );
                given::import(client, "", &file)
            }
        }
    }

    /// Makes a zone.
    fn make(self, client: &Client, name: &str) {
        let answer = self.try_make(client, name);
        assert!(answer.is_success(), "{self:?}: {answer}");
    }

    /// Whether a zone is read here.
    fn has(self, client: &Client, name: &str) -> bool {
        let path = match self {
            Self::Zones => format!("/zones/{name}"),
            Self::Mreg => format!("/api/v1/zones/forward/{name}"),
            Self::Dynect => format!("/REST/Zone/{name}/"),
            Self::File => format!("/zones/{name}/zonefile"),
        };
        let answer = client.get(&path).send();
        assert!(answer.is_success() || answer.status == 404, "{self:?}: {answer}");
        answer.is_success()
    }

    /// Deletes a zone.
    fn delete(self, client: &Client, name: &str) {
        let answer = match self {
            Self::Zones | Self::File => client.delete(&format!("/zones/{name}")).if_match("*").send(),
            Self::Mreg => client.delete(&format!("/api/v1/zones/forward/{name}")).send(),
            Self::Dynect => client.request("DELETE", &format!("/REST/Zone/{name}/")).json(&json!({})).send(),
        };
        assert!(answer.is_success(), "{self:?}: {answer}");
    }
}

/// Publishes what is staged of a zone.
fn published(client: &Client, zone: &str) -> Answer {
    client.put(&format!("/REST/Zone/{zone}/"), &json!({"publish": true})).send()
}

/// The newest entry of a zone's history.
fn newest(client: &Client, zone: &str) -> Value {
    let entries = client.get(&format!("/zones/{zone}/history?limit=1")).expect(200).json();
    entries[0].clone()
}

/// The face of the newest entry.
fn last_face(client: &Client, zone: &str) -> String {
    newest(client, zone)["face"].as_str().expect("a face").to_owned()
}

/// What was done, entry by entry.
fn actions(entries: &Value) -> Vec<String> {
    let entries = entries.as_array().unwrap_or_else(|| panic!("no list: {entries}"));
    entries.iter().map(|entry| entry["action"].as_str().expect("an action").to_owned()).collect()
}

/// Every file of this folder, as text.
fn sources() -> String {
    let here = domesday_tests::server::root().join("tests/outside");
    let mut open = vec![here];
    let mut all = String::new();
    while let Some(place) = open.pop() {
        if place.is_dir() {
            open.extend(std::fs::read_dir(&place).expect("a directory").map(|entry| entry.expect("an entry").path()));
        } else if place.extension().is_some_and(|end| end == "rs") {
            all += &std::fs::read_to_string(&place).expect("a file");
        }
    }
    all
}

#[test]
fn the_table_at_the_head_names_laws_that_are_there() {
    let (sources, own) = (sources(), include_str!("across.rs"));
    let table: Vec<&str> = own.lines().filter(|line| line.starts_with("//! |")).collect();
    let laws: Vec<&str> = table.iter().flat_map(|line| line.split('`')).filter(|part| part.ends_with("_…")).collect();
    assert!(table.len() > 30 && laws.len() > 30, "{laws:?}");
    for law in laws {
        assert!(sources.contains(&format!("    fn {}", law.trim_end_matches('…'))), "{law}");
    }
}
