//! What waits for an attestor (`docs/spec/attestations.md` Q7, Q8).

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

use super::given::{
    Dice, SAME_SCHOOL, World, at_once, attest, attested_by, claims, declare, done, is_instant, kind, make, members,
    path, read, refused, roles, student, text, told, vouch,
};

/// The claims that wait, by their paths, in their order.
fn waiting(client: &Client, query: &str) -> Vec<String> {
    let page = read(client, &format!("/meta/worklist?{query}"));
    page["items"]
        .as_array()
        .unwrap_or_else(|| panic!("no items: {page}"))
        .iter()
        .map(|item| path(&text(&item["claim"])))
        .collect()
}

both! {
    fn q7_what_may_be_attested_and_is_not_waits(server: &Server) {
        let world = World::of(server);
        let teacher = world.teacher("tea");
        assert_eq!(waiting(&world.zeta, "kind=teacher"), Vec::<String>::new());
        let ann = make(&world.acme, "student", "ann", &[("name", json!("Ann")), ("school", json!("Hill"))]);
        make(&world.acme, "student", "bob", &[("name", json!("Bob")), ("school", json!("Dale"))]);
        let cid = make(&world.acme, "student", "cid", &[("name", json!("Cid")), ("school", json!("Hill")), ("pin", json!("1234"))]);
        let [of_ann, of_cid, pin] = [format!("{ann}/school"), format!("{cid}/school"), format!("{cid}/pin")];
        let listed = waiting(&world.zeta, "kind=teacher");
        assert_eq!((listed.len(), &listed[0]), (3, &of_ann), "oldest first: {listed:?}");
        assert!(listed.contains(&of_cid) && listed.contains(&pin), "{listed:?}");
        for spelt in ["/api/teacher", "teacher", &format!("{}/api/teacher", world.url), "teacher&attestor=teacher/tea", "teacher&of=student", "teacher&of=/api/student/"] {
            assert_eq!(waiting(&world.zeta, &format!("kind={spelt}")), listed, "{spelt}");
        }
        assert_eq!(waiting(&world.zeta, "kind=teacher&claim=pin"), [pin.as_str()]);
        assert_eq!(waiting(&world.zeta, "kind=teacher&of=teacher"), Vec::<String>::new());
        let item = read(&world.zeta, "/meta/worklist?kind=teacher&claim=school")["items"][0].clone();
        assert_eq!(members(&item), ["attestor", "claim", "entity", "kind", "policy", "since", "value"]);
        assert_eq!((&item["claim"], &item["entity"], &item["kind"]), (&json!(format!("{}{of_ann}", world.url)), &json!(format!("{}{ann}", world.url)), &json!(format!("{}/api/student", world.url))));
        assert_eq!((&item["value"], &item["attestor"]), (&json!("Hill"), &json!(format!("{}{teacher}", world.url))));
        assert_eq!(item["policy"], json!({"attestorKind": format!("{}/api/teacher", world.url), "condition": SAME_SCHOOL, "validFor": 31_536_000}));
        assert!(is_instant(&item["since"]), "{item}");
        attested_by(attest(&world.zeta, &of_ann, &teacher, &json!("Hill")));
        vouch(&world.admin, &world.url, &cid, "pin");
        assert_eq!(waiting(&world.zeta, "kind=teacher"), [of_cid.as_str()], "by whomever");
        done(world.acme.patch(&ann, &claims(&[("school", json!("Moor"))])), 200);
        done(world.acme.patch(&ann, &claims(&[("school", json!("Hill"))])), 200);
        let again = waiting(&world.zeta, "kind=teacher");
        assert_eq!(again.len(), 2, "{again:?}");
        told(&world.acme.delete(&cid).expect(204));
        done(world.zeta.patch(&teacher, &claims(&[("school", json!("Dale"))])), 200);
        assert_eq!(waiting(&world.zeta, "kind=teacher"), Vec::<String>::new(), "he may not now");
        vouch(&world.admin, &world.url, &teacher, "school");
        assert_eq!(waiting(&world.zeta, "kind=teacher"), ["/api/student/bob/school"]);
    }

    fn q7_e6_a_value_that_is_sent_again_waits_no_shorter(server: &Server) {
        let world = World::of(server);
        world.teacher("tea");
        let [first, second] = ["ann", "bob"].map(|id| make(&world.acme, "student", id, &[("name", json!(id)), ("school", json!("Hill"))]));
        let [of_first, of_second] = [format!("{first}/school"), format!("{second}/school")];
        assert_eq!(waiting(&world.zeta, "kind=teacher"), [of_first.as_str(), &of_second]);
        done(world.acme.put(&first, &claims(&[("name", json!("Anna")), ("school", json!("Hill"))])), 200);
        done(world.acme.patch(&first, &claims(&[("name", json!("Annie")), ("school", json!("Hill"))])), 200);
        assert_eq!(waiting(&world.zeta, "kind=teacher"), [of_first.as_str(), &of_second], "it says so since then");
        done(world.acme.patch(&first, &claims(&[("school", json!("Dale"))])), 200);
        done(world.acme.patch(&first, &claims(&[("school", json!("Hill"))])), 200);
        assert_eq!(waiting(&world.zeta, "kind=teacher"), [of_second.as_str(), &of_first], "it says so anew");
    }

    fn q7_who_asks_says_for_which_attestor(server: &Server) {
        let world = World::of(server);
        world.student("ann");
        refused(server.nobody().get("/meta/worklist?kind=teacher"), 401, "not_authenticated");
        refused(server.user("zack", "zeta", &["registrar", "reader"]).get("/meta/worklist?kind=teacher"), 403, "forbidden");
        refused(world.zeta.get("/meta/worklist?kind=teacher"), 403, "forbidden");
        let one = world.teacher("tea");
        assert_eq!(waiting(&world.zeta, "kind=teacher").len(), 1);
        refused(world.acme.get("/meta/worklist?kind=teacher"), 403, "forbidden");
        refused(world.acme.get(&format!("/meta/worklist?kind=teacher&attestor={one}")), 403, "attestor_not_yours");
        refused(world.zeta.get("/meta/worklist?kind=teacher&attestor=teacher/none"), 403, "attestor_not_yours");
        let two = make(&world.zeta, "teacher", "tom", &[("name", json!("Tom")), ("school", json!("Dale"))]);
        let body = refused(world.zeta.get("/meta/worklist?kind=teacher"), 400, "attestor_needed");
        for own in [&one, &two] {
            assert!(body.to_string().contains(&format!("{}{own}", world.url)), "it lists them: {body}");
        }
        assert_eq!(waiting(&world.zeta, &format!("kind=teacher&attestor={}{one}", world.url)).len(), 1);
        assert_eq!(waiting(&world.zeta, &format!("kind=teacher&attestor={two}")), Vec::<String>::new());
        for (query, field, code) in [("", "kind", "required"), ("kind=none", "kind", "unknown_kind"), ("kind=teacher&expiring=0", "expiring", "out_of_range"), ("kind=teacher&expiring=367", "expiring", "out_of_range"),
            ("kind=https://evil.example/api/teacher", "kind", "foreign_url"), ("kind=teacher&who=x", "who", "unknown_member"), ("kind=teacher&limit=0", "limit", "bad_limit"), ("kind=teacher&marker=x", "marker", "bad_marker")] {
            let answer = world.zeta.get(&format!("/meta/worklist?{query}")).expect(400);
            told(&answer);
            let told = answer.errors();
            assert!(told.iter().any(|(place, found)| place == field && (found == code || code == "unknown_member")), "{query}: {answer}");
        }
        assert_eq!(waiting(&world.admin, &format!("kind=teacher&attestor={one}")).len(), 1, "an admin may all of it");
    }

    fn q7_what_runs_out_soon_waits_too_when_asked_for(server: &Server) {
        let world = World::of(server);
        let mut declaration = student();
        for claim in declaration["claims"].as_array_mut().unwrap() {
            if claim["subject"] == "pin" {
                claim["attestationPolicy"]["validFor"] = json!(10 * 86_400);
            }
        }
        done(world.admin.put("/api/student", &declaration), 200);
        let teacher = world.teacher("tea");
        let at = make(&world.acme, "student", "ann", &[("name", json!("Ann")), ("school", json!("Hill")), ("pin", json!("1"))]);
        for (claim, value) in [("school", "Hill"), ("pin", "1")] {
            attested_by(attest(&world.zeta, &format!("{at}/{claim}"), &teacher, &json!(value)));
        }
        assert_eq!(waiting(&world.zeta, "kind=teacher"), Vec::<String>::new());
        assert_eq!(waiting(&world.zeta, "kind=teacher&expiring=9"), Vec::<String>::new());
        let item = read(&world.zeta, "/meta/worklist?kind=teacher&expiring=11")["items"][0].clone();
        let of_pin = read(&world.acme, &format!("{at}/pin"));
        assert_eq!((&item["claim"], &item["expires"]), (&of_pin["id"], &of_pin["attestations"][0]["expires"]));
        assert_eq!(waiting(&world.zeta, "kind=teacher&expiring=366").len(), 2);
        vouch(&world.admin, &world.url, &at, "pin");
        assert_eq!(waiting(&world.zeta, "kind=teacher&expiring=366"), [format!("{at}/school")], "the last of a claim counts, and the registry's has no end");
    }

    fn q7_what_waits_is_just_what_can_be_attested(server: &Server) {
        let world = World::of(server);
        let conditions = ["{ATTESTOR}.school == {ENTITY}.school", "{ENTITY}.school in {ATTESTOR}.schools && {ENTITY}.town != \"Dale\"", "{ENTITY}.town == {ATTESTOR}.school || {ATTESTOR}.grade == 1",
            "!({ENTITY}.town == \"Hill\")", "{ENTITY}.@id != {ATTESTOR}.@id && {ENTITY}.school == \"Hill\""];
        let mut declared = vec![json!({"subject": "school", "value": "string", "indexed": true}), json!({"subject": "town", "value": "string"})];
        for (index, condition) in conditions.iter().enumerate() {
            declared.push(json!({"subject": format!("c{index}"), "value": "string", "private": index % 2 == 0, "attestationPolicy": {"attestorKind": "teacher", "condition": condition}}));
        }
        declared.push(json!({"subject": "c5", "value": "string", "attestationPolicy": {"attestorKind": "student"}}));
        declare(&world.admin, "pupil", &kind(&json!(declared), &json!({"roles": roles(), "ids": "client"})));
        let mut dice = Dice(3);
        let teacher = make(&world.zeta, "teacher", "tea", &[("name", json!("T")), ("school", json!("Hill")), ("schools", json!(["Dale", "Hill"])), ("grade", json!(2))]);
        for claim in ["school", "schools"] {
            vouch(&world.admin, &world.url, &teacher, claim);
        }
        let mut open: Vec<String> = Vec::new();
        for index in 0..14 {
            let mut said = Vec::new();
            for claim in ["school", "town", "c0", "c1", "c2", "c3", "c4", "c5"] {
                said.extend((!dice.once_in(4)).then(|| (claim, json!(dice.one_of(&["Hill", "Dale"])))));
            }
            let at = make(&world.acme, "pupil", &format!("p{index}"), &said);
            for (claim, _) in said {
                let is_base = !claim.starts_with('c');
                if is_base && !dice.once_in(6) || !is_base && dice.once_in(5) {
                    vouch(&world.admin, &world.url, &at, claim);
                } else if !is_base {
                    open.push(format!("{at}/{claim}"));
                }
            }
        }
        let mut listed = waiting(&world.zeta, "kind=teacher");
        let seen: Vec<bool> = open.iter().map(|claim| world.zeta.get(claim).send().status == 200).collect();
        let mut attested: Vec<String> = Vec::new();
        for (claim, seen) in open.iter().zip(seen) {
            let value = read(&world.acme, claim)["value"].clone();
            let answer = attest(&world.zeta, claim, &teacher, &value).send();
            told(&answer);
            assert!([200, 403].contains(&answer.status), "{answer}");
            assert_eq!(seen, answer.status == 200, "P1: {answer}");
            attested.extend((answer.status == 200).then(|| claim.clone()));
        }
        listed.sort();
        attested.sort();
        assert_eq!(listed, attested);
        assert!(attested.len() > 5 && attested.len() + 5 < open.len(), "some of each: {attested:?}");
        assert_eq!(waiting(&world.zeta, "kind=teacher"), Vec::<String>::new());
    }

    fn q8_a_request_looks_at_a_thousand_candidates(server: &Server) {
        let world = World::of(server);
        let town = json!([{"subject": "town", "value": "string", "attestationPolicy": {"attestorKind": "teacher", "condition": "{ENTITY}.town == {ATTESTOR}.school"}}]);
        declare(&world.admin, "person", &kind(&town, &json!({"roles": roles(), "ids": "client"})));
        world.teacher("tea");
        let hands: Vec<usize> = (0..8).collect();
        at_once(&hands, |hand| {
            for index in (*hand..1004).step_by(8) {
                make(&world.acme, "person", &format!("p{index}"), &[("town", json!("Dale"))]);
            }
        });
        make(&world.acme, "person", "last", &[("town", json!("Hill"))]);
        let first = read(&world.zeta, "/meta/worklist?kind=teacher&of=person&limit=5");
        assert_eq!(first["items"], json!([]), "an empty page is normal, with a next one");
        let second = read(&world.zeta, &format!("/meta/worklist?kind=teacher&of=person&limit=5&marker={}", text(&first["next"])));
        assert_eq!((second["items"].as_array().unwrap().len(), second.get("next")), (1, None), "{second}");
        assert_eq!(second["items"][0]["entity"], format!("{}/api/person/last", world.url));
    }

    fn q8_pages_go_on_where_nothing_was_found(server: &Server) {
        let world = World::of(server);
        let policy = |condition: &str| json!({"attestorKind": "teacher", "condition": condition});
        let declared = json!([
            {"subject": "school", "value": "string", "indexed": true}, {"subject": "town", "value": "string"},
            {"subject": "a", "value": "string", "attestationPolicy": policy("{ATTESTOR}.school == {ENTITY}.school && {ATTESTOR}.grade != 9")},
            {"subject": "b", "value": "string", "attestationPolicy": policy("{ENTITY}.town == {ATTESTOR}.school")}
        ]);
        declare(&world.admin, "pupil", &kind(&declared, &json!({"roles": roles(), "ids": "client"})));
        let teacher = make(&world.zeta, "teacher", "tea", &[("name", json!("T")), ("school", json!("Hill")), ("grade", json!(1))]);
        for claim in ["school", "grade"] {
            vouch(&world.admin, &world.url, &teacher, claim);
        }
        for index in 0..12 {
            let place = if index % 3 == 0 { "Hill" } else { "Dale" };
            let at = make(&world.acme, "pupil", &format!("p{index:02}"), &[("school", json!(place)), ("town", json!(place)), ("a", json!("x")), ("b", json!("x"))]);
            if index != 9 {
                vouch(&world.admin, &world.url, &at, "school");
                vouch(&world.admin, &world.url, &at, "town");
            }
        }
        let expected = |claim: &str| ["p00", "p03", "p06"].map(|id| format!("/api/pupil/{id}/{claim}"));
        for claim in ["a", "b"] {
            assert_eq!(waiting(&world.zeta, &format!("kind=teacher&of=pupil&claim={claim}")), expected(claim));
        }
        let (mut seen, mut url, mut requests) = (Vec::new(), "/meta/worklist?kind=teacher&limit=1".to_owned(), 0);
        loop {
            let answer = world.zeta.get(&url).expect(200);
            let body = told(&answer);
            let items = body["items"].as_array().unwrap();
            assert!(items.len() <= 1, "{answer}");
            seen.extend(items.iter().map(|item| path(&text(&item["claim"]))));
            requests += 1;
            assert!(requests < 60, "it comes to an end: {seen:?}");
            let Some(next) = body.get("next") else { break };
            assert!(answer.header("link").is_some_and(|link| link.contains(next.as_str().unwrap())), "{answer}");
            url = format!("/meta/worklist?kind=teacher&limit=1&marker={}", next.as_str().unwrap());
        }
        let mut all: Vec<String> = expected("a").into_iter().chain(expected("b")).collect();
        all.sort();
        seen.sort();
        assert_eq!(seen, all);
    }
}
