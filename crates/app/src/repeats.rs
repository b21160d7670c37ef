//! Mutations that a registrar may send again (`registrar.md` I2–I5): the answer of each is kept for a day, in the transaction of the mutation
//! itself, so that there is none without its change and no change without it.
//!
//! A face wraps a command in [`Once`]. Which repeats are answered from what is kept differs by the version that the client speaks: in 2.0, or
//! under an `Idempotency-Key`, user and id alone decide (rule I4); in 1.0, whose clients use one id for several commands and the same ids
//! again in their next run, the object must still be what the command left of it (rule I3), which is what [`Left`] tells.

mod digest;
mod left;
mod once;

pub use digest::request;
pub use left::{Left, Mutation};
pub use once::{Given, KEPT, Once, Render, Rendered, Repeat};
