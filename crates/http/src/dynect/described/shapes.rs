//! The shapes of what goes out, for the OpenAPI document only: each is written by the resource that answers with it.

use utoipa::openapi::{ArrayBuilder, Ref, Schema};

use super::member::{Member, all as each, integer, map, object, text, texts};

/// Each shape with its members, all of which are always there unless they say otherwise.
static SHAPES: &[(&str, &[Member])] = &[
    (
        "DynectMessage",
        &[
            text("INFO", "`<field or step>: <text>`").required(),
            text("SOURCE", "`API-A` arguments and format, `API-B` look-ups and session, `BLL` rules, `DYN` rdata")
                .required(),
            text("ERR_CD", "Null on INFO lines").required().or_null(),
            text("LVL", "`FATAL`, `ERROR`, `WARN` or `INFO`").required(),
            text("LEVEL", "The same").required(),
        ],
    ),
    (
        "DynectFailure",
        &[
            text("status", "`failure`").required(),
            map("data", "`{}`, or null with MISSING_DATA").required().or_null(),
            integer("job_id", "The job").required(),
            each("msgs", "DynectMessage", "Why, errors first").required(),
        ],
    ),
    ("DynectData", &[]),
    (
        "DynectToken",
        &[
            text("token", "For the header `Auth-Token`").required(),
            text("version", "The newest version of this API").required(),
        ],
    ),
    (
        "DynectZone",
        &[
            text("zone_type", "`Primary`").required(),
            text("task_id", "The step of its history that was made, where one was"),
            text("serial_style", "`increment`, `epoch`, `day` or `minute`").required(),
            integer("serial", "0 until it is published first").required(),
            text("zone", "Its name").required(),
        ],
    ),
    (
        "DynectRecord",
        &[
            text("zone", "The zone").required(),
            integer("ttl", "The TTL in effect").required(),
            text("fqdn", "The node").required(),
            text("record_type", "Such as `A`").required(),
            map("rdata", "The fields of its type").required(),
            integer("record_id", "Its number, kept by publish and update").required(),
            text("service_class", "Of an NS record: `Primary` at the zone's own node"),
            text("serial_style", "Of the SOA record"),
        ],
    ),
    ("DynectTree", &[each("a_records", "DynectRecord", "And a list for every other type").required()]),
    (
        "DynectChange",
        &[
            integer("id", "Its number, in order of staging").required(),
            integer("user_id", "The user's number").required(),
            text("zone", "The zone").required(),
            text("fqdn", "The node").required(),
            integer("serial", "The zone's now").required(),
            integer("ttl", "The TTL in effect").required(),
            text("rdata_type", "Such as `A`").required(),
            text("op", "`add`, `update` or `delete`").required(),
            map("rdata", "A member `rdata_<type>` for every type, null but its own").required(),
        ],
    ),
    (
        "DynectNote",
        &[
            text("zone", "The zone").required(),
            text("user_name", "Who did it").required(),
            integer("serial", "The zone's serial after it").required(),
            text("type", "`publish`, `task` or `remove`").required(),
            text("note", "What changed, node by node, then what the user wrote").required(),
            integer("timestamp", "Unix seconds").required(),
        ],
    ),
    ("DynectTaskArgument", &[text("name", "`zone_name`").required(), text("value", "The zone").required()]),
    (
        "DynectTask",
        &[
            text("task_id", "Its number").required(),
            text("name", "`ProvisionZone`, `ImportZonefile` or `ShutdownZone`").required(),
            text("customer_name", "The account that acted").required(),
            text("zone_name", "The zone").required(),
            text("status", "`complete`").required(),
            integer("step_count", "1").required(),
            integer("total_steps", "1").required(),
            text("blocking", "`N`").required(),
            text("message", "Empty").required(),
            text("debug", "Empty").required(),
            integer("created_ts", "Unix seconds").required(),
            integer("modified_ts", "Unix seconds").required(),
            each("args", "DynectTaskArgument", "What it was about").required(),
        ],
    ),
    (
        "DynectUser",
        &[
            text("user_name", "The login").required(),
            text("nickname", "").required(),
            text("first_name", "").required(),
            text("last_name", "").required(),
            text("email", "").required(),
            text("phone", "").required(),
            text("organization", "The account").required(),
            text("status", "`active` or `blocked`").required(),
            texts("group_name", "Empty").required(),
            texts("permission", "What the user may do").required(),
            texts("zone", "Empty").required(),
            texts("forbid", "Empty").required(),
        ],
    ),
    (
        "DynectContact",
        &[
            text("nickname", "The handle").required(),
            text("first_name", "").required(),
            text("last_name", "").required(),
            text("email", "").required(),
            text("phone", "").required(),
            text("fax", "").required(),
            text("organization", "").required(),
            text("address", "").required(),
            text("address_2", "").required(),
            text("city", "").required(),
            text("state", "").required(),
            text("post_code", "").required(),
            text("country", "").required(),
        ],
    ),
    (
        "DynectPermission",
        &[
            text("name", "Such as `ZoneGet`").required(),
            texts("zone", "Empty").required(),
            texts("reason", "Empty").required(),
        ],
    ),
    (
        "DynectPermissions",
        &[
            each("allowed", "DynectPermission", "What is allowed").required(),
            each("forbidden", "DynectPermission", "What is not").required(),
            text("admin_override", "`1` for an admin, else `0`").required(),
        ],
    ),
    (
        "DynectRecordGiven",
        &[map("rdata", "The fields of the type").required(), integer("ttl", "0 is the zone's default")],
    ),
];

/// Each shape by its name.
pub(super) fn all() -> impl Iterator<Item = (&'static str, Schema)> {
    SHAPES.iter().map(|(name, members)| (*name, object(members)))
}

/// The lines of an answer.
pub(super) fn messages() -> Schema {
    ArrayBuilder::new().items(Ref::from_schema_name("DynectMessage")).into()
}
