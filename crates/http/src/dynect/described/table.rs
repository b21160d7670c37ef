//! The words of every operation that does something: what it does, what it takes, what it gives.

use super::member::{Gives, Member, all, flag, integer, map, text, texts};
use crate::dynect::operation::Verb::{self, Delete, Get, Post, Put};

/// The words of an operation.
#[derive(Debug)]
pub(super) struct Words {
    path: &'static str,
    verb: Verb,
    /// By which clients made from the document know it.
    pub(super) id: &'static str,
    /// What it does; its first sentence is the summary.
    pub(super) about: &'static str,
    /// Its arguments.
    pub(super) takes: &'static [Member],
    /// What `data` is.
    pub(super) gives: Gives,
}

impl Words {
    /// Those of an operation; none of what is only refused.
    pub(super) fn of(path: &str, verb: Verb) -> Option<&'static Self> {
        WORDS.iter().find(|words| words.path == path && words.verb == verb)
    }
}

/// What a part of a path is.
pub(super) fn part(name: &str) -> &'static str {
    match name {
        "zone" => "A zone's name, in any case, with or without a final dot",
        "fqdn" => "A node's whole name",
        "id" => "A record's number",
        "type" => "A record type such as `A`, in any case",
        "job" => "A job's number",
        "task" => "A task's number",
        "login" => "A user's login",
        "nick" => "A contact's handle",
        _ => "",
    }
}

const DETAIL: Member = flag("detail", "Objects instead of URIs");
const RDATA: Member = map("rdata", "The fields of the type");
const TTL: Member = integer("ttl", "Of the whole set; 0 is the zone's default");
const SEARCH: Member = text("search", "`field:\"text\"`, exact; several are joined by blanks");
const STYLE: Member = text("serial_style", "`increment`, `epoch`, `day` or `minute`");

const fn words(
    verb: Verb,
    path: &'static str,
    id: &'static str,
    about: &'static str,
    takes: &'static [Member],
    gives: Gives,
) -> Words {
    Words { path, verb, id, about, takes, gives }
}

