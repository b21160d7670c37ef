//! `/v2/quotas`: how many zones an account may have (rules Z11, B4), -1 for any number.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::input::Input;
use domesday_app::quotas::{ReadOwnQuota, ReadQuota, SetQuota};
use domesday_app::refusal::Refusal;
use domesday_domain::account::AccountName;
use domesday_domain::actor::Permission;
use domesday_domain::finding::Findings;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::call::{Call, segment};
use super::refusals::{Listing, Reading, Setting};
use super::{Refused, answer, body, shapes};
use crate::accept;
use crate::members::{Fault, Members, wrong_type};
use crate::query::Parameters;

/// How much an account may have.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenStackQuota)]
pub(crate) struct Quota {
    /// Zones; -1 for any number.
    #[schema(minimum = -1)]
    zones: i64,
}

/// How much an account is to have.
#[derive(ToSchema)]
#[schema(as = OpenStackQuotaPatch)]
#[expect(dead_code, reason = "describes what is read member by member")]
struct QuotaPatch {
    /// Zones; -1 for any number. Left out, nothing changes.
    #[schema(minimum = -1, nullable = false)]
    zones: Option<i64>,
}

/// How much the caller's account may have.
#[utoipa::path(
    get, path = "/v2/quotas", tag = "OpenStack TLDs", operation_id = "openstack_own_quota",
    responses((status = 200, description = "The quota", body = Quota), Listing)
)]
pub(crate) async fn own(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    call.admitted(Permission::UseSession, nothing_more(&request)).await?;
    let zones = call.ask(ReadOwnQuota).await?;
    Ok(HttpResponse::Ok().json(Quota { zones }))
}

/// How much an account may have. Anybody may ask for their own.
#[utoipa::path(
    get, path = "/v2/quotas/{account_id}", tag = "OpenStack TLDs", operation_id = "openstack_read_quota",
    params(("account_id" = String, Path, description = "The account's handle")),
    responses((status = 200, description = "The quota", body = Quota), Reading)
)]
pub(crate) async fn read(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let account = account(&request);
    let principal = call.settle(call.registry().admit(call.caller(), Permission::UseSession).await)?;
    let own = AccountName::parse(&account).is_ok_and(|name| name.folded() == principal.actor.account_name.folded());
    let needs = if own { Permission::UseSession } else { Permission::Administer };
    call.admitted(needs, nothing_more(&request)).await?;
    let zones = if own { call.ask(ReadOwnQuota).await? } else { call.ask(ReadQuota { account }).await? };
    Ok(HttpResponse::Ok().json(Quota { zones }))
}

/// Set how much an account may have.
#[utoipa::path(
    patch, path = "/v2/quotas/{account_id}", tag = "OpenStack TLDs", operation_id = "openstack_set_quota",
    params(("account_id" = String, Path, description = "The account's handle"), shapes::Changing), request_body = QuotaPatch,
    responses((status = 200, description = "The quota; or what would be, in a dry run", body = shapes::QuotaChange), Setting)
)]
pub(crate) async fn set(call: Call, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let account = account(&request);
    let mut parameters = Parameters::of(&request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let zones = body::bare(&request, payload, parameters.finish(), asked).await;
    // A body that says nothing changes nothing; none here would mean the default.
    let says_nothing = zones.well_formed().is_ok_and(|(zones, findings)| zones.is_none() && findings.is_clean());
    let zones = match says_nothing {
        true => call.ask(ReadQuota { account }).await?,
        false => call.run(SetQuota { account, zones }, dry_run).await?,
    };
    if dry_run {
        return Ok(answer::tried(StatusCode::OK));
    }
    Ok(HttpResponse::Ok().json(Quota { zones }))
}

/// Give an account what accounts have by default.
#[utoipa::path(
    delete, path = "/v2/quotas/{account_id}", tag = "OpenStack TLDs", operation_id = "openstack_reset_quota",
    params(("account_id" = String, Path, description = "The account's handle"), shapes::Changing),
    responses(
        (status = 204, description = "It has the default again"),
        (status = 200, description = "What would be, in a dry run", body = answer::DryRun),
        Reading,
    )
)]
pub(crate) async fn reset(call: Call, request: HttpRequest) -> Result<HttpResponse, Refused> {
    let mut parameters = Parameters::of(&request);
    let dry_run = parameters.flag("dry_run").unwrap_or_default();
    let asked = accept::json(&request).and_then(|()| parameters.settle());
    call.admitted(Permission::Administer, asked).await?;
    let zones = Input::read(None, Findings::new());
    call.run(SetQuota { account: account(&request), zones }, dry_run).await?;
    Ok(if dry_run { answer::tried(StatusCode::NO_CONTENT) } else { HttpResponse::NoContent().finish() })
}

fn account(request: &HttpRequest) -> String {
    segment(request, "account_id")
}

/// Refuses a caller who takes no JSON, and every parameter.
fn nothing_more(request: &HttpRequest) -> Result<(), Refusal> {
    accept::json(request).and_then(|()| Parameters::of(request).settle())
}

/// The quota that a body sets. Whatever else it would set there is none of.
pub(super) fn asked(members: &mut Members) -> Option<i64> {
    let zones = members.optional("zones", places);
    for other in members.names() {
        members.take(&other);
        let detail = format!("{other} is no quota here: zones is the only one");
        members.wrong(&other, ("quota_resource_unknown", detail));
    }
    zones
}

fn places(value: &Value) -> Result<i64, Fault> {
    let outside = || ("out_of_range", "zones is an integer from -1, which is any number".to_owned());
    match value {
        Value::Number(number) if !number.is_f64() => number.as_i64().filter(|zones| *zones >= -1).ok_or_else(outside),
        _ => Err(wrong_type("an integer", value)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn section_1_a_quota_is_an_integer_from_minus_one() {
        for (zones, expected) in [
            (json!(-1), Ok(-1)),
            (json!(0), Ok(0)),
            (json!(i64::MAX), Ok(i64::MAX)),
            (json!(-2), Err("out_of_range")),
            (json!(u64::MAX), Err("out_of_range")),
            (json!(5.0), Err("wrong_type")),
            (json!("5"), Err("wrong_type")),
            (json!(null), Err("wrong_type")),
        ] {
            assert_eq!(places(&zones).map_err(|fault| fault.0), expected, "{zones}");
        }
    }

    #[test]
    fn section_3_other_quotas_are_unknown() {
        let Value::Object(fields) = json!({"zones": 5, "zone_records": 7}) else { unreachable!() };
        let mut members = Members::of(fields);
        assert_eq!(asked(&mut members), Some(5));
        let findings = members.finish();
        let found: Vec<_> = findings.errors().iter().map(|error| (error.field.as_str(), error.code)).collect();
        assert_eq!(found, [("zone_records", "quota_resource_unknown")]);
    }
}
