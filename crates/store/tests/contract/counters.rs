//! Counters: no number is given twice, whoever takes it.

use std::collections::BTreeSet;

use domesday_app::ports::Counter;

use crate::{contract, jobs};

contract!(j1_a_counter_begins_where_it_is_to_and_goes_on, |given| {
    for (counter, first) in [(Counter::Jobs, 1_000_000), (Counter::Records, 1 << 52), (Counter::Changes, 1)] {
        assert_eq!(given.read(move |snapshot| snapshot.next_number(counter)), first);
        let taken = [10_000, 1, 25_000].map(|count| given.write(move |tx| tx.take_numbers(counter, count)));
        assert_eq!(taken, [first, first + 10_000, first + 10_001]);
        assert_eq!(given.read(move |snapshot| snapshot.next_number(counter)), first + 35_001);
    }
});

contract!(j1_servers_that_take_numbers_at_once_take_different_ones, |given| {
    let other = given.another();
    let answers: Vec<_> = (0..40)
        .map(|number| {
            let store = if number % 2 == 0 { &given.store } else { &other };
            jobs::submit(&**store, |tx| tx.take_numbers(Counter::Jobs, 10))
        })
        .collect();
    let taken: Vec<i64> = answers.into_iter().filter_map(|answer| answer.recv().expect("answered").ok()).collect();
    assert!(!taken.is_empty());
    let different: BTreeSet<i64> = taken.iter().flat_map(|first| *first..*first + 10).collect();
    assert_eq!(different.len(), taken.len() * 10, "{taken:?}");
    other.close();
});

contract!(j1_numbers_of_what_was_undone_are_taken_by_another, |given| {
    let undone = jobs::write(&*given.store, |tx| {
        tx.take_numbers(Counter::Jobs, 7)?;
        Err::<(), _>(domesday_app::ports::StoreError::Broken("on purpose".into()))
    });
    assert!(undone.is_err());
    assert_eq!(given.write(|tx| tx.take_numbers(Counter::Jobs, 1)), 1_000_000);
});
