//! Headers and parameters that routes have in common.

use utoipa::IntoParams;

macro_rules! parameters {
    ($($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $member:ident: $kind:ty,)+ })+) => {$(
        #[derive(IntoParams)]
        #[expect(dead_code, reason = "describes what is read one by one")]
        $(#[$outer])*
        pub(crate) struct $name { $($(#[$inner])* $member: $kind,)+ }
    )+};
}

parameters! {
    /// What every request may say.
    #[into_params(parameter_in = Header)]
    Headers {
        /// `1.0`, which is also meant without it, or `2.0`.
        #[param(rename = "Api-Version", example = "2.0", pattern = r"^[12]\.0$", nullable = false)]
        version: Option<String>,
        /// The caller's own id for the transaction: 1 to 128 printable ASCII characters.
        #[param(rename = "Api-ClientTransactionId")]
        transaction: Option<String>,
    }
    /// How a mutation is made.
    #[into_params(parameter_in = Query)]
    Mutating {
        /// Only try it: everything is checked, and nothing kept.
        dry_run: Option<bool>,
    }
    /// How a mutation is known that is sent again.
    #[into_params(parameter_in = Header)]
    Repeating {
        /// In the place of the transaction id: the same answer for the same request, whatever happened since. 1 to 128 printable ASCII
        /// characters.
        #[param(rename = "Idempotency-Key")]
        key: Option<String>,
    }
    /// A condition.
    #[into_params(parameter_in = Header)]
    Condition {
        /// The tag of the state that is to be changed.
        #[param(rename = "If-Match")]
        if_match: Option<String>,
    }
    /// Which part of a list is given.
    #[into_params(parameter_in = Query)]
    Paging {
        /// How many rows at most.
        #[param(minimum = 0, maximum = 1000, default = 100)]
        limit: Option<u64>,
        /// How many rows are passed over.
        #[param(minimum = 0, maximum = 1_000_000, default = 0)]
        offset: Option<u64>,
    }
    /// A search. Conditions are `field[F][OP]=V`, with `eq`, `neq`, `not`, `like`, `nlike`, `lt`, `gt`, `lte` or `gte`.
    #[into_params(parameter_in = Query)]
    Searching {
        /// `search`.
        #[param(rename = "do")]
        what: Option<String>,
        /// How conditions are joined: `and`, which is also meant without it, or `or`.
        op: Option<String>,
        /// How many rows at most.
        #[param(minimum = 0, maximum = 1000, default = 100)]
        limit: Option<u64>,
        /// How many rows are passed over.
        #[param(minimum = 0, maximum = 1_000_000, default = 0)]
        offset: Option<u64>,
        /// By which field rows are put in order; then by name or id.
        sort_field: Option<String>,
        /// `asc` or `desc`.
        sort_direction: Option<String>,
    }
}
