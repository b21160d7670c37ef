//! What conditions let through (`docs/spec/attestations.md` section 8), seen from the attestors they are for.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{self, World, attest, claims, declare, done, kind, make, names, read, refused, roles, vouch};

/// What a condition comes to: allowed, refused, or not to be told for want of these.
enum Comes {
    True,
    False,
    Unknown(&'static [&'static str]),
}

/// What attestor and entity say; of each `loose` is not attested.
fn facts() -> Vec<(&'static str, Value)> {
    let [home, list, object] = [
        json!("Hill"),
        json!(["Hill", 5, null, {"a": 1}]),
        json!({"city": "Hill", "deep": {"x": true, "n": null}, "n": 5}),
    ];
    vec![
        ("home", home.clone()),
        ("n", json!(5)),
        ("flag", json!(true)),
        ("list", list),
        ("object", object),
        ("loose", home),
    ]
}

/// The conditions of the claims `c0`, `c1` and so on, all of which say "Hill".
fn conditions() -> Vec<(&'static str, Comes)> {
    use Comes::{False, True, Unknown};
    vec![
        ("{ATTESTOR}.home == {ENTITY}.home", True),
        ("{ATTESTOR}.home != {ENTITY}.home", False),
        ("{ATTESTOR}.loose == {ENTITY}.home", Unknown(&["{ATTESTOR}.loose"])),
        ("{ATTESTOR}.loose == {ENTITY}.loose", Unknown(&["{ATTESTOR}.loose", "{ENTITY}.loose"])),
        ("{ATTESTOR}.loose != {ENTITY}.home", Unknown(&["{ATTESTOR}.loose"])),
        ("!({ATTESTOR}.loose == {ENTITY}.home)", Unknown(&["{ATTESTOR}.loose"])),
        ("{ATTESTOR}.home == \"Hill\" || {ATTESTOR}.loose == 1", True),
        ("{ATTESTOR}.home == \"x\" && {ATTESTOR}.loose == 1", False),
        ("{ATTESTOR}.home == \"Hill\" && {ATTESTOR}.loose == 1", Unknown(&["{ATTESTOR}.loose"])),
        ("{ATTESTOR}.home == \"x\" || {ATTESTOR}.loose == 1", Unknown(&["{ATTESTOR}.loose"])),
        ("{ATTESTOR}.n == 5.0", True),
        ("{ATTESTOR}.n == \"5\"", False),
        ("{ATTESTOR}.n != \"5\"", True),
        ("{ATTESTOR}.flag == true", True),
        ("{ATTESTOR}.flag == 1", False),
        ("{ENTITY}.home in {ATTESTOR}.list", True),
        ("\"hill\" in {ATTESTOR}.list", False),
        ("\"i\" in {ATTESTOR}.home", Unknown(&[])),
        ("5e0 in {ATTESTOR}.list", True),
        ("{ATTESTOR}.object.city == {ENTITY}.home", True),
        ("{ATTESTOR}.object.deep.x == true", True),
        ("{ATTESTOR}.object.none == {ENTITY}.home", Unknown(&["{ATTESTOR}.object.none"])),
        ("{ATTESTOR}.home.city == \"Hill\"", Unknown(&["{ATTESTOR}.home.city"])),
        ("{ATTESTOR}.object.deep.n == 1", Unknown(&["{ATTESTOR}.object.deep.n"])),
        ("{ATTESTOR}.object == {ENTITY}.object", True),
        ("{ATTESTOR}.list != {ENTITY}.list", False),
        ("{ENTITY}.@kind != {ATTESTOR}.@kind", True),
        ("{ENTITY}.@id in {ATTESTOR}.list", False),
        ("{ENTITY}.c28 == \"Hill\"", True),
        ("{ENTITY}.c0 == \"Hill\"", Unknown(&["{ENTITY}.c0"])),
        ("1 == 2 || !(1 == 2) && \"\\u0048ill\" == {ENTITY}.home", True),
        ("{ATTESTOR}.home\n\t==\r {ENTITY}.home", True),
        ("!(1==1)||!(1==1)", False),
        ("{ATTESTOR}.missing == 1", Unknown(&["{ATTESTOR}.missing"])),
    ]
}

