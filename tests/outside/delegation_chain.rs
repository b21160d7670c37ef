//! Delegations and glue (rules D1 to D7) over a chain of zones whose name servers lie in one another's: as many change it at once, step
//! by step, over a kill, as name servers serve it, and at what cost.
//!
//! The oracle is [`scratch`]: it computes from the text of the rules what must be stored. The laws of each single rule are elsewhere;
//! here it is asked whether all of it holds together.

mod accounted;
mod book;
mod cost;
mod designed;
mod dice;
mod file;
mod files;
mod kill;
mod load;
mod operations;
mod races;
mod scratch;
mod served;
mod settled;
mod state;
mod statements;
mod walk;
