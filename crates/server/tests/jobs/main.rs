//! Jobs of sessions as the assembled registry keeps them, on each store, with servers that die (`dynect.md` section 4).
//!
//! Over HTTP no server dies between two steps of a job, and no session is told apart from its token: here both happen.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod answers;
mod deaths;
mod turns;
mod world;

/// A law for both stores: `contract!(name, |world| …)` becomes the tests `name::sqlite` and `name::postgres`.
///
/// The law is asynchronous, and `world` a database with one server and a user's two sessions.
#[macro_export]
macro_rules! contract {
    ($(#[$note:meta])* $name:ident, |$world:ident| $body:block) => {
        $(#[$note])*
        mod $name {
            #[allow(unused_imports, reason = "each law uses some of what its file imports")]
            use super::*;

            async fn law($world: &$crate::world::World) $body

            #[test]
            fn sqlite() {
                let world = $crate::world::World::on(domesday_tests::database::Database::sqlite());
                world.runtime.block_on(law(&world));
            }

            #[test]
            fn postgres() {
                let world = $crate::world::World::on(domesday_tests::database::Database::postgres());
                world.runtime.block_on(law(&world));
            }
        }
    };
}
