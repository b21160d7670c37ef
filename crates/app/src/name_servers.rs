//! Name servers: whom NS lists may name, where addresses live, and the glue and rows that follow (`zones.md` D4–D10, D14).
//!
//! [`judge`] says what is wrong with an NS list before anything is written; [`given`] stores addresses that came along with one;
//! [`settle`] sets glue and rows right after whatever was written; [`refuse_loss`] keeps those who use a name server from losing it.

mod given;
mod judge;
mod rows;
mod settle;
mod survey;
mod users;

pub(crate) use given::{Given, Place};
pub(crate) use judge::{Listing, Makes, address_differs, locks, missing};
pub(crate) use rows::put_addresses;
pub(crate) use settle::settle;
pub(crate) use survey::survey;
pub(crate) use users::{lost_by, refuse_loss};
