//! Statuses in the words of RDAP (RFC 8056, rule R7).

/// The words for statuses of EPP, each once.
pub(super) fn spoken<'a>(statuses: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for status in statuses {
        let word = word(status);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// The word for a status: two of them have one of their own (RFC 8056, section 2), all others are the words that they are made of.
fn word(status: &str) -> String {
    match status {
        "ok" => "active".to_owned(),
        "linked" => "associated".to_owned(),
        _ => status.chars().fold(String::new(), |mut words, letter| {
            if letter.is_ascii_uppercase() {
                words.push(' ');
            }
            words.push(letter.to_ascii_lowercase());
            words
        }),
    }
}

#[cfg(test)]
mod tests {
    use domesday_domain::prohibition::Prohibition;
    use domesday_domain::registration::{GraceKind, RgpStatus, Status, StoredStatus};
    use domesday_domain::word::Word;

    use super::*;

    /// The statuses that IANA has registered for domains, hosts and contacts (RFC 9083 section 10.2.2, RFC 8056 section 3).
    const REGISTERED: [&str; 31] = [
        "validated",
        "renew prohibited",
        "update prohibited",
        "transfer prohibited",
        "delete prohibited",
        "proxy",
        "private",
        "removed",
        "obscured",
        "associated",
        "active",
        "inactive",
        "locked",
        "pending create",
        "pending renew",
        "pending transfer",
        "pending update",
        "pending delete",
        "add period",
        "auto renew period",
        "client delete prohibited",
        "client hold",
        "client renew prohibited",
        "client transfer prohibited",
        "client update prohibited",
        "pending restore",
        "redemption period",
        "renew period",
        "server delete prohibited",
        "server hold",
        "transfer period",
    ];

    /// The others of RFC 8056.
    const OTHERS: [&str; 3] = ["server renew prohibited", "server transfer prohibited", "server update prohibited"];

    #[test]
    fn r7_each_status_that_there_is_has_a_registered_word() {
        let stored = StoredStatus::ALL.iter().map(|status| status.as_str());
        let derived = [Status::Inactive, Status::Ok, Status::PendingDelete, Status::PendingTransfer];
        let grace = [GraceKind::Add, GraceKind::AutoRenew, GraceKind::Renew, GraceKind::Transfer];
        let grace = grace.into_iter().map(GraceKind::status);
        let rgp: Vec<RgpStatus> = grace.chain([RgpStatus::RedemptionPeriod, RgpStatus::PendingDelete]).collect();
        let of_others = Prohibition::ALL.iter().map(|status| status.as_str());
        let all: Vec<&str> = stored
            .chain(derived.iter().map(|status| status.as_str()))
            .chain(rgp.iter().map(|status| status.as_str()))
            .chain(of_others)
            .chain(["linked"])
            .collect();
        for status in all {
            let word = word(status);
            assert!(REGISTERED.contains(&word.as_str()) || OTHERS.contains(&word.as_str()), "{status}: {word}");
        }
    }

    #[test]
    fn r7_words_are_those_of_the_rfc_each_once() {
        let words = spoken(["ok", "linked", "pendingDelete", "pendingDelete", "serverTransferProhibited"].into_iter());
        assert_eq!(words, ["active", "associated", "pending delete", "server transfer prohibited"]);
    }
}
