//! What is said of what was done (section 8).

use crate::dynect::message::Message;

/// POST Session.
pub(in crate::dynect) fn logged_in() -> Message {
    Message::info("login: Login successful")
}

/// GET Session.
pub(in crate::dynect) fn session_alive() -> Message {
    Message::info("isalive: User session is still active")
}

/// PUT Session.
pub(in crate::dynect) fn session_extended() -> Message {
    Message::info("keepalive: User session has been extended")
}

/// DELETE Session.
pub(in crate::dynect) fn logged_out() -> Message {
    Message::info("logout: Logout successful")
}

/// A zone was made: two lines, the second with two blanks between its sentences.
pub(in crate::dynect) fn zone_made(zone: &str) -> [Message; 2] {
    [
        Message::info(
            "setup: If you plan to provide your own secondary DNS for the zone, allow notifies and transfers.",
        ),
        Message::info(format!("create: New zone {zone} created.  Publish it to put it on our server.")),
    ]
}

/// A zone was read.
pub(in crate::dynect) fn zone_read(zone: &str) -> Message {
    Message::info(format!("get: Your zone, {zone}"))
}

/// Zones were listed.
pub(in crate::dynect) fn zones_listed(count: usize) -> Message {
    Message::info(format!("get: Your {}", counted(count, "zone")))
}

/// A zone was published, be it that nothing was staged (C10).
pub(in crate::dynect) fn published(zone: &str) -> Message {
    Message::info(format!("publish: {zone} published"))
}

/// A zone was not published (C9).
pub(in crate::dynect) fn not_published(zone: &str, conflicts: usize) -> Message {
    Message::info(format!("publish: {zone} not published, {conflicts} conflicts"))
}

/// A zone was frozen.
pub(in crate::dynect) fn zone_frozen() -> Message {
    Message::info("freeze: Your zone is now frozen")
}

/// A zone was thawed.
pub(in crate::dynect) fn zone_thawed() -> Message {
    Message::info("thaw: Your zone is now thawed, you may edit normally")
}

/// A zone was deleted.
pub(in crate::dynect) fn zone_removed() -> Message {
    Message::info("remove: Zone removed")
}

/// One record was read.
pub(in crate::dynect) fn record_found() -> Message {
    Message::info("get: Found the record")
}

/// Records were listed.
pub(in crate::dynect) fn records_found(count: usize) -> Message {
    Message::info(format!("detail: Found {}", counted(count, "record")))
}

/// Nodes were listed.
pub(in crate::dynect) fn node_list() -> Message {
    Message::info("get_node_list: Here is your node list")
}

/// AllRecord and ANYRecord.
pub(in crate::dynect) fn zone_tree() -> Message {
    Message::info("get_tree: Here is your zone tree")
}

/// A record was staged.
pub(in crate::dynect) fn record_added() -> Message {
    Message::info("add: Record added")
}

/// The first record of a node was staged (R4).
pub(in crate::dynect) fn node_added() -> Message {
    Message::info("add_node: New node added to zone")
}

/// A record was rewritten.
pub(in crate::dynect) fn record_updated() -> Message {
    Message::info("update: Record updated")
}

/// A record's removal was staged.
pub(in crate::dynect) fn record_deleted() -> Message {
    Message::info("delete: Record will be deleted on zone publish")
}

/// The removal of all records of a type was staged.
pub(in crate::dynect) fn records_deleted(count: usize) -> Message {
    Message::info(format!("delete: {count} records deleted"))
}

/// A node's last record went.
pub(in crate::dynect) fn node_removed(fqdn: &str) -> Message {
    Message::info(format!("remove_node: {fqdn} removed from tree."))
}

/// A node was removed with all below it (R10).
pub(in crate::dynect) fn tree_removed(fqdn: &str) -> Message {
    Message::info(format!("remove_node: {fqdn} removed from tree. All records also removed."))
}

/// Nothing is staged (C7).
pub(in crate::dynect) fn nothing_staged() -> Message {
    Message::info("publish: You have not made any changes to this zone")
}

/// Records of a file were staged (Z8).
pub(in crate::dynect) fn records_staged(count: usize) -> Message {
    Message::info(format!("add: {} added", counted(count, "record")))
}

/// What is staged.
pub(in crate::dynect) fn changes_found(count: usize) -> Message {
    Message::info(format!("get: Found {}", counted(count, "change")))
}

/// What was staged is dropped (C7).
pub(in crate::dynect) fn discarded(count: usize) -> Message {
    Message::info(format!("discard: {count} zone changes discarded"))
}

/// The history of a zone (N1), or its tasks.
pub(in crate::dynect) fn notes_found(count: usize) -> Message {
    Message::info(format!("get: Found {}", counted(count, "note")))
}

/// A task was read (N2).
pub(in crate::dynect) fn task_found() -> Message {
    Message::info("get: Found the task")
}

/// Tasks were listed (N2).
pub(in crate::dynect) fn tasks_found(count: usize) -> Message {
    Message::info(format!("get: Found {}", counted(count, "task")))
}

/// Users were listed (U1).
pub(in crate::dynect) fn users_listed(count: usize) -> Message {
    Message::info(format!("get: Found {}", counted(count, "user")))
}

/// A user was read (U1).
pub(in crate::dynect) fn user_found() -> Message {
    Message::info("get: Found the user")
}

/// Contacts were listed (U2).
pub(in crate::dynect) fn contacts_listed(count: usize) -> Message {
    Message::info(format!("get: Found {}", counted(count, "contact")))
}

/// A contact was read (U2).
pub(in crate::dynect) fn contact_found() -> Message {
    Message::info("get: Found the contact")
}

/// What a user may do (U3).
pub(in crate::dynect) fn permissions_found() -> Message {
    Message::info("get: Here are the permissions")
}

fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
