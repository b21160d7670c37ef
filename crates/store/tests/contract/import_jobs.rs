//! Imports: kept whole, ended once, and found when their server has fallen silent.

use chrono::TimeDelta;
use domesday_app::ports::ImportJob;
use uuid::Uuid;

use crate::contract;
use crate::zones::now;

pub(crate) fn job(id: u128, seconds: i64) -> ImportJob {
    ImportJob {
        id: Uuid::from_u128(id),
        report: r#"{"b":1, "a":"æ\u0000"}"#.into(),
        ended: false,
        beat: now() + TimeDelta::seconds(seconds),
    }
}

contract!(i5_a_job_is_kept_to_the_last_member, |given| {
    given.write(|tx| {
        tx.insert_import_job(&job(1, 0))?;
        tx.insert_import_job(&ImportJob { ended: true, ..job(2, 1) })
    });
    let of = |id| given.read(move |snapshot| snapshot.import_job(Uuid::from_u128(id)));
    assert_eq!((of(1), of(2), of(3)), (Some(job(1, 0)), Some(ImportJob { ended: true, ..job(2, 1) }), None));
    let now_alive = now() + TimeDelta::seconds(5);
    given.write(move |tx| tx.beat_import_job(Uuid::from_u128(1), now_alive));
    assert_eq!(of(1), Some(job(1, 5)));
    given.write(|tx| tx.end_import_job(Uuid::from_u128(1), r#"{"status": "complete"}"#));
    assert_eq!(of(1), Some(ImportJob { ended: true, report: r#"{"status": "complete"}"#.into(), ..job(1, 5) }));
    assert_eq!(of(2), Some(ImportJob { ended: true, ..job(2, 1) }), "the other one is as it was");
});

contract!(i5_jobs_whose_server_fell_silent_are_found, |given| {
    given.write(|tx| {
        for (id, seconds) in [(1, 3), (2, 1), (3, 2), (4, 0)] {
            tx.insert_import_job(&job(id, seconds))?;
        }
        tx.end_import_job(Uuid::from_u128(4), "{}")
    });
    let silent = |seconds, but: Option<u128>| {
        let before = now() + TimeDelta::seconds(seconds);
        let found = given.write(move |tx| tx.silent_import_jobs(before, but.map(Uuid::from_u128)));
        found.iter().map(|job| job.id.as_u128()).collect::<Vec<_>>()
    };
    assert_eq!(silent(9, None), [2, 3, 1]);
    assert_eq!(silent(9, Some(3)), [2, 1]);
    assert_eq!(silent(2, None), [2], "told at that very instant is not silent since");
    assert!(silent(2, Some(2)).is_empty());
    let alive = now() + TimeDelta::seconds(20);
    given.write(move |tx| tx.beat_import_job(Uuid::from_u128(2), alive));
    assert_eq!(silent(9, None), [3, 1]);
});
