//! The binary `domesday`.
fn main() {}
