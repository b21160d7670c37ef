//! `POST /tlds` and `POST /v2/tlds`: what makes a rule.

use super::{FORMS, NO_ID, is_uuid, members, names, path, refused, rule, rules, text, wrong};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

both! {
    fn a_new_rule_is_answered_whole_with_its_location_and_etag(server: &Server) {
        let admin = server.admin();
        let body = json!({"tlds": {"name": "*.bd", "description": "obtained from http://publicsuffix.org"}});
        let answer = admin.post("/tlds", &body).expect(201);
        let tld = answer.json()["tlds"].clone();
        assert_eq!(members(&tld), ["created_at", "description", "id", "name", "updated_at", "version"], "{answer}");
        assert_eq!((&tld["updated_at"], &tld["version"]), (&Value::Null, &json!(1)));
        let id = text(&tld, "id");
        assert!(is_uuid(id) && id.as_bytes()[14] == b'7', "a UUID v7 in lower case: {id}");
        assert_eq!(answer.header("location"), Some(format!("/tlds/{id}").as_str()));
        assert_eq!(answer.etag(), "\"1\"");
    }

    fn the_other_form_is_bare_and_links_to_itself(server: &Server) {
        let answer = server.admin().post("/v2/tlds", &json!({"name": "COM"})).expect(201);
        let tld = answer.json();
        assert_eq!(members(&tld), ["created_at", "description", "id", "links", "name", "updated_at"], "{answer}");
        assert_eq!((text(&tld, "name"), &tld["description"]), ("com", &Value::Null));
        let itself = format!("{}/v2/tlds/{}", server.url(), text(&tld, "id"));
        assert_eq!(tld["links"], json!({"self": itself}));
        assert_eq!(answer.header("location"), Some(itself.as_str()));
        assert_eq!(answer.etag(), "\"1\"");
    }

    fn both_forms_take_the_envelope_and_the_bare_object(server: &Server) {
        let admin = server.admin();
        for (number, form) in FORMS.into_iter().enumerate() {
            admin.post(form, &json!({"tlds": {"name": format!("in{number}")}})).expect(201);
            admin.post(form, &json!({"name": format!("bare{number}")})).expect(201);
        }
        assert_eq!(names(&admin, ""), ["in0", "bare0", "in1", "bare1"]);
    }

    fn what_one_form_makes_the_other_shows(server: &Server) {
        let admin = server.admin();
        let tld = rule(&admin, "com");
        let other = admin.get(&format!("/v2/tlds/{}", text(&tld, "id"))).expect(200).json();
        for member in ["id", "name", "description", "created_at", "updated_at"] {
            assert_eq!(other[member], tld[member], "{member}");
        }
    }

    fn a_description_is_counted_in_characters_and_kept_as_given(server: &Server) {
        let admin = server.admin();
        let fine = [
            json!(null),
            json!(""),
            json!("two\nlines\tand \"more\""),
            json!("é".repeat(160)),
            json!("𝕏".repeat(160)),
            json!(" a "),
        ];
        for (number, description) in fine.into_iter().enumerate() {
            for form in FORMS {
                let name = format!("{}{number}", &form[1..3]);
                let made = admin.post(form, &json!({"name": name, "description": description})).expect(201).json();
                let tld = made.get("tlds").unwrap_or(&made);
                assert_eq!(tld["description"], description);
                assert_eq!(admin.get(&path(tld)).expect(200).json()["tlds"]["description"], description);
            }
        }
        for description in ["x".repeat(161), "𝕏".repeat(161), "a\0b".to_owned()] {
            for form in FORMS {
                wrong(&admin.post(form, &json!({"name": "no", "description": description})).send(), &["description"]);
            }
        }
    }

    fn the_moments_of_birth_have_real_microseconds(server: &Server) {
        let admin = server.admin();
        let fractions: Vec<String> =
            (0..20).map(|number| text(&rule(&admin, &format!("t{number}")), "created_at")[20..].to_owned()).collect();
        assert!(fractions.iter().all(|fraction| fraction.len() == 6), "{fractions:?}");
        assert!(fractions.iter().any(|fraction| !fraction.ends_with("000")), "{fractions:?}");
    }

    fn t1_every_wrong_member_is_named_at_once(server: &Server) {
        let admin = server.admin();
        let body = json!({
            "name": 5, "description": ["x"], "id": NO_ID, "created_at": "2013-12-09T19:56:26.000000", "updated_at": null,
            "version": 1, "links": {}, "colour": "red"
        });
        let all = ["name", "description", "id", "created_at", "updated_at", "version", "links", "colour"];
        for form in FORMS {
            wrong(&admin.post(form, &body).send(), &all);
            wrong(&admin.post(form, &json!({ "tlds": body })).send(), &all);
            wrong(&admin.post(form, &json!({})).send(), &["name"]);
            wrong(&admin.post(form, &json!({"name": null})).send(), &["name"]);
            wrong(&admin.post(form, &json!({"name": "a..b", "description": "x".repeat(161)})).send(), &["name", "description"]);
        }
        assert!(names(&admin, "").is_empty());
    }

    fn t2_the_envelope_stands_alone_and_holds_one_object(server: &Server) {
        let admin = server.admin();
        for form in FORMS {
            for body in [
                json!({"tlds": {"name": "com"}, "name": "com"}),
                json!({"tlds": {"name": "com"}, "links": {}}),
                json!({"tlds": "com"}),
                json!({"tlds": null}),
                json!({"tlds": 5}),
            ] {
                refused(&admin.post(form, &body).send(), 400, "invalid_object");
            }
            for body in [json!({"tlds": [{"name": "com"}]}), json!({"tlds": []})] {
                let answer = admin.post(form, &body).send();
                refused(&answer, 400, "invalid_object");
                assert!(answer.text().contains("/tlds/import"), "{answer}");
            }
        }
        assert!(names(&admin, "").is_empty());
    }

    fn a_dry_run_checks_all_and_keeps_nothing(server: &Server) {
        let admin = server.admin();
        let none = json!({"count": 0, "names": [], "complete": true});
        rules(&admin, &["com"]);
        for form in FORMS {
            let path = format!("{form}?dry_run=true");
            let answer = admin.post(&path, &json!({"name": "net"})).expect(200);
            assert_eq!(answer.json(), json!({"would": 201, "affected_zones": none}));
            refused(&admin.post(&path, &json!({"name": "COM"})).send(), 409, "duplicate_tld");
            wrong(&admin.post(&path, &json!({"name": "a..b"})).send(), &["name"]);
        }
        assert_eq!(names(&admin, ""), ["com"]);
    }
}
