//! Laws of the registry's own kinds.

use serde_json::{Value, json};

use super::*;
use crate::entity::KindDraft;

fn bare(text: &str) -> Result<KindName, (&'static str, String)> {
    KindName::parse(text).map_err(|problem| (problem.code(), problem.to_string()))
}

fn change(kind: SystemKind, change: impl FnOnce(&mut Value)) -> (Option<Kind>, Vec<(String, &'static str)>) {
    let mut body = kind.kind().to_json();
    change(&mut body);
    let (changed, findings) = kind.read_changes(&kind.kind(), body.as_object().unwrap(), &bare);
    assert_eq!(changed.is_some(), findings.is_clean());
    (changed, findings.errors().iter().map(|error| (error.field.clone(), error.code)).collect())
}

/// Where a claim stands in the list.
fn place(kind: SystemKind, claim: &str) -> usize {
    kind.kind().claims.iter().position(|declared| declared.name.as_str() == claim).unwrap()
}

#[test]
fn section_13_the_claims_are_those_of_the_table() {
    for (kind, attestable, kept) in [
        ("contacts", "name org addr email voice fax", "sponsor verification verificationDeadline created updated"),
        ("domains", "", "name tld sponsor registrant status nameservers created updated expires"),
        ("hosts", "", "name domain addresses sponsor status created updated"),
        ("zones", "", "name nameservers created updated"),
        ("clients", "", "handle name status created"),
    ] {
        let system = SystemKind::of(&KindName::parse(kind).unwrap()).unwrap();
        let declared = system.kind();
        let of = |is_kept: bool| {
            let names = declared.claims.iter().map(|claim| claim.name.as_str());
            names.filter(|name| system.registry_kept(name) == is_kept).collect::<Vec<_>>().join(" ")
        };
        assert_eq!((of(false).as_str(), of(true).as_str(), declared.name.as_str()), (attestable, kept, kind));
    }
    for other in ["Contacts", "contact", "student"] {
        assert_eq!(SystemKind::of(&KindName::parse(other).unwrap()), None);
    }
}

#[test]
fn section_13_each_is_a_kind_that_could_be_declared() {
    for system in SystemKind::ALL {
        let kind = system.kind();
        assert_eq!(Kind::from_stored(&kind.to_json()), Ok(kind.clone()), "{system}");
        let find = |name: &KindName| SystemKind::of(name).map(SystemKind::kind);
        assert!(kind.check_policies(&find).is_clean(), "{system}");
        assert_eq!(kind.name.reserved(), None);
    }
}

#[test]
fn n1_these_claims_are_indexed() {
    for (kind, indexed) in [
        (SystemKind::Contacts, "email sponsor verification"),
        (SystemKind::Domains, "name tld sponsor registrant status"),
        (SystemKind::Hosts, "name sponsor status"),
        (SystemKind::Zones, "name"),
        (SystemKind::Clients, "status"),
    ] {
        let kind = kind.kind();
        let found: Vec<_> = kind.claims.iter().filter(|claim| claim.indexed).map(|claim| claim.name.as_str()).collect();
        assert_eq!(found.join(" "), indexed, "{}", kind.name);
    }
}

#[test]
fn n1_name_org_and_addr_are_in_one_form_or_both() {
    let contacts = SystemKind::Contacts.kind();
    let name = contacts.claim("name").unwrap();
    for good in [json!({"int": "Ann"}), json!({"loc": "陳"}), json!({"int": "Ann", "loc": "陳"})] {
        assert_eq!(name.read_value(&good), Ok(good));
    }
    assert!(name.read_value(&json!("Ann")).is_err());
    let address = json!({"street": ["1 High St"], "city": "York", "sp": "YO", "pc": "Y1", "cc": "GB"});
    let addr = json!({"int": address, "loc": {"city": "York", "cc": "GB"}});
    assert_eq!(contacts.claim("addr").unwrap().read_value(&addr), Ok(addr));
}

#[test]
fn n2_contacts_are_private_and_attested_by_their_sponsor_at_first() {
    let mut policies = 0;
    for claim in SystemKind::ALL.iter().flat_map(|system| system.kind().claims) {
        assert_eq!(claim.private, claim.policy.is_some(), "{}", claim.name);
        let Some(policy) = claim.policy else { continue };
        policies += 1;
        assert_eq!(policy.attestor_kind.as_str(), "clients");
        assert_eq!(policy.condition.unwrap().text(), "{ENTITY}.sponsor == {ATTESTOR}.@id");
        assert_eq!(policy.valid_for, None);
    }
    assert_eq!(policies, 6);
}

#[test]
fn section_13_any_user_reads_clients_and_no_role_writes() {
    for system in SystemKind::ALL {
        let roles = system.kind().roles;
        assert_eq!((roles.create, roles.update), (Roles::default(), Roles::default()));
        assert_eq!(roles.read == Roles::all(), *system == SystemKind::Clients);
    }
}

#[test]
fn k7_an_admin_changes_policy_and_privacy_of_what_is_attestable() {
    let email = place(SystemKind::Contacts, "email");
    let (changed, told) = change(SystemKind::Contacts, |body| {
        body["claims"][email]["private"] = json!(false);
        body["claims"][email]["attestationPolicy"] = json!({"attestorKind": "verifier", "validFor": 86400});
        body["claims"].as_array_mut().unwrap().reverse();
    });
    assert_eq!(told, []);
    let (changed, before) = (changed.unwrap(), SystemKind::Contacts.kind());
    let claim = &changed.claims[email];
    assert_eq!((claim.private, claim.policy.as_ref().unwrap().attestor_kind.as_str()), (false, "verifier"));
    let names = |kind: &Kind| kind.claims.iter().map(|claim| claim.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&changed), names(&before), "the order stays");
    let others =
        |kind: &Kind| kind.claims.iter().filter(|claim| claim.name.as_str() != "email").cloned().collect::<Vec<_>>();
    assert_eq!(others(&changed), others(&before));
}

