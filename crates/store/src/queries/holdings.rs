//! What accounts have, counted.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use domesday_app::ports::{Holdings, Stored};
use domesday_domain::account::AccountId;

use super::Work;
use super::keys::narrow;
use crate::schema::{contacts, domains, hosts, messages};

/// How many domains, contacts, hosts and unread messages an account has.
pub(super) fn of(work: &mut Work<'_>, account: AccountId) -> Stored<Holdings> {
    let id = account.0;
    let domains = domains::table.filter(domains::sponsor_id.eq(id)).select(count_star());
    let contacts = contacts::table.filter(contacts::sponsor_id.eq(id)).select(count_star());
    let hosts = hosts::table.filter(hosts::account_id.eq(id).and(hosts::parent_id.is_not_null())).select(count_star());
    let unread = messages::table.filter(messages::account_id.eq(id).and(messages::read.is_null())).select(count_star());
    Ok(Holdings {
        domains: narrow(work.query(|connection| domains.get_result(connection))?)?,
        contacts: narrow(work.query(|connection| contacts.get_result(connection))?)?,
        hosts: narrow(work.query(|connection| hosts.get_result(connection))?)?,
        unread: narrow(work.query(|connection| unread.get_result(connection))?)?,
    })
}

/// The same of all accounts that have anything, each kind counted with one statement.
pub(super) fn of_all(work: &mut Work<'_>) -> Stored<Vec<(AccountId, Holdings)>> {
    let domains = domains::table.group_by(domains::sponsor_id).select((domains::sponsor_id, count_star()));
    let contacts = contacts::table.group_by(contacts::sponsor_id).select((contacts::sponsor_id, count_star()));
    let hosts = hosts::table
        .filter(hosts::parent_id.is_not_null().and(hosts::account_id.is_not_null()))
        .group_by(hosts::account_id)
        .select((hosts::account_id.assume_not_null(), count_star()));
    let unread = messages::table
        .filter(messages::read.is_null())
        .group_by(messages::account_id)
        .select((messages::account_id, count_star()));
    let domains: Vec<(i64, i64)> = work.query(|connection| domains.load(connection))?;
    let contacts: Vec<(i64, i64)> = work.query(|connection| contacts.load(connection))?;
    let hosts: Vec<(i64, i64)> = work.query(|connection| hosts.load(connection))?;
    let unread: Vec<(i64, i64)> = work.query(|connection| unread.load(connection))?;
    let mut all: BTreeMap<i64, Holdings> = BTreeMap::new();
    for (id, count) in domains {
        all.entry(id).or_default().domains = narrow(count)?;
    }
    for (id, count) in contacts {
        all.entry(id).or_default().contacts = narrow(count)?;
    }
    for (id, count) in hosts {
        all.entry(id).or_default().hosts = narrow(count)?;
    }
    for (id, count) in unread {
        all.entry(id).or_default().unread = narrow(count)?;
    }
    Ok(all.into_iter().map(|(id, holdings)| (AccountId(id), holdings)).collect())
}
