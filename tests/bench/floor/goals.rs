//! What is measured against what, and what is aimed at.

/// What is compared, with what, and the goal's floor and target as parts of that.
pub(crate) struct Goal {
    pub(crate) what: &'static str,
    pub(crate) measured: (&'static str, &'static str, u64),
    pub(crate) against: (&'static str, &'static str, u64),
    pub(crate) floor: Option<f64>,
    pub(crate) target: Option<f64>,
}

pub(crate) const GOALS: [Goal; 39] = [
    goal("GET one zone, of bare 1 KB JSON", ("get", "sqlite", 64), ("json", "bare", 64), Some(0.12), Some(0.25)),
    goal("create zone, of bare batches of 64", ("create", "sqlite", 64), ("zone", "bare SQLite", 64), Some(0.20), None),
    goal(
        "create zone, of the same with names in ascending order",
        ("create", "sqlite", 64),
        ("zone-in-order", "bare SQLite", 64),
        None,
        None,
    ),
    goal("create zone, of bare group commit", ("create", "sqlite", 64), ("group", "bare SQLite", 64), None, Some(0.50)),
    goal(
        "create zone, of bare group commit over HTTP",
        ("create", "sqlite", 64),
        ("group-http", "bare SQLite", 64),
        None,
        None,
    ),
    goal(
        "create with a million zones, of bare batches of 64",
        ("create-million", "sqlite", 64),
        ("zone", "bare SQLite", 64),
        Some(0.20),
        None,
    ),
    goal(
        "create with a million zones, of bare group commit",
        ("create-million", "sqlite", 64),
        ("group", "bare SQLite", 64),
        None,
        Some(0.50),
    ),
    goal("put one record set, of one row a commit", ("put", "sqlite", 64), ("row", "bare SQLite", 1), Some(20.0), None),
    goal(
        "the same, of 64 connections that commit each for itself",
        ("put", "sqlite", 64),
        ("single-http", "bare SQLite", 64),
        Some(20.0),
        None,
    ),
    goal(
        "page of 100 among 100 zones, of bare 1 KB JSON",
        ("page-100", "sqlite", 64),
        ("json", "bare", 64),
        Some(0.20),
        Some(0.20),
    ),
    goal("page of 100 among 10 000 zones", ("page", "sqlite", 64), ("json", "bare", 64), Some(0.20), Some(0.20)),
    goal(
        "page of 100 among a million zones",
        ("page-million", "sqlite", 64),
        ("json", "bare", 64),
        Some(0.20),
        Some(0.20),
    ),
    goal(
        "create zone at one connection, of one bare commit",
        ("create", "sqlite", 1),
        ("zone", "bare SQLite", 1),
        None,
        None,
    ),
    goal(
        "PostgreSQL: create zone, of pgbench, a zone's rows",
        ("create", "postgres", 16),
        ("insert-zone", "pgbench", 16),
        Some(0.35),
        Some(0.60),
    ),
    goal(
        "PostgreSQL: create zone, of pgbench, one row",
        ("create", "postgres", 16),
        ("insert-row", "pgbench", 16),
        None,
        None,
    ),
    goal(
        "PostgreSQL: GET one zone, of pgbench, its row",
        ("get", "postgres", 16),
        ("select", "pgbench", 16),
        Some(0.30),
        Some(0.50),
    ),
    goal("PostgreSQL: GET one zone, of bare 1 KB JSON", ("get", "postgres", 64), ("json", "bare", 64), None, None),
    goal(
        "address of a host of 100 000 delegations, of one of 10",
        ("glue", "sqlite", 100_000),
        ("glue", "sqlite", 10),
        None,
        None,
    ),
    goal("PostgreSQL: the same", ("glue", "postgres", 100_000), ("glue", "postgres", 10), None, None),
    goal(
        "create zone with all rules of the bundled list, of the same with 10",
        ("create-all-rules", "sqlite", 64),
        ("create-10-rules", "sqlite", 64),
        None,
        None,
    ),
    goal(
        "create zone with a block list of 100 too, of the same without",
        ("create-blocklist", "sqlite", 64),
        ("create-all-rules", "sqlite", 64),
        None,
        None,
    ),
    goal(
        "explain with all rules, of the same with 10",
        ("explain-all-rules", "sqlite", 64),
        ("explain-10-rules", "sqlite", 64),
        None,
        None,
    ),
    goal(
        "explain with all rules, of GET one zone",
        ("explain-all-rules", "sqlite", 64),
        ("get-all-rules", "sqlite", 64),
        None,
        None,
    ),
    goal(
        "PostgreSQL: create zone with all rules of the bundled list, of the same with 10",
        ("create-all-rules", "postgres", 64),
        ("create-10-rules", "postgres", 64),
        None,
        None,
    ),
    goal(
        "PostgreSQL: create zone with a block list of 100 too, of the same without",
        ("create-blocklist", "postgres", 64),
        ("create-all-rules", "postgres", 64),
        None,
        None,
    ),
    goal(
        "PostgreSQL: explain with all rules, of the same with 10",
        ("explain-all-rules", "postgres", 64),
        ("explain-10-rules", "postgres", 64),
        None,
        None,
    ),
    goal(
        "PostgreSQL: explain with all rules, of GET one zone",
        ("explain-all-rules", "postgres", 64),
        ("get-all-rules", "postgres", 64),
        None,
        None,
    ),
    goal(
        "register a name among 100 000, of the same among 1 000",
        ("register-100000", "sqlite", 16),
        ("register-1000", "sqlite", 16),
        None,
        None,
    ),
    goal(
        "GET a domain among 100 000, of the same among 1 000",
        ("domain-100000", "sqlite", 16),
        ("domain-1000", "sqlite", 16),
        None,
        None,
    ),
    goal(
        "look a domain up by RDAP, of GET of the same domain",
        ("rdap-100000", "sqlite", 16),
        ("domain-100000", "sqlite", 16),
        None,
        None,
    ),
    goal(
        "change a domain among 100 000, of the same among 1 000",
        ("rekey-100000", "sqlite", 16),
        ("rekey-1000", "sqlite", 16),
        None,
        None,
    ),
    goal(
        "search one of an account's domains among 100 000, of the same among 1 000",
        ("find-100000", "sqlite", 16),
        ("find-1000", "sqlite", 16),
        None,
        None,
    ),
    goal(
        "PostgreSQL: register a name among 100 000, of the same among 1 000",
        ("register-100000", "postgres", 16),
        ("register-1000", "postgres", 16),
        None,
        None,
    ),
    goal(
        "PostgreSQL: GET a domain among 100 000, of the same among 1 000",
        ("domain-100000", "postgres", 16),
        ("domain-1000", "postgres", 16),
        None,
        None,
    ),
    goal(
        "PostgreSQL: look a domain up by RDAP, of GET of the same domain",
        ("rdap-100000", "postgres", 16),
        ("domain-100000", "postgres", 16),
        None,
        None,
    ),
    goal(
        "PostgreSQL: change a domain among 100 000, of the same among 1 000",
        ("rekey-100000", "postgres", 16),
        ("rekey-1000", "postgres", 16),
        None,
        None,
    ),
    goal(
        "PostgreSQL: search one of an account's domains among 100 000, of the same among 1 000",
        ("find-100000", "postgres", 16),
        ("find-1000", "postgres", 16),
        None,
        None,
    ),
    goal("attest, of bare RS256 signatures", ("attest", "sqlite", 64), ("sign", "bare", 2), None, None),
    goal("PostgreSQL: attest, of bare RS256 signatures", ("attest", "postgres", 64), ("sign", "bare", 2), None, None),
];

const fn goal(
    what: &'static str,
    measured: (&'static str, &'static str, u64),
    against: (&'static str, &'static str, u64),
    floor: Option<f64>,
    target: Option<f64>,
) -> Goal {
    Goal { what, measured, against, floor, target }
}

/// Goals in absolute figures: what, the point, and its least rate for floor and target.
pub(crate) const RATES: [(&str, &str, f64, f64); 4] = [
    ("import, records a second", "import", 80_000.0, 160_000.0),
    ("export, records a second", "export", 250_000.0, 500_000.0),
    ("import of a million records, records a second", "import-million", 80_000.0, 160_000.0),
    ("export of a million records, records a second", "export-million", 250_000.0, 500_000.0),
];

/// The slowest percent, in milliseconds.
pub(crate) const TAILS: [(&str, &str, f64); 3] = [
    ("GET one zone, p99", "get", 15.0),
    ("create zone, p99", "create", 20.0),
    ("create with a million zones, p99", "create-million", 20.0),
];

/// Memory, in MB.
pub(crate) const MEMORY: [(&str, &str, f64, f64); 2] =
    [("memory, idle", "idle", 40.0, 20.0), ("memory, after all of it", "after", 150.0, 60.0)];
