//! A domain (section 4).

use domesday_app::domains::{CheckedDomain, DomainInfo, Standing, TransferInfo};
use domesday_domain::contact::ContactRole;
use domesday_domain::policy::Fee;
use domesday_domain::registrable::Availability;
use domesday_domain::registration::{Grace, Period, RequiredClaim};
use domesday_domain::secdns::{DsRecord, KeyRecord, SecureDelegation};
use domesday_domain::word::Word;
use serde_json::{Map, Value, json};

use super::super::answer::{second, second_if};

/// `info` of a domain: every key always there.
pub(in super::super) fn domain(info: &DomainInfo) -> Value {
    let DomainInfo { stored, view, .. } = info;
    let facts = &stored.registration;
    let contacts = ContactRole::ALL.iter().map(|role| {
        let id = info.contacts.get(role).map(ToString::to_string);
        (role.as_str().to_owned(), Value::from(id))
    });
    json!({
        "name": facts.name.to_string(),
        "uname": facts.name.to_unicode().filter(|unicode| *unicode != facts.name.to_string()),
        "roid": facts.roid.0,
        "lifecycle": view.lifecycle.as_str(),
        "status": view.statuses.iter().map(|status| status.as_str()).collect::<Vec<_>>(),
        "rgpStatus": view.rgp_statuses.iter().map(|status| status.as_str()).collect::<Vec<_>>(),
        "contacts": contacts.collect::<Map<_, _>>(),
        "ns": stored.hosts.iter().map(|(_, host)| host.to_string()).collect::<Vec<_>>(),
        "hosts": info.subordinates.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "secDNS": keys(&stored.keys),
        "clID": info.sponsor.as_str(),
        "crID": info.created_by.as_str(),
        "crDate": second(facts.created),
        "upID": info.updated_by.as_ref().map(ToString::to_string),
        "upDate": second_if(facts.updated),
        "exDate": second(view.expires),
        "trDate": second_if(facts.transferred),
        "authInfo": {"pw": null, "set": stored.code.is_some()},
        "graces": view.graces.iter().map(grace).collect::<Vec<_>>(),
        "transfer": info.transfer.as_ref().map(TransferInfo::data),
        "claims": facts.claims.iter().map(claim).collect::<Vec<_>>(),
        "dns": info.dns.as_ref().map(standing),
        "premium": info.premium,
        "sandbox": info.sandbox,
    })
}

/// What of a domain stands in its TLD's zone.
pub(in super::super) fn standing(standing: &Standing) -> Value {
    let Standing { zone, published, serial } = standing;
    json!({"zone": zone.to_string(), "published": published, "serial": serial.get()})
}

/// The answer to a check (rule N4).
pub(in super::super) fn availability(checked: &CheckedDomain) -> Value {
    let (premium, fee) = match &checked.availability {
        Ok(Availability::Free { premium, fee }) => (*premium, fee.as_ref()),
        _ => (false, None),
    };
    let free = checked.availability.as_ref().is_ok_and(Availability::is_free);
    let mut members = json!({"name": checked.name, "avail": u8::from(free), "premium": premium});
    let reason = checked.availability.as_ref().ok().and_then(Availability::reason);
    let optional = [("reason", reason.map(Value::from)), ("fee", fee.map(fee_of))];
    if let Some(members) = members.as_object_mut() {
        members.extend(optional.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    members
}

fn fee_of(fee: &Fee) -> Value {
    json!({"amount": fee.amount(), "currency": fee.currency()})
}

fn keys(keys: &SecureDelegation) -> Value {
    let ds = |ds: &DsRecord| {
        let DsRecord { key_tag, algorithm, digest_type, .. } = ds;
        json!({"keyTag": key_tag, "alg": algorithm, "digestType": digest_type, "digest": ds.digest_text()})
    };
    let key = |key: &KeyRecord| {
        let public = key.public_key();
        json!({"flags": key.flags(), "protocol": key.protocol(), "alg": key.algorithm(), "pubKey": public})
    };
    json!({
        "dsData": keys.ds.iter().map(ds).collect::<Vec<_>>(),
        "keyData": keys.keys.iter().map(key).collect::<Vec<_>>(),
    })
}

fn grace(grace: &Grace) -> Value {
    let unit = match grace.period {
        Period::Years(_) => "y",
        Period::Months(_) => "m",
    };
    json!({
        "type": grace.kind.status().as_str(),
        "until": second(grace.until),
        "period": {"unit": unit, "value": grace.period.value()},
    })
}

fn claim(claim: &RequiredClaim) -> Value {
    json!({"claim": claim.claim, "state": claim.state().as_str(), "due": second(claim.due)})
}
