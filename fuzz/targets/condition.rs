//! Conditions from strangers: parsed or refused with a place inside the text; what is parsed is evaluated without panics.
#![no_main]

use std::borrow::Cow;

use domesday_domain::condition::{Condition, Facts, Side};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// Every claim has the same value.
struct Same(Value);

impl Facts for Same {
    fn value(&self, _: Side, _: &str) -> Option<Cow<'_, Value>> {
        Some(Cow::Borrowed(&self.0))
    }

    fn id(&self, _: Side) -> &str {
        "https://registry.example/api/student/106"
    }

    fn kind(&self, _: Side) -> &str {
        "https://registry.example/api/student"
    }
}

fuzz_target!(|input: (&str, u8)| {
    let (text, kind) = input;
    match Condition::parse(text) {
        Err(error) => assert!(error.offset <= text.len(), "{error:?}"),
        Ok(condition) => {
            assert_eq!(condition.text(), text);
            let value = match kind % 4 {
                0 => Value::Null,
                1 => Value::from(kind),
                2 => Value::from(text),
                _ => serde_json::json!({"a": [text, {"b": kind}]}),
            };
            let facts = Same(value);
            let _ = (condition.evaluate(&facts), condition.absent(&facts), condition.equalities());
        }
    }
});
