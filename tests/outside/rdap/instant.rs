//! An answer is of one instant (R5): what is changed together is seen together.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use super::given::{World, change, contact, register, text, texts, with_role};

both! {
    fn r5_an_answer_is_of_one_instant_whatever_is_changed_meanwhile(server: &Server) {
        let world = World::of(server, &json!({}));
        for id in ["AA1", "BB2"] {
            contact(&world.acme, id, &json!({}));
        }
        let sides = [("AA1", "a.provider.net", "client hold"), ("BB2", "b.provider.net", "client renew prohibited")];
        let whole = sides.map(|(id, ns, word)| (world.roid(id), ns.to_owned(), word.to_owned()));
        register(&world.acme, "blue.st", &json!({"contacts": {"registrant": "AA1"}, "ns": ["a.provider.net"], "status": ["clientHold"]}));
        let is_done = AtomicBool::new(false);
        let seen = std::thread::scope(|scope| {
            let reader = || {
                let mut seen = BTreeSet::new();
                while !is_done.load(Ordering::Relaxed) {
                    let shown = world.domain("blue.st");
                    let word = texts(&shown["status"]).into_iter().find(|word| word.starts_with("client")).unwrap_or_default();
                    seen.insert((text(&with_role(&shown, "registrant")["handle"]), text(&shown["nameservers"][0]["ldhName"]), word));
                }
                seen
            };
            let readers: Vec<_> = (0..3).map(|_| scope.spawn(reader)).collect();
            for round in 0..40 {
                let [(_, old_ns, _), (new, new_ns, _)] = if round % 2 == 0 { sides } else { [sides[1], sides[0]] };
                let [old_status, new_status] = if round % 2 == 0 { ["clientHold", "clientRenewProhibited"] } else { ["clientRenewProhibited", "clientHold"] };
                let body = json!({
                    "chg": {"registrant": new}, "add": {"ns": [new_ns], "status": [new_status]}, "rem": {"ns": [old_ns], "status": [old_status]},
                });
                change(&world.acme, "blue.st", &body);
            }
            is_done.store(true, Ordering::Relaxed);
            readers.into_iter().flat_map(|reader| reader.join().expect("a reader")).collect::<BTreeSet<_>>()
        });
        assert_eq!(seen, BTreeSet::from(whole), "one or the other, never something of both");
    }
}
