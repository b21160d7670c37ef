//! Delegations: cuts of a zone, and the glue that follows from them (`zones.md` section 6).

pub mod glue;
