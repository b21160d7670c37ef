//! Fills a registry with zones, through the API as everybody must: `z0000000.org`, `z0000001.org` and so on.

use std::sync::atomic::{AtomicU64, Ordering};

use domesday_tests::client::Client;
use serde_json::json;

use crate::Problem;

const CLIENTS: usize = 64;

pub(crate) fn seed(url: &str, token: &str, from: u64, count: u64) -> Result<(), Problem> {
    let client = Client::new(url).with_token(token);
    let next = AtomicU64::new(from);
    let create = |number: u64| -> Result<(), Problem> {
        let zone = json!({
            "name": format!("z{number:07}.org"), "ns": ["ns1.hoster.net", "ns2.hoster.net"], "email": "hostmaster@hoster.net",
            "refresh": 10800, "retry": 3600, "expire": 1_814_400, "ttl": 43200,
        });
        let answer = client.post("/zones", &zone).try_send()?;
        if answer.status == 201 { Ok(()) } else { Err(answer.to_string().into()) }
    };
    let work = || -> Result<(), Problem> {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= from + count {
                return Ok(());
            }
            create(number)?;
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a client panicked")?)
    })
}
