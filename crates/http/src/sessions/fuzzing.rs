//! The body of a log-in, for fuzz targets: see [`crate::fuzzing`].

use super::wire;

/// Login and password in a body of JSON; none if it is refused.
pub fn credentials(body: &[u8]) -> Option<(String, String)> {
    let read = wire::read_credentials(Some("application/json"), body).ok();
    read.map(|credentials| (credentials.login, credentials.password))
}
