//! Lives of registered domains on a clock that the laws set: years pass in them, on each store (`registrar.md` L1, L13, L14, Z2).
//!
//! Over HTTP (`tests/outside/registrar`) years do not pass; here a domain is registered, expires, is restored, and nobody waits.

#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod claims;
mod claims_moved;
mod hands;
#[allow(dead_code, reason = "laws of lives use some of what laws of accounts start from")]
#[path = "../accounts/house.rs"]
mod house;
mod races;
mod registrants;
mod walks;
mod world;
mod years;

use domesday_app::refusal::Refusal;

/// A law for both stores: `lives!(name, |world| …)` becomes the tests `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! lives {
    ($(#[$note:meta])* $name:ident, |$world:ident| $body:block) => {
        $(#[$note])*
        mod $name {
            #[allow(unused_imports, reason = "each law uses some of what its file imports")]
            use super::*;

            async fn law($world: &$crate::world::World) $body

            fn on(database: domesday_tests::database::Database) {
                let house = $crate::house::House::on(database);
                let runtime = tokio::runtime::Runtime::new().expect("a runtime");
                let world = runtime.block_on($crate::world::World::of(house));
                runtime.block_on(law(&world));
            }

            #[test]
            fn sqlite() {
                on(domesday_tests::database::Database::sqlite());
            }

            #[test]
            fn postgres() {
                on(domesday_tests::database::Database::postgres());
            }
        }
    };
}

/// What a caller was told, in a word: `ok`, or the ground and the words of objections.
pub(crate) fn told<T>(result: Result<T, Refusal>) -> String {
    match result {
        Ok(_) => "ok".into(),
        Err(Refusal::Objected(objections)) => {
            let words = objections.list.iter().map(|one| format!("{:?} {}", one.ground, one.reason));
            words.collect::<Vec<_>>().join(", ")
        }
        Err(refusal) => format!("{refusal:?}"),
    }
}
