//! The README is what strangers read first: it leaves out no module.

const README: &str = include_str!("../README.md");
const LIBRARY: &str = include_str!("../src/lib.rs");

#[test]
fn the_readme_names_every_public_module_in_its_table() {
    let table: Vec<&str> = README.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next()).collect();
    let named: Vec<&str> = table.iter().flat_map(|cell| cell.split(", ")).map(|name| name.trim_matches('`')).collect();
    let modules: Vec<&str> =
        LIBRARY.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.len() > 5, "{modules:?}");
    let missing: Vec<&&str> = modules.iter().filter(|module| !named.contains(module)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let gone: Vec<&&str> = named.iter().filter(|name| !modules.contains(name)).collect();
    assert!(gone.is_empty(), "{gone:?}");
}
