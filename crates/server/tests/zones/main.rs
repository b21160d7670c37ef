//! Zones as clients of the DynECT face have them, through the assembled registry, on each store, with a clock that the laws set: serial
//! styles, hidden serials, freezing, and the views of the history (`dynect.md` section 5, N1, N2).
//!
//! Over HTTP no day passes between two changes; here one does.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod frozen;
mod given;
#[allow(dead_code, reason = "laws of zones use some of what laws of accounts start from")]
#[path = "../accounts/house.rs"]
mod house;
mod imported;
mod published;
mod serials;
mod views;

use domesday_app::refusal::Refusal;

/// A law for both stores: `contract!(name, |house| …)` becomes the tests `name::sqlite` and `name::postgres`.
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

/// What a caller was told, in words: `ok`, a code, each code of conflicts, or each `field:code`.
pub(crate) fn told<T>(result: Result<T, Refusal>) -> String {
    match result {
        Ok(_) => "ok".into(),
        Err(Refusal::Forbidden { code, .. }) => code.into(),
        Err(Refusal::Missing { .. }) => "missing".into(),
        Err(Refusal::Conflict { conflicts, .. }) => {
            conflicts.iter().map(|conflict| conflict.code).collect::<Vec<_>>().join(" ")
        }
        Err(Refusal::Invalid { errors, .. }) => {
            errors.iter().map(|error| format!("{}:{}", error.field, error.code)).collect::<Vec<_>>().join(" ")
        }
        Err(other) => panic!("no law foresees {other:?}"),
    }
}
