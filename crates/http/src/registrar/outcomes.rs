//! What each mutation tells, and what of it a rehearsal compares.

use actix_web::http::StatusCode;
use domesday_app::clients::ChangedClient;
use domesday_app::contacts::{ContactChanged, ContactDeleted};
use domesday_app::domains::{
    DomainChanged, DomainCreated, DomainDeleted, DomainInfo, DomainTransferred, DomainUpdated,
};
use domesday_app::host_objects::{HostChanged, HostCreated, HostDeleted};
use domesday_app::messages::{MessageDeleted, MessageMarked};
use domesday_domain::registration::Deletion;
use serde_json::{Value, json};

use super::answer::{second, second_if};
use super::codes::Code;
use super::done::{Change, Done, Outcome};
use super::show;
use crate::paths::escaped;

/// `info`, or null.
fn domain(info: Option<&DomainInfo>) -> Value {
    info.map_or(Value::Null, show::domain)
}

fn dns(info: &DomainInfo) -> Value {
    info.dns.as_ref().map_or(Value::Null, show::standing)
}

impl Outcome for DomainCreated {
    fn done(&self) -> Done {
        let facts = &self.info.stored.registration;
        let name = facts.name.to_string();
        let location = format!("/domains/{}", escaped(&name));
        let dates = (second(facts.created), second(self.info.view.expires));
        let made = json!({"name": name, "crDate": dates.0, "exDate": dates.1, "authInfo": {"pw": null}});
        Done::new(StatusCode::CREATED, Code::DONE, json!({"creData": made, "dns": dns(&self.info)}))
            .warned(&self.warnings)
            .tagged(&self.info.tag())
            .at(location)
            .telling(&["creData", "authInfo", "pw"], self.code.as_ref())
    }

    fn change(&self) -> Change {
        Change { before: Value::Null, after: show::domain(&self.info), dns: self.dns_changes.clone() }
    }
}

impl Outcome for DomainUpdated {
    fn done(&self) -> Done {
        let facts = &self.after.stored.registration;
        let updated = json!({"name": facts.name.to_string(), "upDate": second_if(facts.updated)});
        let mut members = json!({"upData": updated, "dns": dns(&self.after)});
        if self.code_changed {
            members["authInfo"] = json!({"pw": null});
        }
        Done::new(StatusCode::OK, Code::DONE, members)
            .warned(&self.warnings)
            .tagged(&self.after.tag())
            .telling(&["authInfo", "pw"], self.code.as_ref())
    }

    fn change(&self) -> Change {
        let (before, after) = (domain(self.before.as_ref()), show::domain(&self.after));
        Change { before, after, dns: self.dns_changes.clone() }
    }
}

impl Outcome for DomainDeleted {
    fn done(&self) -> Done {
        let Some(Deletion { restorable_until, purge_at, .. }) = self.deletion else {
            return Done::new(StatusCode::OK, Code::DONE, json!({}));
        };
        let name = self.before.stored.registration.name.to_string();
        let ends = (second(restorable_until), second(purge_at));
        let deleted = json!({"name": name, "restorableUntil": ends.0, "purgeDate": ends.1});
        let done = Done::new(StatusCode::ACCEPTED, Code::PENDING, json!({"delData": deleted}));
        match &self.after {
            Some(after) => done.tagged(&after.tag()),
            None => done,
        }
    }

    fn change(&self) -> Change {
        let (before, after) = (show::domain(&self.before), domain(self.after.as_ref()));
        Change { before, after, dns: self.dns_changes.clone() }
    }
}

impl Outcome for DomainChanged {
    fn done(&self) -> Done {
        expiry("renData", self)
    }

    fn change(&self) -> Change {
        let (before, after) = (domain(self.before.as_ref()), show::domain(&self.after));
        Change { before, after, dns: self.dns_changes.clone() }
    }
}

/// A restore tells as a renewal does, under another name.
pub(super) fn restored(changed: &DomainChanged) -> Done {
    expiry("resData", changed)
}

fn expiry(member: &str, changed: &DomainChanged) -> Done {
    let after = &changed.after;
    let name = after.stored.registration.name.to_string();
    let data = json!({"name": name, "exDate": second(after.view.expires)});
    Done::new(StatusCode::OK, Code::DONE, json!({member: data, "dns": dns(after)}))
        .warned(&changed.warnings)
        .tagged(&after.tag())
}