both! {
    fn c2_to_c5_only_what_is_true_lets_an_attestor_through(server: &Server) {
        let world = World::of(server);
        let plain = |name: &str| json!({"subject": name, "value": "any"});
        let base: Vec<Value> = ["home", "n", "flag", "list", "object", "loose", "missing"].map(plain).into();
        declare(&world.admin, "expert", &kind(&json!(base), &json!({"ids": "client", "roles": roles()})));
        let named = |index: usize| format!("c{index}");
        let conditional = conditions().into_iter().enumerate().map(|(index, (condition, _))| {
            json!({"subject": named(index), "value": "any", "attestationPolicy": {"attestorKind": "expert", "condition": condition}})
        });
        let all: Vec<Value> = base.iter().cloned().chain(conditional).collect();
        declare(&world.admin, "case", &kind(&json!(all), &json!({"ids": "client", "roles": roles()})));
        let expert = make(&world.zeta, "expert", "e", &facts());
        let own: Vec<String> = (0..conditions().len()).map(named).collect();
        let said: Vec<(&str, Value)> = facts().into_iter().chain(own.iter().map(|name| (name.as_str(), json!("Hill")))).collect();
        let case = make(&world.acme, "case", "k", &said);
        for claim in ["home", "n", "flag", "list", "object"] {
            vouch(&world.admin, &world.url, &expert, claim);
            vouch(&world.admin, &world.url, &case, claim);
        }
        let visible = names(&read(&world.zeta, &case));
        for (index, (condition, comes)) in conditions().into_iter().enumerate() {
            // C2: a claim that another condition names would not be absent any more; so each attestation is revoked.
            let call = attest(&world.zeta, &format!("{case}/{}", named(index)), &expert, &json!("Hill"));
            assert_eq!(visible.contains(&named(index)), matches!(comes, Comes::True), "P1: {condition}");
            match comes {
                Comes::True => {
                    let made = given::attested_by(call);
                    done(world.zeta.post(&format!("{}/revoke", given::path(&made)), &json!({"reason": "withdrawn"})), 200);
                }
                Comes::False => drop(refused(call, 403, "condition_false")),
                Comes::Unknown(absent) => {
                    let body = refused(call, 403, "condition_unknown");
                    let told: Vec<&str> = body["absent"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                    assert_eq!(told, absent, "{condition}: {body}");
                }
            }
        }
    }

    fn c2_only_what_is_attested_now_counts(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let claim = format!("{student}/school");
        let attest = || given::attest(&world.zeta, &claim, &teacher, &json!("Hill"));
        done(attest(), 200);
        let of_teacher = given::text(&read(&world.zeta, &format!("{teacher}/school"))["attestations"][0]["id"]);
        done(world.admin.post(&format!("{}/revoke", given::path(&of_teacher)), &json!({"reason": "error"})), 200);
        assert_eq!(refused(attest(), 403, "condition_unknown")["absent"], json!(["{ATTESTOR}.school"]));
        vouch(&world.admin, &world.url, &teacher, "school");
        done(attest(), 200);
        done(world.zeta.patch(&teacher, &claims(&[("school", json!("Dale"))])), 200);
        refused(attest(), 403, "condition_unknown");
    }

    fn c2_the_registrys_own_claims_count_always(server: &Server) {
        let world = World::of(server);
        let policy = json!({"attestorKind": "clients", "condition": "{ATTESTOR}.handle == {ENTITY}.checker && {ATTESTOR}.@id != {ENTITY}.@id && {ATTESTOR}.status != \"none\""});
        let declared = json!([{"subject": "checker", "value": "string"}, {"subject": "a", "value": "any", "attestationPolicy": policy}]);
        declare(&world.admin, "checked", &kind(&declared, &json!({"ids": "client", "roles": roles()})));
        let path = make(&world.acme, "checked", "x", &[("checker", json!("zeta")), ("a", json!(1))]);
        let body = refused(attest(&world.zeta, &format!("{path}/a"), "clients/zeta", &json!(1)), 403, "condition_unknown");
        assert_eq!(body["absent"], json!(["{ENTITY}.checker"]));
        vouch(&world.admin, &world.url, &path, "checker");
        done(attest(&world.zeta, &format!("{path}/a"), "clients/zeta", &json!(1)), 200);
        refused(attest(&world.acme, &format!("{path}/a"), "clients/acme", &json!(1)), 403, "condition_false");
        done(world.acme.patch(&path, &claims(&[("checker", json!("acme"))])), 200);
        refused(attest(&world.acme, &format!("{path}/a"), "clients/acme", &json!(1)), 403, "condition_unknown");
        vouch(&world.admin, &world.url, &path, "checker");
        done(attest(&world.acme, &format!("{path}/a"), "clients/acme", &json!(1)), 200);
    }
}
