//! The table of resources (rules W2, U5): what there is, by which methods, who may, and who does it.

mod changes;
mod contacts;
mod node;
mod not_offered;
mod notes;
mod permissions;
mod publish;
pub(in crate::dynect) mod records;
mod search;
mod session;
mod soa;
mod task;
mod tree;
mod users;
mod zone;
mod zone_file;
mod zones;

use domesday_domain::actor::Permission::{ReadContacts, ReadZones, UseSession, WriteZones};

use super::operation::{Operation, Resource, at, by, delete, get, post, put, resource};
pub(super) use not_offered::{Absent, absent};

/// Every resource that is offered. Job is not among them: any method there asks for the job (rule J2).
static RESOURCES: &[Resource] = &[
    resource(
        "Session",
        &[at(
            &[],
            &[
                post(UseSession, by!(session::log_in)).for_nobody().promptly(),
                get(UseSession, by!(session::is_alive)),
                put(UseSession, by!(session::keep_alive)),
                delete(UseSession, by!(session::log_out)).promptly(),
            ],
        )],
    ),
    resource(
        "Zone",
        &[
            at(&[], &[get(ReadZones, by!(zones::list))]),
            at(
                &["zone"],
                &[
                    get(ReadZones, by!(zone::read)),
                    post(WriteZones, by!(zone::create)),
                    put(WriteZones, by!(zone::change)),
                    delete(WriteZones, by!(zone::delete)),
                ],
            ),
        ],
    ),
    resource("Apex", &[at(&["fqdn"], &[get(ReadZones, by!(zone::apex))])]),
    resource(
        "ZoneFile",
        &[at(&["zone"], &[post(WriteZones, by!(zone_file::create)), put(WriteZones, by!(zone_file::stage))])],
    ),
    resource(
        "ZoneChanges",
        &[at(&["zone"], &[get(ReadZones, by!(changes::read)), delete(WriteZones, by!(changes::discard))])],
    ),
    resource(
        "AllRecord",
        &[at(&["zone"], &[get(ReadZones, by!(tree::all))]), at(&["zone", "fqdn"], &[get(ReadZones, by!(tree::all))])],
    ),
    resource("ANYRecord", &[at(&["zone", "fqdn"], &[get(ReadZones, by!(tree::any))])]),
    resource(
        "NodeList",
        &[
            at(&["zone"], &[get(ReadZones, by!(tree::nodes))]),
            at(&["zone", "fqdn"], &[get(ReadZones, by!(tree::nodes))]),
        ],
    ),
    resource("Node", &[at(&["zone", "fqdn"], &[delete(WriteZones, by!(node::remove))])]),
    resource("ZoneNoteReport", &[at(&[], &[post(ReadZones, by!(notes::report))])]),
    resource(
        "Task",
        &[
            at(&[], &[get(ReadZones, by!(task::list))]),
            at(&["task"], &[get(ReadZones, by!(task::read)), delete(ReadZones, by!(task::cancel))]),
        ],
    ),
    resource(
        "User",
        &[
            at(
                &[],
                &[
                    get(ReadZones, by!(users::list)),
                    post(UseSession, by!(users::refuse)),
                    put(UseSession, by!(users::refuse)),
                    delete(UseSession, by!(users::refuse)),
                ],
            ),
            at(
                &["login"],
                &[
                    get(ReadZones, by!(users::read)),
                    post(UseSession, by!(users::refuse)),
                    put(UseSession, by!(users::refuse)),
                    delete(UseSession, by!(users::refuse)),
                ],
            ),
        ],
    ),
    resource(
        "Contact",
        &[
            at(
                &[],
                &[
                    get(ReadContacts, by!(contacts::list)),
                    post(UseSession, by!(contacts::refuse)),
                    put(UseSession, by!(contacts::refuse)),
                    delete(UseSession, by!(contacts::refuse)),
                ],
            ),
            at(
                &["nick"],
                &[
                    get(ReadContacts, by!(contacts::read)),
                    post(UseSession, by!(contacts::refuse)),
                    put(UseSession, by!(contacts::refuse)),
                    delete(UseSession, by!(contacts::refuse)),
                ],
            ),
        ],
    ),
    resource("UserPermissionReport", &[at(&[], &[post(UseSession, by!(permissions::of_user))])]),
    resource("CheckPermissionReport", &[at(&[], &[post(UseSession, by!(permissions::check))])]),
];

/// The records of a type, for every type: `ARecord`, `MXRecord` and so on.
static RECORDS: Resource = resource(
    "{type}Record",
    &[
        at(
            &["zone", "fqdn"],
            &[
                get(ReadZones, by!(records::list)),
                post(WriteZones, by!(records::add)),
                put(WriteZones, by!(records::replace)),
                delete(WriteZones, by!(records::delete_all)),
            ],
        ),
        at(
            &["zone", "fqdn", "id"],
            &[
                get(ReadZones, by!(records::read)),
                put(WriteZones, by!(records::update)),
                delete(WriteZones, by!(records::delete)),
            ],
        ),
    ],
);

/// The resource of this name, in any case.
pub(super) fn find(name: &str) -> Option<&'static Resource> {
    if records::is_here(name) {
        return Some(&RECORDS);
    }
    RESOURCES.iter().find(|resource| resource.name.eq_ignore_ascii_case(name))
}

/// Every operation with its path, as the OpenAPI document writes it.
pub(super) fn all() -> impl Iterator<Item = (String, &'static Operation)> {
    RESOURCES.iter().chain([&RECORDS]).flat_map(|resource| {
        resource.forms.iter().flat_map(|form| {
            let parts: String = form.parts.iter().map(|part| format!("/{{{part}}}")).collect();
            let path = format!("/REST/{}{parts}", resource.name);
            form.operations.iter().map(move |operation| (path.clone(), operation))
        })
    })
}