impl Outcome for DomainTransferred {
    fn done(&self) -> Done {
        let (status, code) =
            if self.pending { (StatusCode::ACCEPTED, Code::PENDING) } else { (StatusCode::OK, Code::DONE) };
        Done::new(status, code, json!({"trnData": self.info.data()}))
    }

    fn change(&self) -> Change {
        let (before, after) = (domain(self.before.as_ref()), show::domain(&self.after));
        Change { before, after, dns: self.dns_changes.clone() }
    }
}

impl Outcome for ContactChanged {
    fn done(&self) -> Done {
        let contact = &self.after.contact;
        let id = contact.id.as_str();
        match self.before {
            None => {
                let made = json!({"creData": {"id": id, "crDate": second(contact.created)}});
                let done = Done::new(StatusCode::CREATED, Code::DONE, made).tagged(&self.after.tag());
                done.at(format!("/contacts/{}", escaped(id)))
            }
            Some(_) => {
                let changed = json!({"upData": {"id": id, "upDate": second_if(contact.updated)}});
                Done::new(StatusCode::OK, Code::DONE, changed).tagged(&self.after.tag())
            }
        }
    }

    fn change(&self) -> Change {
        let before = self.before.as_ref().map_or(Value::Null, show::contact);
        Change { before, after: show::contact(&self.after), dns: None }
    }
}

impl Outcome for ContactDeleted {
    fn done(&self) -> Done {
        Done::new(StatusCode::OK, Code::DONE, json!({}))
    }

    fn change(&self) -> Change {
        Change { before: show::contact(&self.before), after: Value::Null, dns: None }
    }
}

impl Outcome for HostCreated {
    fn done(&self) -> Done {
        let name = self.info.host.name.to_string();
        let location = format!("/hosts/{}", escaped(&name));
        let made = json!({"creData": {"name": name, "crDate": second(self.info.host.created)}});
        Done::new(StatusCode::CREATED, Code::DONE, made).tagged(&self.info.tag()).at(location)
    }

    fn change(&self) -> Change {
        Change { before: Value::Null, after: show::host(&self.info), dns: self.dns_changes.clone() }
    }
}

impl Outcome for HostChanged {
    fn done(&self) -> Done {
        let host = &self.after.host;
        let changed = json!({"upData": {"name": host.name.to_string(), "upDate": second_if(host.changed)}});
        Done::new(StatusCode::OK, Code::DONE, changed).tagged(&self.after.tag())
    }

    fn change(&self) -> Change {
        Change { before: show::host(&self.before), after: show::host(&self.after), dns: self.dns_changes.clone() }
    }
}

impl Outcome for HostDeleted {
    fn done(&self) -> Done {
        Done::new(StatusCode::OK, Code::DONE, json!({}))
    }

    fn change(&self) -> Change {
        Change { before: show::host(&self.before), after: Value::Null, dns: self.dns_changes.clone() }
    }
}

impl Outcome for MessageMarked {
    fn done(&self) -> Done {
        let queue = json!({"count": self.unread.count, "next": self.unread.next});
        Done::new(StatusCode::OK, Code::DONE, json!({"id": self.id, "ntDate": second(self.read), "msgQ": queue}))
    }

    fn change(&self) -> Change {
        let before = show::message(&self.before);
        let mut after = before.clone();
        after["ntDate"] = second(self.read);
        Change { before, after, dns: None }
    }
}

impl Outcome for MessageDeleted {
    fn done(&self) -> Done {
        Done::new(StatusCode::OK, Code::DONE, json!({}))
    }

    fn change(&self) -> Change {
        Change { before: show::message(&self.before), after: Value::Null, dns: None }
    }
}

impl Outcome for ChangedClient {
    fn done(&self) -> Done {
        let client = json!({"client": show::client(&self.after)});
        match self.before {
            None => {
                let location = format!("/clients/{}", escaped(&self.after.login));
                Done::new(StatusCode::CREATED, Code::DONE, client).at(location)
            }
            Some(_) => Done::new(StatusCode::OK, Code::DONE, client),
        }
    }

    fn change(&self) -> Change {
        let before = self.before.as_ref().map_or(Value::Null, show::client);
        Change { before, after: show::client(&self.after), dns: None }
    }
}
