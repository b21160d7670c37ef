//! Words that stand for choices: enumerations that clients spell out, such as `auto_renew` or `registrant`.

/// A choice with a word for each possibility.
pub trait Word: Copy + Eq + 'static {
    /// All of them, in the order in which they are told.
    const ALL: &'static [Self];

    /// The word clients see.
    fn as_str(self) -> &'static str;

    /// The choice that a word stands for; words are exact.
    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.as_str() == text)
    }

    /// All words, for a sentence.
    fn words() -> String {
        Self::ALL.iter().map(|choice| choice.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Declares an enumeration with its words.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $choice:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$doc])* $choice,)+
        }

        impl $crate::word::Word for $name {
            const ALL: &'static [Self] = &[$(Self::$choice,)+];

            fn as_str(self) -> &'static str {
                match self {
                    $(Self::$choice => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::word::Word::as_str(*self))
            }
        }
    };
}

pub(crate) use words;
