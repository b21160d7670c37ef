//! The list of TLDs, the block list and quotas, changed as an admin does it.

use domesday_tests::client::{Answer, Client};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// Stores a rule; gives its id.
pub(super) fn add(admin: &Client, name: &str) -> String {
    id(&admin.post("/tlds", &json!({"tlds": {"name": name}})).expect(201).json()["tlds"])
}

/// Stores these rules, in this order.
pub(super) fn add_all(admin: &Client, names: &[&str]) {
    for name in names {
        let _ = add(admin, name);
    }
}

/// The id of a stored rule.
pub(super) fn find(admin: &Client, name: &str) -> String {
    let list = admin.get("/tlds").expect(200).json();
    let rules = list["tlds"].as_array().expect("rules");
    id(rules.iter().find(|rule| rule["name"] == name).unwrap_or_else(|| panic!("{name} is not stored")))
}

/// Deletes a stored rule.
pub(super) fn remove(admin: &Client, name: &str) {
    admin.delete(&format!("/tlds/{}", find(admin, name))).expect(204);
}

/// The names of all stored rules.
pub(super) fn stored(admin: &Client) -> BTreeSet<String> {
    let list = admin.get("/tlds").expect(200).json();
    let rules = list["tlds"].as_array().expect("rules").clone();
    rules.iter().map(|rule| rule["name"].as_str().expect("a name").to_owned()).collect()
}

/// Puts a pattern on the block list; gives the entry's id.
pub(super) fn block(admin: &Client, pattern: &str) -> String {
    id(&admin.post("/blocklist", &json!({"blocklist": {"pattern": pattern}})).expect(201).json()["blocklist"])
}

/// Sets how many zones an account may have.
pub(super) fn set_quota(admin: &Client, account: &str, zones: i64) {
    let answer = admin.patch(&format!("/v2/quotas/{account}"), &json!({"zones": zones})).expect(200);
    assert_eq!(answer.json(), json!({"zones": zones}));
}

/// Imports a list of rules, and waits until that is complete; gives the report.
pub(super) fn import(admin: &Client, wanted: &Value) -> Value {
    let report = finished(admin, &admin.post("/tlds/import", wanted).send());
    assert_eq!(report["status"], "complete", "{report}");
    report
}

/// The report of an import that was answered, waited for if it went on.
pub(super) fn finished(admin: &Client, answer: &Answer) -> Value {
    if answer.status == 200 {
        return answer.json();
    }
    assert_eq!(answer.status, 202, "{answer}");
    let job = answer.header("location").expect("a location").to_owned();
    for _ in 0..2400 {
        let report = admin.get(&job).expect(200).json();
        if report["status"] != "running" {
            return report;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the import at {job} does not end")
}

fn id(item: &Value) -> String {
    item["id"].as_str().unwrap_or_else(|| panic!("no id: {item}")).to_owned()
}
