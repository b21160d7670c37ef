//! What differs between the two forms of one resource (`tlds.md` section 2), and what each resource is called in its answers.

use domesday_app::refusal::Refusal;
use domesday_domain::finding::FieldError;
use uuid::Uuid;

use crate::routes::Path;

/// One of the two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `/tlds`: everything in an envelope, all rows at once.
    Own,
    /// `/v2/tlds`: rows bare and with links, lists by the page.
    OpenStack,
}

/// What a resource is about, in the words of its paths and errors.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Where it stands, and what holds it in a body.
    pub(super) own: &'static str,
    /// The same in OpenStack's form.
    pub(super) openstack: &'static str,
    /// The member that its rows are told apart by, and lists are filtered by.
    pub(super) text: &'static str,
    /// What its id is called.
    pub(super) id: &'static str,
    /// What one of it is called.
    pub(super) title: &'static str,
    /// The type of the error where it is not there.
    pub(super) missing: &'static str,
    /// Its wrong members are told by JSON pointers, since they lie within one another.
    pub(super) pointers: bool,
}

pub(super) static TLD: Subject = Subject {
    own: "tlds",
    openstack: "tlds",
    text: "name",
    id: "tld_id",
    title: "Tld",
    missing: "tld_not_found",
    pointers: false,
};
pub(super) static BLACKLIST: Subject = Subject {
    own: "blocklist",
    openstack: "blacklists",
    text: "pattern",
    id: "blacklist_id",
    title: "Blacklist",
    missing: "blacklist_not_found",
    pointers: false,
};
pub(super) static IMPORT: Subject = Subject {
    own: "tlds/import",
    openstack: "tlds/import",
    text: "text",
    id: "job_id",
    title: "Import",
    missing: "import_not_found",
    pointers: false,
};
pub(super) static ACCOUNT: Subject = Subject {
    own: "quotas",
    openstack: "quotas",
    text: "zones",
    id: "account_id",
    title: "Account",
    missing: "account_not_found",
    pointers: false,
};
pub(super) static POLICY_SUBJECT: Subject = Subject {
    own: "policy",
    openstack: "policy",
    text: "preset",
    id: "tld_id",
    title: "Policy",
    missing: "policy_not_found",
    pointers: true,
};
pub(super) static SPECIAL_NAME: Subject = Subject {
    own: "names",
    openstack: "names",
    text: "match",
    id: "tld_id",
    title: "Name",
    missing: "name_not_found",
    pointers: true,
};

/// A path of this face, with what its answers depend on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The path.
    pub(crate) path: Path,
    /// In which form it is answered.
    pub(crate) form: Form,
    /// What it is about.
    pub(crate) subject: &'static Subject,
}

impl Place {
    /// What holds a row, or the rows, in a body.
    pub(super) fn key(&self) -> &'static str {
        match self.form {
            Form::Own => self.subject.own,
            Form::OpenStack => self.subject.openstack,
        }
    }

    /// The path of one of its rows.
    pub(super) fn row(&self, id: Uuid) -> String {
        let top = match self.form {
            Form::Own => "",
            Form::OpenStack => "/v2",
        };
        format!("{top}/{}/{id}", self.key())
    }
}

/// The id that a text is: in any case, with dashes or without.
pub(super) fn id(text: &str) -> Option<Uuid> {
    // Other forms of a UUID, in braces or as a URN, are no ids.
    let fits = matches!(text.len(), 32 | 36) && text.bytes().all(|octet| octet.is_ascii_hexdigit() || octet == b'-');
    Uuid::try_parse(text).ok().filter(|_| fits)
}

/// A refusal of a request as a whole, rather than of a member.
pub(super) fn whole(code: &'static str, detail: impl Into<String>) -> Refusal {
    let error = FieldError::new("", code, detail);
    Refusal::Invalid { errors: vec![error], forcible: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_9_ids_are_uuids_in_any_case_with_dashes_or_without() {
        let expected = Uuid::from_u128(0x0198_c5f2_6b1e_7c3a_9d52_1f0a_7be4_c001);
        for text in [
            "0198c5f2-6b1e-7c3a-9d52-1f0a7be4c001",
            "0198C5F2-6B1E-7C3A-9D52-1F0A7BE4C001",
            "0198c5f26b1e7c3a9d521f0a7be4c001",
        ] {
            assert_eq!(id(text), Some(expected), "{text}");
        }
        for text in [
            "foo",
            "",
            "{0198c5f2-6b1e-7c3a-9d52-1f0a7be4c001}",
            "urn:uuid:0198c5f2-6b1e-7c3a-9d52-1f0a7be4c001",
            "0198c5f2-6b1e-7c3a-9d52-1f0a7be4c00",
            "0198c5f26-b1e-7c3a-9d52-1f0a7be4c001",
        ] {
            assert_eq!(id(text), None, "{text}");
        }
    }
}
