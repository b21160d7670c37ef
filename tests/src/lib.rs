//! The harness: Domesday seen from outside.
//!
//! It starts the real binary on a real database and speaks HTTP to it, so that what these tests hold is what users get. It
//! depends on none of the other crates, and shares no code with what it tests.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a harness that cannot go on fails its test, and says where"
)]

pub mod chance;
pub mod client;
pub mod database;
pub mod postgres;
pub mod server;

/// Makes two tests of every law: `name::sqlite` and `name::postgres`, each with a fresh server on a fresh database.
///
/// ```text
/// both! {
///     fn a_zone_that_was_deleted_is_gone(server: &Server) { … }
/// }
/// ```
#[macro_export]
macro_rules! both {
    ($( $(#[$meta:meta])* fn $name:ident($server:ident: &$type:ident) $body:block )*) => {
        $(
            $(#[$meta])*
            mod $name {
                #[allow(unused_imports, reason = "not every law needs what its file brings in")]
                use super::*;

                fn law($server: &$type) $body

                #[test]
                fn sqlite() {
                    law(&$type::start($crate::database::Database::sqlite()));
                }

                #[test]
                fn postgres() {
                    law(&$type::start($crate::database::Database::postgres()));
                }
            }
        )*
    };
}
