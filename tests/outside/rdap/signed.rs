//! `secureDNS` (R9): the keys of a domain, and whether they are published now.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

use super::domain::agreed;
use super::given::{World, change, ds, items, register, set_status, tld};

both! {
    fn r9_what_is_signed_but_not_published_is_not_said_to_be_signed(server: &Server) {
        let world = World::of(server, &json!({}));
        register(&world.acme, "blue.st", &json!({"ns": ["ns1.provider.net"], "secDNS": {"dsData": [ds(1)]}}));
        let signed = |name: &str| {
            let (_, shown) = agreed(&world, &world.acme, name);
            shown["secureDNS"]["delegationSigned"].as_bool().expect("true or false")
        };
        assert!(signed("blue.st"));
        set_status(&world.acme, "blue.st", "clientHold");
        assert!(!signed("blue.st"));
        change(&world.acme, "blue.st", &json!({"rem": {"status": ["clientHold"]}}));
        assert!(signed("blue.st"));
        change(&world.acme, "blue.st", &json!({"rem": {"ns": ["ns1.provider.net"]}}));
        assert!(!signed("blue.st"), "there is no delegation");
        change(&world.acme, "blue.st", &json!({"add": {"ns": ["ns1.provider.net"]}, "rem": {"secDNS": {"all": true}}}));
        assert!(!signed("blue.st"));
    }

    fn r9_where_the_zone_is_served_elsewhere_what_should_be_published_counts(server: &Server) {
        let world = World::of(server, &json!({}));
        tld(&world.admin, "red", &json!({}));
        register(&world.acme, "one.red", &json!({"ns": ["ns1.provider.net"], "secDNS": {"dsData": [ds(1)]}}));
        assert_eq!(world.info("one.red")["dns"], json!(null));
        let secure = || world.domain("one.red")["secureDNS"].clone();
        assert_eq!((&secure()["delegationSigned"], items(&secure()["dsData"]).len()), (&json!(true), 1));
        set_status(&world.admin, "one.red", "serverHold");
        assert_eq!((&secure()["delegationSigned"], items(&secure()["dsData"]).len()), (&json!(false), 1));
    }

    fn r9_keys_are_told_as_the_sponsor_gave_them_and_the_ds_that_follow_as_the_zone_has_them(server: &Server) {
        let world = World::of(server, &json!({}));
        let public = "mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==";
        let key = json!({"flags": 257, "protocol": 3, "alg": 13, "pubKey": public});
        register(&world.acme, "blue.st", &json!({"ns": ["ns1.provider.net"], "secDNS": {"keyData": [key]}}));
        let secure = agreed(&world, &world.acme, "blue.st").1["secureDNS"].clone();
        assert_eq!(secure["delegationSigned"], true, "the DS that follows from it is published");
        let made = &secure["dsData"][0];
        let line = format!("DS {} 13 2 {}", made["keyTag"], made["digest"].as_str().expect("a digest"));
        let file = world.admin.get("/zones/st/zonefile").expect(200).text();
        assert!(file.to_uppercase().contains(&line.to_uppercase()), "{line}: {file}");
        assert_eq!(secure["keyData"], json!([{"flags": 257, "protocol": 3, "algorithm": 13, "publicKey": public}]), "{secure}");
    }
}
