//! One registry behind five faces: what is written through one is at once read, and refused as a duplicate, through every other, and its
//! history tells which it was. One token serves them all, in any of their headers.

mod names;
mod people;
mod records;
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

/// The newest entry of a zone's history.
fn newest(client: &Client, zone: &str) -> Value {
    let entries = client.get(&format!("/zones/{zone}/history?limit=1")).expect(200).json();
    entries[0].clone()
}

/// The face of the newest entry.
fn last_face(client: &Client, zone: &str) -> String {
    newest(client, zone)["face"].as_str().expect("a face").to_owned()
}
