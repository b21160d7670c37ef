//! Fills a registry through the API, as everybody must: with zones `z0000000.org`, `z0000001.org` and so on, or with registered names
//! `d0000000.reg`, `d0000001.reg`, or with entities `s0000000`, `s0000001` of the kind `student`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domesday_tests::client::Client;
use serde_json::json;

use crate::Problem;

const CLIENTS: usize = 64;

/// How often a zone is tried while the server says that it is busy.
const ATTEMPTS: usize = 1000;

/// What a registry is filled with.
#[derive(Clone, Copy)]
pub(crate) enum What {
    /// Zones.
    Zones,
    /// Registered names, by a registrar's token.
    Names,
    /// Entities.
    Entities,
}

pub(crate) fn seed(what: What, url: &str, token: &str, from: u64, count: u64) -> Result<(), Problem> {
    let client = Client::new(url).with_token(token);
    let (next, busy) = (AtomicU64::new(from), AtomicU64::new(0));
    let create = |number: u64| -> Result<(), Problem> {
        let zone = json!({
            "name": format!("z{number:07}.org"), "ns": ["ns1.hoster.net", "ns2.hoster.net"], "email": "hostmaster@hoster.net",
            "refresh": 10800, "retry": 3600, "expire": 1_814_400, "ttl": 43200,
        });
        let name = json!({"name": format!("d{number:07}.reg"), "ns": ["ns1.hoster.net", "ns2.hoster.net"]});
        let claim = |claim: &str, value: &str| json!({"id": format!("student/s{number:07}/{claim}"), "value": value});
        let entity = json!({"claims": [claim("name", "A Student"), claim("school", "UP Public School")]});
        for _ in 0..ATTEMPTS {
            let answer = match what {
                What::Zones => client.post("/zones", &zone).try_send()?,
                What::Names => client.put("/domains", &name).try_send()?,
                What::Entities => client.post("/api/student", &entity).try_send()?,
            };
            match answer.status {
                201 => return Ok(()),
                503 => busy.fetch_add(1, Ordering::Relaxed),
                _ => return Err(answer.to_string().into()),
            };
            std::thread::sleep(Duration::from_millis(5));
        }
        Err("the server stays busy".into())
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
    })?;
    if let times @ 1.. = busy.into_inner() {
        eprintln!("domesday-bench: while {count} were made, the server answered {times} times that it is busy");
    }
    Ok(())
}
