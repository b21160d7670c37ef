//! What goes out: what is told of faults, of domains and of their transfers.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::shapes;

shapes! {
    /// One fault.
    Fault as RegistrarFault {
        /// Its code.
        code: u16,
        /// A stable word for programs.
        reason: String,
        /// A JSON pointer into the body, or `query:…`, `header:…`, `path:…`; null if it is about no place.
        #[schema(required)]
        field: Option<String>,
        /// What stands there, of whatever type it was sent; never a secret.
        value: Option<Value>,
        /// A sentence for people.
        message: String,
    }
    /// What stands in the way.
    Blocker as Blocker {
        /// `domain`, `zone`, `delegation`, `record_set`, `contact` or `host`.
        r#type: String,
        name: String,
        /// Whose it is, if it is an account's.
        #[schema(required)]
        sponsor: Option<String>,
    }
    /// What of a domain stands in the zone of its TLD.
    Standing as DomainStanding {
        zone: String,
        published: bool,
        #[schema(format = Int64, maximum = 4_294_967_295i64)]
        serial: u32,
    }
    /// A code.
    Code as AuthInfo {
        /// In clear where it is told; else null.
        #[schema(required)]
        pw: Option<String>,
    }
    /// Whether a domain has a code.
    CodeState as AuthInfoState {
        /// Null: it is told once, where it is set.
        #[schema(required)]
        pw: Option<String>,
        set: bool,
    }
    /// A DS record.
    Ds as DsData {
        key_tag: u16,
        alg: u8,
        digest_type: u8,
        digest: String,
    }
    /// A key.
    Key as KeyData {
        flags: u16,
        protocol: u8,
        alg: u8,
        pub_key: String,
    }
    /// The keys of a domain's zone.
    Keys as SecDns {
        ds_data: Vec<Ds>,
        key_data: Vec<Key>,
    }
    /// A grace period.
    GraceShape as Grace {
        #[schema(example = "addPeriod")]
        r#type: String,
        #[schema(format = "date-time")]
        until: String,
        period: super::requests::PeriodShape,
    }
    /// A claim that the policy requires.
    ClaimShape as RequiredClaim {
        claim: String,
        /// `pending`, `overdue` or `met`.
        state: String,
        #[schema(format = "date-time")]
        due: String,
    }
    /// A domain.
    Domain as Domain {
        name: String,
        /// Its name in Unicode, if that differs.
        #[schema(required)]
        uname: Option<String>,
        roid: String,
        /// `registered`, `expired`, `redemption` or `pendingDelete`.
        lifecycle: String,
        status: Vec<String>,
        rgp_status: Vec<String>,
        /// All eight roles.
        contacts: BTreeMap<String, Option<String>>,
        ns: Vec<String>,
        /// Those below it.
        hosts: Vec<String>,
        #[serde(rename = "secDNS")]
        keys: Keys,
        #[serde(rename = "clID")]
        sponsor: String,
        #[serde(rename = "crID")]
        created_by: String,
        #[schema(format = "date-time")]
        cr_date: String,
        #[serde(rename = "upID")]
        #[schema(required)]
        updated_by: Option<String>,
        #[schema(required)]
        up_date: Option<String>,
        #[schema(format = "date-time")]
        ex_date: String,
        #[schema(required)]
        tr_date: Option<String>,
        auth_info: CodeState,
        graces: Vec<GraceShape>,
        #[schema(required)]
        transfer: Option<TransferData>,
        claims: Vec<ClaimShape>,
        #[schema(required)]
        dns: Option<Standing>,
        premium: bool,
        sandbox: bool,
    }
    /// A domain that was registered.
    CreatedDomain as CreatedDomain {
        name: String,
        cr_date: String,
        ex_date: String,
        /// Told this once.
        auth_info: Code,
    }
    /// A domain that was deleted.
    DeletedDomain as DeletedDomain {
        name: String,
        /// Before that instant it can be restored.
        restorable_until: String,
        /// When the name is free.
        purge_date: String,
    }
    /// A name, and when it was changed last.
    UpdatedName as UpdatedName {
        name: String,
        #[schema(required)]
        up_date: Option<String>,
    }
    /// An id, and when it was changed last.
    UpdatedId as UpdatedId {
        id: String,
        #[schema(required)]
        up_date: Option<String>,
    }
    /// A name, and when its registration ends.
    ExpiringName as ExpiringName {
        name: String,
        ex_date: String,
    }
    /// A transfer.
    TransferData as TransferData {
        name: String,
        #[schema(example = "pending")]
        tr_status: String,
        /// Who asked.
        #[serde(rename = "reID")]
        requester: String,
        re_date: String,
        /// Who is, or was, to answer.
        #[serde(rename = "acID")]
        acting: String,
        /// When it was decided; of an open one, when time will.
        ac_date: String,
        /// The expiry that success gives or gave.
        ex_date: String,
        /// Contacts that went along as copies.
        contacts: Option<Vec<Copied>>,
    }
    /// A contact that was copied.
    Copied as CopiedContact {
        old: String,
        new: String,
    }
    /// What everybody may know of a domain.
    PublicDomainShape as PublicDomain {
        name: String,
        #[schema(required)]
        uname: Option<String>,
        roid: String,
        status: Vec<String>,
        rgp_status: Vec<String>,
        #[serde(rename = "clID")]
        sponsor: String,
        cr_date: String,
        #[schema(required)]
        up_date: Option<String>,
        ex_date: String,
        #[schema(required)]
        tr_date: Option<String>,
        ns: Vec<String>,
        #[serde(rename = "secDNS")]
        keys: Keys,
        /// By role.
        contacts: BTreeMap<String, super::objects::PublicContact>,
    }
}
