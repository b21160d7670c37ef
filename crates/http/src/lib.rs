//! Domesday's HTTP faces.
