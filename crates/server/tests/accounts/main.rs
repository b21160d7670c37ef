//! Sessions, accounts and keys as the assembled registry keeps them, on each store, with a clock that the laws set.
//!
//! Over HTTP (`tests/outside/sessions.rs`) hours do not pass, and no token is forged with a stolen secret: here both happen.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod accounts;
mod clients;
mod closing;
mod dynect_log_ins;
mod dynect_sessions;
mod dynect_sweeps;
mod house;
mod keys;
mod opening;
mod own;
mod rate_limits;
mod registrar_sessions;
mod repeats;
mod sliding;
mod throttle;
mod tokens;

use domesday_app::objection::Objection;
use domesday_app::refusal::Refusal;
use domesday_domain::finding::FieldError;

/// A law for both stores: `contract!(name, |house| …)` becomes the tests `name::sqlite` and `name::postgres`.
///
/// The law is asynchronous, and `house` an empty [`house::House`] with its first user.
#[macro_export]
macro_rules! contract {
    ($(#[$note:meta])* $name:ident, |$house:ident| $body:block) => {
        $(#[$note])*
        mod $name {
            #[allow(unused_imports, reason = "each law uses some of what its file imports")]
            use super::*;

            async fn law($house: &$crate::house::House) $body

            #[test]
            fn sqlite() {
                let house = $crate::house::House::on(domesday_tests::database::Database::sqlite());
                house.runtime.block_on(law(&house));
            }

            #[test]
            fn postgres() {
                let house = $crate::house::House::on(domesday_tests::database::Database::postgres());
                house.runtime.block_on(law(&house));
            }
        }
    };
}

/// What a caller was told, in a word: `ok`, a code, each `field:code`, the ground of objections and each `place reason`, or the seconds to
/// wait.
pub(crate) fn told<T>(result: Result<T, Refusal>) -> String {
    match result {
        Ok(_) => "ok".into(),
        Err(Refusal::Unauthenticated { code, .. } | Refusal::Forbidden { code, .. }) => code.into(),
        Err(Refusal::Missing { .. }) => "missing".into(),
        Err(Refusal::TooMany { retry_after }) => format!("wait {retry_after}"),
        Err(Refusal::Quota { detail }) => detail,
        Err(Refusal::Invalid { errors, .. }) => {
            let word = |error: &FieldError| format!("{}:{}", error.field, error.code);
            errors.iter().map(word).collect::<Vec<_>>().join(" ")
        }
        Err(Refusal::Objected(objections)) => {
            let word =
                |objection: &Objection| format!("{:?} {} {}", objection.ground, objection.place, objection.reason);
            objections.list.iter().map(word).collect::<Vec<_>>().join("; ")
        }
        Err(other) => panic!("no law foresees {other:?}"),
    }
}
