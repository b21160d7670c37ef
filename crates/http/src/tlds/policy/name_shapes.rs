//! The shapes of special names, for the OpenAPI document only, as [`super::shapes`] are.

use utoipa::{IntoParams, ToSchema};

use super::super::answer::DryRun;

/// What is special about a name.
#[derive(ToSchema)]
#[schema(as = SpecialNameKind)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "describes what is read and written elsewhere")]
pub(crate) enum Kind {
    Reserved,
    Premium,
}

/// What a premium name costs.
#[derive(ToSchema)]
#[schema(as = SpecialNameFee)]
#[expect(dead_code, reason = "describes what is read and written elsewhere")]
pub(crate) struct Fee {
    /// 1 to 12 digits, and perhaps `.` and 1 to 4 digits; as a number it is taken as it is written.
    #[schema(example = "250.00")]
    amount: String,
    /// Three letters.
    #[schema(example = "EUR")]
    currency: String,
}

/// What a policy says of a name, or of all names of a length.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is written member by member")]
pub(crate) struct SpecialName {
    /// A label in canonical form, or `?`, `??` … for any of that length.
    #[schema(example = "nic")]
    r#match: String,
    kind: Kind,
    /// Who may register a reserved one nonetheless.
    #[schema(required)]
    account: Option<String>,
    /// What a premium one costs.
    #[schema(required)]
    fee: Option<Fee>,
    /// Why, for people.
    #[schema(required, max_length = 160)]
    reason: Option<String>,
}

/// What to say of a name.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct SpecialNameDraft {
    kind: Kind,
    /// Who may register it nonetheless, if it is reserved.
    account: Option<String>,
    /// What it costs, if it is premium.
    fee: Option<Fee>,
    /// Why, for people.
    #[schema(max_length = 160)]
    reason: Option<String>,
}

/// A page of them, in the order of their patterns.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is written member by member")]
pub(crate) struct SpecialNameList {
    names: Vec<SpecialName>,
}

/// The parameters of a list of names.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct NameListParameters {
    /// `reserved` or `premium`; both if left out.
    kind: Option<String>,
    /// From 1, 100 if left out; more than 1000 is 1000, and so is `max`.
    limit: Option<String>,
    /// After this pattern.
    marker: Option<String>,
}

/// What putting an entry is answered with, where there was one.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is written elsewhere")]
#[serde(untagged)]
pub(crate) enum SpecialNameChange {
    /// It was done.
    Done(SpecialName),
    /// It was only tried.
    Tried(DryRun),
}
