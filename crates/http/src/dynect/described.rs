//! What the OpenAPI document says of this face: made from the table of resources, with the words of [`table`] and the shapes of [`shapes`].
//!
//! So nothing is described that is not served. What is only refused (cancelling a task, writing users and contacts) is not described.

mod member;
mod shapes;
mod table;

use utoipa::openapi::path::{OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::{
    ContentBuilder, HeaderBuilder, HttpMethod, ObjectBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder,
    Schema, SecurityRequirement, Type,
};

use super::format::Format;
use super::operation::{Operation, Verb};
use super::resources::all;
use member::Member;
use table::Words;

/// The path of jobs, where any method does the same (rule J2).
const JOB: &str = "/REST/Job/{job}";

/// The versions that are served (rule W8), up to [`super::version::NEWEST`]; empty is the newest.
const KNOWN_VERSION: &str = r"^(current|2\.[0-9]+\.[0-9]+|3\.[0-6]\.[0-9]+|3\.7\.([0-9]|1[0-6]))?$";

/// What each status that is no success means.
const REFUSALS: [(&str, &str); 6] = [
    ("400", "Wrong arguments, a dead session, a rule that says no: each line of `msgs` has its `ERR_CD`"),
    ("403", "PERMISSION_DENIED: not allowed by role or by ownership"),
    ("404", "MISSING_DATA: an argument, or the token, is missing; NOT_FOUND: it is not there, or not visible"),
    ("429", "RATE_LIMIT_EXCEEDED, where a limit is configured; or a job that is asked for too often"),
    ("500", "INTERNAL_ERROR: a defect; UNKNOWN_ERROR: a change that may or may not have been kept"),
    ("503", "SERVICE_UNAVAILABLE: overloaded, or the database is away; nothing was changed"),
];

const FORMS: [Format; 4] = [Format::Json, Format::Xml, Format::Yaml, Format::Html];

/// Describes every operation of this face that does something.
pub(crate) fn describe(document: &mut OpenApi) {
    for (path, operation) in all() {
        let Some(words) = Words::of(&path, operation.verb) else { continue };
        document.paths.add_path_operation(
            path.clone(),
            vec![method(operation.verb)],
            described(&path, operation, words),
        );
    }
    document.paths.add_path_operation(JOB, vec![HttpMethod::Get], job());
    let components = document.components.get_or_insert_default();
    components.schemas.extend(shapes::all().map(|(name, schema)| (name.to_owned(), schema.into())));
}

fn method(verb: Verb) -> HttpMethod {
    match verb {
        Verb::Get => HttpMethod::Get,
        Verb::Post => HttpMethod::Post,
        Verb::Put => HttpMethod::Put,
        Verb::Delete => HttpMethod::Delete,
    }
}

fn described(path: &str, operation: &Operation, words: &Words) -> OperationBuilder {
    let mut described = begun(path, words.id, words.about);
    if !words.takes.is_empty() {
        described = described.request_body(Some(arguments(words.takes)));
    }
    if operation.needs.is_none() {
        described = described.security(SecurityRequirement::default());
    }
    described = described.response("200", success(words.gives));
    if !operation.prompt {
        described = described.response("307", redirect("It goes on: get what `Location` names"));
    }
    refused(described)
}

/// Asking for what became of a request.
fn job() -> OperationBuilder {
    let about = "What became of a request of this session: its answer as it was, by any method. While the job runs the question is held up \
                 to 5 seconds.";
    let described = begun(JOB, "dynect_job", about)
        .response("200", success(member::Gives::One("DynectData")))
        .response("307", redirect("Still running: ask again; the body is an envelope with `incomplete`"));
    refused(described)
}

fn begun(path: &str, id: &str, about: &str) -> OperationBuilder {
    let summary = about.split_inclusive(['.', ':']).next().unwrap_or(about).trim_end_matches([':', '.']);
    let names = path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let part = |name: &str| {
        let text = ObjectBuilder::new().schema_type(Type::String);
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
        parameter.description(Some(table::part(name))).schema(Some(text)).build()
    };
    let mut described =
        OperationBuilder::new().tag("DynECT").operation_id(Some(id)).summary(Some(summary)).description(Some(about));
    for name in names {
        described = described.parameter(part(name));
    }
    let version = ParameterBuilder::new().name("API-Version").parameter_in(ParameterIn::Header);
    let version = version.required(Required::False).description(Some("2.0.0 to 3.7.16, or `current`"));
    let known = ObjectBuilder::new().schema_type(Type::String).pattern(Some(KNOWN_VERSION));
    described.parameter(version.schema(Some(known)).build())
}

fn refused(described: OperationBuilder) -> OperationBuilder {
    REFUSALS.iter().fold(described, |described, (status, about)| {
        described.response(*status, in_all_forms(about, &Ref::from_schema_name("DynectFailure").into()))
    })
}

/// The body of a request: its arguments, any of which but nested ones may also stand in the query string.
fn arguments(takes: &[Member]) -> utoipa::openapi::request_body::RequestBody {
    let schema = member::object(takes);
    let body = RequestBodyBuilder::new().description(Some("The arguments; scalar ones may also stand in the query"));
    let body = FORMS.iter().fold(body, |body, format| {
        body.content(format.media_type(), ContentBuilder::new().schema(Some(schema.clone())).build())
    });
    let required = takes.iter().any(|member| member.required);
    body.required(Some(if required { Required::True } else { Required::False })).build()
}

fn success(gives: member::Gives) -> RefOr<Response> {
    let envelope = ObjectBuilder::new()
        .property("status", ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["success"])))
        .required("status")
        .property("data", gives.schema())
        .required("data")
        .property("job_id", ObjectBuilder::new().schema_type(Type::Integer))
        .required("job_id")
        .property("msgs", shapes::messages())
        .required("msgs");
    in_all_forms("Done", &Schema::from(envelope).into())
}

fn in_all_forms(about: &str, schema: &RefOr<Schema>) -> RefOr<Response> {
    let response = FORMS.iter().fold(ResponseBuilder::new().description(about), |response, format| {
        response.content(format.media_type(), ContentBuilder::new().schema(Some(schema.clone())).build())
    });
    response.build().into()
}

fn redirect(about: &str) -> RefOr<Response> {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let location = HeaderBuilder::new().schema(Some(text)).description(Some("`/REST/Job/{job}`")).build();
    ResponseBuilder::new().description(about).header("Location", location).build().into()
}

/// Every path and method that is described.
#[cfg(test)]
pub(crate) fn described_operations() -> Vec<(String, String)> {
    let told = all().filter(|(path, operation)| Words::of(path, operation.verb).is_some());
    let told = told.map(|(path, operation)| (path, format!("{:?}", operation.verb).to_uppercase()));
    told.chain([(JOB.to_owned(), "GET".to_owned())]).collect()
}

#[cfg(test)]
mod tests;
