//! Chance, for ports, names and moments to kill at. From the standard library's hash keys: a crate is not needed for it.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A random number.
#[must_use]
pub fn number() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A random number from 0 up to, not including, `limit`.
#[must_use]
pub fn below(limit: u64) -> u64 {
    number() % limit
}

/// A word that no other test has: for directories and databases.
#[must_use]
pub fn word() -> String {
    format!("{}_{:08x}", std::process::id(), number() as u32)
}

/// A port on loopback that nobody listens on just now, taken from below the range that the system gives to outgoing
/// connections, so that it is likely to stay free until it is used.
#[must_use]
pub fn port() -> u16 {
    loop {
        let port = 10_000 + below(20_000) as u16;
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
