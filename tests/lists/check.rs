//! The lists of TLD rules in the repository are those of the crates in `Cargo.lock` (rule I6 of `docs/spec/tlds.md`).

mod bundle;

use domesday_tests::server::root;

#[test]
fn i6_bundled_lists_are_those_of_the_crates_in_the_lock_file() {
    for list in bundle::lists(&root()).unwrap() {
        let committed = std::fs::read_to_string(root().join(list.path)).unwrap_or_default();
        let differing = committed.lines().zip(list.text.lines()).find(|(committed, made)| committed != made);
        assert!(
            committed == list.text,
            "{} is not what the crates in Cargo.lock hold ({} rules); first difference: {differing:?}\n\
             → cargo run -p domesday-tests --features lists --bin bundle-lists",
            list.path,
            list.rules
        );
    }
}
