//! A life that chance makes, held against the rules (`docs/spec/attestations.md` E5 to E7).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{Dice, World, attest, attested, claims, make, read, revision, said, told};

both! {
    fn e5_to_e7_a_life_at_random_goes_by_the_rules(server: &Server) {
        let world = World::of(server);
        let at = make(&world.acme, "student", "ann", &[("name", json!("a"))]);
        let names = ["name", "school", "extra", "marks"];
        let values = |name: &str| match name {
            "marks" => vec![json!([]), json!([1]), json!([1, 2])],
            "extra" => vec![json!(1), json!("1"), json!({"a": 1}), json!({"a": true}), json!([null])],
            _ => vec![json!("a"), json!("A"), json!("")],
        };
        let mut dice = Dice(7);
        let mut model: Vec<(&str, Value, bool)> = vec![("name", json!("a"), false)];
        let mut expected = 1;
        for step in 0..80 {
            if dice.once_in(3) {
                let name = dice.one_of(&names);
                let value = dice.one_of(&values(name));
                let answer = attest(&world.admin, &format!("{at}/{name}"), &world.url, &value).send();
                let held = model.iter_mut().find(|(held, ..)| *held == name);
                let status = match &held {
                    None => 404,
                    Some((_, held, _)) if *held == value => 200,
                    Some(_) => 409,
                };
                assert_eq!(answer.status, status, "{step}: {answer}");
                if let (200, Some(held)) = (status, held) {
                    held.2 = true;
                    expected += 1;
                }
            } else {
                let (whole, count) = (dice.once_in(3), dice.below(names.len()) + 1);
                let said: Vec<(&str, Value)> = names.into_iter().filter_map(|name| {
                    let value = if dice.once_in(4) { Value::Null } else { dice.one_of(&values(name)) };
                    (dice.below(names.len()) < count).then_some((name, value))
                }).collect();
                let of = |name: &str| said.iter().find(|(said, _)| *said == name).map(|(_, value)| value.clone());
                let after: Vec<(&str, Value, bool)> = names.iter().filter_map(|name| {
                    let held = model.iter().find(|(held, ..)| held == name);
                    let value = match of(name) {
                        Some(Value::Null) => return None,
                        Some(value) => value,
                        None if whole => return None,
                        None => held?.1.clone(),
                    };
                    let attested = held.is_some_and(|(_, held, attested)| *attested && *held == value);
                    Some((*name, value, attested))
                }).collect();
                let status = if after.iter().any(|(name, ..)| *name == "name") { 200 } else { 400 };
                let answer = world.acme.request(if whole { "PUT" } else { "PATCH" }, &at).json(&claims(&said)).expect(status);
                told(&answer);
                if status == 200 {
                    let says = |model: &[(&str, Value, bool)]| model.iter().map(|(name, value, _)| ((*name).to_owned(), value.clone())).collect::<Vec<_>>();
                    let mut before = model.clone();
                    before.sort_by_key(|(name, ..)| names.iter().position(|other| other == name));
                    expected += u64::from(says(&before) != says(&after));
                    model = after;
                }
            }
            let entity = read(&world.acme, &at);
            let mut shown: Vec<(String, Value)> = said(&entity);
            shown.sort_by_key(|(name, _)| names.iter().position(|other| other == name));
            let (mut held, mut proven): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
            for name in names {
                for (_, value, attested) in model.iter().filter(|(held, ..)| *held == name) {
                    held.push((name.to_owned(), value.clone()));
                    proven.extend(attested.then(|| name.to_owned()));
                }
            }
            let mut told_: Vec<String> = attested(&entity);
            told_.sort();
            proven.sort();
            assert_eq!((shown, told_, revision(&entity)), (held, proven, expected), "step {step}");
        }
    }
}
