//! A random walk, step by step: after each, glue is as from scratch, and the serials that moved are those of the zones whose files
//! differ (rules D5, S3, S4).

use super::accounted::successor;
use super::book::Book;
use super::dice::Dice;
use super::file::{import, without_serial};
use super::operations::{Change, Done, HOSTS, ZONES, act};
use super::scratch;
use super::state::State;
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use std::collections::{BTreeMap, BTreeSet};

const STEPS: usize = 150;

/// All zones, and their files.
struct Seen {
    state: State,
    files: BTreeMap<String, String>,
}

impl Seen {
    fn now(client: &Client) -> Self {
        let state = State::read(client);
        let files = state.zones.keys().map(|name| (name.clone(), given::exported(client, name))).collect();
        Self { state, files }
    }

    fn shown(&self) -> String {
        self.files.iter().map(|(name, file)| format!("\n=== {name}\n{file}")).collect()
    }
}

/// One step if the file differs, none if it does not; and a revision for each step.
fn serial_faults(before: &Seen, after: &Seen, done: &Done) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, now) in &after.state.zones {
        let Some(then) = before.state.zones.get(name).filter(|then| then.id == now.id) else { continue };
        let differs = without_serial(&before.files[name]) != without_serial(&after.files[name]);
        let from_file = match &done.change {
            Change::Import(file) if file.zone == *name && done.answer.is_success() => Some(file.serial),
            _ => None,
        };
        let wanted = match from_file {
            Some(serial) if serial > then.serial => serial,
            _ if differs => successor(then.serial, &now.updated),
            _ => then.serial,
        };
        if now.serial != wanted {
            let lines = |seen: &Seen| without_serial(&seen.files[name]).into_iter().collect::<BTreeSet<_>>();
            let (old, new) = (lines(before), lines(after));
            let difference: Vec<_> = old.symmetric_difference(&new).collect();
            faults
                .push(format!("{name} went from {} to {}, and not {wanted}: {difference:#?}", then.serial, now.serial));
        }
        let steps = now.revision - then.revision;
        if steps > 1 || (steps == 0 && now.serial != then.serial) {
            faults.push(format!("{name} went {steps} revisions further"));
        }
    }
    faults
}

both! {
    fn d5_s4_after_every_step_glue_is_right_and_serials_moved_where_files_differ(server: &Server) {
        let steps = std::env::var("DOMESDAY_WALK_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(STEPS);
        let admin = server.admin();
        let mut dice = Dice::new();
        for zone in &ZONES[..3] {
            given::created(&admin, zone);
        }
        let (mut book, mut walked) = (Book::default(), 0);
        let mut before = Seen::now(&admin);
        while walked < steps {
            let done = if dice.is_one_of(1, 6) { import(&admin, &mut dice) } else { act(&admin, &mut dice).unwrap() };
            assert!(done.answer.status < 500, "{}", done.what);
            let after = Seen::now(&admin);
            let mut faults = serial_faults(&before, &after, &done);
            if done.answer.is_success() {
                book.enter(&before.state, &after.state, &done, &HOSTS);
                walked += 1;
            } else {
                assert_eq!(before.files, after.files, "a refused request changed something: {}", done.what);
            }
            faults.extend(scratch::faults(&after.state, &mut book));
            faults.extend(book.faults(&after.state));
            assert!(
                faults.is_empty(),
                "after {walked} steps, the last of them {}\n\n{faults:#?}\n\nbefore: {}\nafter: {}",
                done.what,
                before.shown(),
                after.shown()
            );
            before = after;
        }
    }
}
