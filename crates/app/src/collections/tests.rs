//! Queries as clients send them, and as nobody should.

mod parameters;
mod values;

use chrono::{DateTime, Utc};
use domesday_domain::account::AccountId;

use super::*;
use crate::ports::{Comparison, Condition, ContactField, DomainField, HostField, MessageField, Sought};

const ACME: Option<AccountId> = Some(AccountId(7));

fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn found<F: Searchable>(query: &[(&str, &str)]) -> Search<F> {
    read(&pairs(query), ACME).unwrap()
}

/// What one condition is read as.
fn compared<F: Searchable>(name: &str, value: &str) -> Comparison {
    let mut search = found::<F>(&[(name, value)]);
    assert_eq!(search.conditions.len(), 1, "{name}");
    search.conditions.remove(0).comparison
}

/// Where what is told to be wrong.
fn told<F: Searchable>(query: &[(&str, &str)], scope: Option<AccountId>) -> Vec<(String, &'static str)> {
    let Err(wrong) = read::<F>(&pairs(query), scope) else { return Vec::new() };
    assert!(wrong.iter().all(|objection| objection.ground == Ground::Malformed));
    wrong.into_iter().map(|objection| (objection.place, objection.reason)).collect()
}

/// The only reason why a condition is wrong.
fn reason<F: Searchable>(name: &str, value: &str) -> &'static str {
    match told::<F>(&[(name, value)], ACME).as_slice() {
        [(_, reason)] => reason,
        other => panic!("{name}={value:?}: {other:?}"),
    }
}

fn text(text: &str) -> Sought {
    Sought::Text(text.to_owned())
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}
