//! The history of zones as clients of the DynECT face see it: a note for each entry, and a task for each (`dynect.md` N1, N2).
//!
//! Both are views: no row is written for them. So a task is complete when its number is told, on every node.

mod read;
mod tasks;
mod text;

pub use read::{Note, NoteKind, ReadNotes};
pub use tasks::{ListTasks, ReadTask, Task, TaskKind};

/// How many characters a user may write about a change (rule C10).
pub const NOTE_CHARACTERS: usize = 10_000;

/// What a user wrote about a change, as it is kept: without control characters but for newline and tab; none if it is too long.
pub fn kept(written: &str) -> Option<String> {
    let fits = written.chars().count() <= NOTE_CHARACTERS;
    let kept = |character: &char| !character.is_control() || matches!(character, '\n' | '\t');
    fits.then(|| written.chars().filter(kept).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c10_notes_keep_newlines_and_tabs_and_no_other_control_characters() {
        assert_eq!(kept("a\r\n\tb\0\u{1b}\u{85}c ü").as_deref(), Some("a\n\tbc ü"));
        assert_eq!(kept("").as_deref(), Some(""));
    }

    #[test]
    fn c10_a_note_has_up_to_10000_characters() {
        let longest = "ü".repeat(NOTE_CHARACTERS);
        assert_eq!(kept(&longest).as_deref(), Some(longest.as_str()));
        assert_eq!(kept(&format!("{longest}\0")), None);
    }
}
