//! Name servers written, each with the words by which it is searched for.

use std::collections::HashMap;

use diesel::prelude::*;
use domesday_app::ports::{HostWrites, Stored};
use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::host::{Host, HostId};
use domesday_domain::registration::DomainId;

use super::super::{Names, Numbers, insert_rows};
use super::Work;
use super::host_rows::{HostColumns, HostWord, has_words, host_words};
use crate::expressions::Among;
use crate::schema::{self, hosts};
use crate::types::At;

impl HostWrites for Work<'_> {
    fn insert_hosts(&mut self, hosts: &[Host]) -> Stored<()> {
        let rows: Vec<HostColumns> = hosts.iter().map(HostColumns::of).collect();
        self.query(|connection| insert_rows!(connection, hosts::table, rows))?;
        let worded: Vec<&Host> = hosts.iter().filter(|host| has_words(host)).collect();
        if worded.is_empty() {
            return Ok(());
        }
        let names: Vec<Name> = worded.iter().map(|host| host.name.clone()).collect();
        let numbers =
            hosts::table.filter(Among::new(hosts::name_key, Names::of(&names))).select((hosts::name_key, hosts::id));
        let numbers: Vec<(Vec<u8>, i64)> = self.query(|connection| numbers.load(connection))?;
        let numbers: HashMap<Vec<u8>, i64> = numbers.into_iter().collect();
        let words = |host: &&Host| numbers.get(&host.name.sort_key()).map(|id| host_words(host, *id));
        let words: Vec<HostWord> = worded.iter().filter_map(words).flatten().collect();
        self.query(|connection| insert_rows!(connection, schema::host_words::table, words))
    }

    fn update_host(&mut self, host: &Host) -> Stored<()> {
        let row = HostColumns::of(host);
        let before = schema::host_words::table.filter(schema::host_words::host_id.eq(host.id.0));
        self.query(|connection| {
            diesel::update(hosts::table.find(host.id.0)).set(row).execute(connection)?;
            diesel::delete(before).execute(connection)?;
            insert_rows!(connection, schema::host_words::table, host_words(host, host.id.0))
        })
    }

    fn move_hosts(&mut self, parent: DomainId, to: AccountId) -> Stored<()> {
        let below = hosts::table.filter(hosts::parent_id.eq(parent.0));
        let state = (hosts::account_id.eq(to.0), hosts::revision.eq(hosts::revision + 1));
        let words = schema::host_words::table.filter(schema::host_words::host_id.eq_any(below.select(hosts::id)));
        self.query(|connection| {
            diesel::update(below).set(state).execute(connection)?;
            diesel::update(words).set(schema::host_words::sponsor_id.eq(to.0)).execute(connection)
        })
        .map(drop)
    }

    fn release_hosts(&mut self, parent: DomainId) -> Stored<()> {
        let below = hosts::table.filter(hosts::parent_id.eq(parent.0));
        let words = schema::host_words::table.filter(schema::host_words::host_id.eq_any(below.select(hosts::id)));
        let state = (
            hosts::parent_id.eq(None::<i64>),
            hosts::account_id.eq(None::<i64>),
            hosts::posted.eq(false),
            hosts::addresses.eq(""),
            hosts::statuses.eq(""),
            hosts::created_by.eq(None::<i64>),
            hosts::changed_by.eq(None::<i64>),
            hosts::changed.eq(None::<At>),
            hosts::revision.eq(hosts::revision + 1),
        );
        self.query(|connection| {
            diesel::delete(words).execute(connection)?;
            diesel::update(below).set(state).execute(connection)
        })
        .map(drop)
    }

    fn delete_hosts(&mut self, hosts: &[HostId]) -> Stored<()> {
        if hosts.is_empty() {
            return Ok(());
        }
        let gone = hosts::table.filter(Among::new(hosts::id, Numbers::of(hosts.iter().map(|host| host.0))));
        self.query(|connection| diesel::delete(gone).execute(connection)).map(drop)
    }
}