#[test]
fn k7_nothing_else_of_a_system_kind_changes() {
    let [email, sponsor] = ["email", "sponsor"].map(|claim| place(SystemKind::Contacts, claim));
    let (_, told) = change(SystemKind::Contacts, |body| {
        body["public"] = json!(true);
        body["ids"] = json!("client");
        body["roles"] = json!({"read": ["reader"]});
        body["claims"][email]["value"] = json!("string");
        body["claims"][email]["required"] = json!(true);
        body["claims"][email]["indexed"] = json!(false);
        body["claims"][sponsor]["unique"] = json!(true);
        body["claims"][sponsor]["attestationPolicy"] = json!({"attestorKind": "clients"});
        let claims = body["claims"].as_array_mut().unwrap();
        claims.retain(|claim| claim["subject"] != "fax");
        claims.push(json!({"subject": "colour", "value": "string"}));
    });
    let sponsor = sponsor - 1;
    let expected = [
        "public".to_owned(),
        "ids".to_owned(),
        "roles".to_owned(),
        "claims".to_owned(),
        format!("claims[{email}].value"),
        format!("claims[{email}].required"),
        format!("claims[{email}].indexed"),
        format!("claims[{sponsor}].unique"),
        format!("claims[{sponsor}].attestationPolicy"),
        "claims[10]".to_owned(),
    ];
    assert_eq!(told, expected.map(|field| (field, "system_kind")));
    let (_, told) = change(SystemKind::Zones, |body| body["claims"][0]["private"] = json!(true));
    assert_eq!(told, [("claims[0].private".to_owned(), "system_kind")]);
}

#[test]
fn k7_what_is_not_even_a_declaration_is_told_first() {
    let (_, told) = change(SystemKind::Zones, |body| {
        body["colour"] = json!(1);
        body["public"] = json!(true);
    });
    assert_eq!(told, [("colour".to_owned(), "unknown_member")]);
    let (changed, _) =
        KindDraft::read(&SystemKind::Hosts.name(), SystemKind::Zones.kind().to_json().as_object().unwrap(), &bare);
    assert_eq!(changed, None, "the body of another kind");
}