static WORDS: &[Words] = &[
    words(
        Post,
        "/REST/Session",
        "dynect_log_in",
        "Log in.",
        &[
            text("customer_name", "The account").required(),
            text("user_name", "The login").required(),
            text("password", "The password, or an API key of the user").required(),
        ],
        Gives::One("DynectToken"),
    ),
    words(Get, "/REST/Session", "dynect_session", "Is the session still alive.", &[], Gives::Nothing),
    words(Put, "/REST/Session", "dynect_keep_alive", "Keep the session alive.", &[], Gives::Nothing),
    words(
        Delete,
        "/REST/Session",
        "dynect_log_out",
        "Log out. What is staged goes with the session.",
        &[],
        Gives::Nothing,
    ),
    words(Get, "/REST/Zone", "dynect_zones", "List zones.", &[DETAIL], Gives::UrisOr("DynectZone")),
    words(Get, "/REST/Zone/{zone}", "dynect_zone", "Read a zone.", &[], Gives::One("DynectZone")),
    words(
        Post,
        "/REST/Zone/{zone}",
        "dynect_create_zone",
        "Make a zone, at once.",
        &[
            text("rname", "The mailbox of whoever is responsible").required(),
            integer("ttl", "The default TTL, 0 to 2147483647").required(),
            STYLE,
            flag("registry_zone", "It stands at an effective TLD on purpose"),
        ],
        Gives::One("DynectZone"),
    ),
    words(
        Put,
        "/REST/Zone/{zone}",
        "dynect_change_zone",
        "Publish, freeze or thaw a zone: exactly one of the three.",
        &[
            flag("publish", "Publish what is staged"),
            text("notes", "What the history keeps of the publish: up to 10000 characters"),
            flag("freeze", "Refuse writes from now on"),
            flag("thaw", "Take them again"),
        ],
        Gives::OneOrNothing("DynectZone"),
    ),
    words(
        Delete,
        "/REST/Zone/{zone}",
        "dynect_delete_zone",
        "Delete a zone, at once, with all that is in it.",
        &[],
        Gives::Nothing,
    ),
    words(
        Get,
        "/REST/Apex/{fqdn}",
        "dynect_apex",
        "Find the deepest zone that holds a name.",
        &[],
        Gives::One("DynectZone"),
    ),
    words(
        Post,
        "/REST/ZoneFile/{zone}",
        "dynect_import_zone",
        "Make a zone from its master file.",
        &[text("file", "The file").required()],
        Gives::One("DynectZone"),
    ),
    words(
        Put,
        "/REST/ZoneFile/{zone}",
        "dynect_stage_file",
        "Stage the records of a master file.",
        &[text("file", "The file").required()],
        Gives::One("DynectZone"),
    ),
    words(
        Get,
        "/REST/ZoneChanges/{zone}",
        "dynect_changes",
        "List what the session has staged in a zone.",
        &[],
        Gives::All("DynectChange"),
    ),
    words(
        Delete,
        "/REST/ZoneChanges/{zone}",
        "dynect_discard",
        "Drop what the session has staged in a zone.",
        &[],
        Gives::Nothing,
    ),
    words(
        Post,
        "/REST/ZoneNoteReport",
        "dynect_notes",
        "Read the history of a zone, newest first.",
        &[
            text("zone", "The zone").required(),
            integer("limit", "1 to 1000, which it is otherwise"),
            integer("offset", "So many of the newest are passed over"),
        ],
        Gives::All("DynectNote"),
    ),
    words(
        Get,
        "/REST/Task",
        "dynect_tasks",
        "List the newest tasks.",
        &[text("name", "Of this name"), text("zone_name", "Of this zone"), text("status", "In this state")],
        Gives::All("DynectTask"),
    ),
    words(Get, "/REST/Task/{task}", "dynect_task", "Read a task.", &[], Gives::One("DynectTask")),
    words(
        Get,
        "/REST/AllRecord/{zone}",
        "dynect_all_records",
        "All records of a zone, as the session sees it.",
        &[DETAIL],
        Gives::UrisOrOne("DynectTree"),
    ),
    words(
        Get,
        "/REST/AllRecord/{zone}/{fqdn}",
        "dynect_all_records_below",
        "All records of a node and below it.",
        &[DETAIL],
        Gives::UrisOrOne("DynectTree"),
    ),
    words(
        Get,
        "/REST/ANYRecord/{zone}/{fqdn}",
        "dynect_any_records",
        "All records of a node.",
        &[DETAIL],
        Gives::UrisOrOne("DynectTree"),
    ),
    words(Get, "/REST/NodeList/{zone}", "dynect_nodes", "The names in a zone that have records.", &[], Gives::Texts),
    words(
        Get,
        "/REST/NodeList/{zone}/{fqdn}",
        "dynect_nodes_below",
        "The names at and below a node that have records.",
        &[],
        Gives::Texts,
    ),
    words(
        Delete,
        "/REST/Node/{zone}/{fqdn}",
        "dynect_remove_node",
        "Stage the removal of all records at and below a node.",
        &[],
        Gives::One("DynectZone"),
    ),
    words(
        Get,
        "/REST/{type}Record/{zone}/{fqdn}",
        "dynect_records",
        "The records of a type at a node.",
        &[DETAIL],
        Gives::UrisOr("DynectRecord"),
    ),
    words(
        Post,
        "/REST/{type}Record/{zone}/{fqdn}",
        "dynect_add_record",
        "Stage a record.",
        &[RDATA.required(), TTL],
        Gives::One("DynectRecord"),
    ),
    words(
        Put,
        "/REST/{type}Record/{zone}/{fqdn}",
        "dynect_replace_records",
        "Stage all records of a type at a node: in the list `<type>Records`, or one as `rdata` and `ttl`.",
        &[RDATA, TTL, all("ARecords", "DynectRecordGiven", "Named after the type")],
        Gives::OneOrAll("DynectRecord"),
    ),
    words(
        Delete,
        "/REST/{type}Record/{zone}/{fqdn}",
        "dynect_delete_records",
        "Stage the removal of all records of a type at a node.",
        &[],
        Gives::Nothing,
    ),
    words(
        Get,
        "/REST/{type}Record/{zone}/{fqdn}/{id}",
        "dynect_record",
        "Read a record.",
        &[],
        Gives::One("DynectRecord"),
    ),
    words(
        Put,
        "/REST/{type}Record/{zone}/{fqdn}/{id}",
        "dynect_update_record",
        "Stage new fields of a record; what is not given stays.",
        &[RDATA, TTL, STYLE],
        Gives::One("DynectRecord"),
    ),
    words(
        Delete,
        "/REST/{type}Record/{zone}/{fqdn}/{id}",
        "dynect_delete_record",
        "Stage the removal of a record.",
        &[],
        Gives::Nothing,
    ),
    words(
        Get,
        "/REST/User",
        "dynect_users",
        "List the account's users.",
        &[SEARCH, DETAIL],
        Gives::UrisOr("DynectUser"),
    ),
    words(Get, "/REST/User/{login}", "dynect_user", "Read a user.", &[], Gives::One("DynectUser")),
    words(
        Get,
        "/REST/Contact",
        "dynect_contacts",
        "List the account's contacts.",
        &[SEARCH, DETAIL],
        Gives::UrisOr("DynectContact"),
    ),
    words(Get, "/REST/Contact/{nick}", "dynect_contact", "Read a contact.", &[], Gives::One("DynectContact")),
    words(
        Post,
        "/REST/UserPermissionReport",
        "dynect_permissions",
        "What a user may do.",
        &[text("user_name", "Another user, for an admin")],
        Gives::One("DynectPermissions"),
    ),
    words(
        Post,
        "/REST/CheckPermissionReport",
        "dynect_check_permissions",
        "Whether the caller may do these.",
        &[texts("permission", "Their names").required()],
        Gives::One("DynectPermissions"),
    ),
];
