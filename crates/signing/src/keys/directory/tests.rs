//! What a directory of keys takes, what it tells, and that nobody else can read it.
#![cfg(all(feature = "keygen", unix))]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::keys::{given, pem};

/// A directory that is gone when the test is over.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("domesday-keys-{}-{number}", std::process::id())).join("keys"))
    }

    fn open(&self) -> Result<KeyDirectory, KeyDirectoryError> {
        KeyDirectory::open(&self.0)
    }

    fn put(&self, name: &str, octets: impl AsRef<[u8]>, mode: u32) {
        fs::create_dir_all(&self.0).unwrap();
        fs::write(self.0.join(name), octets).unwrap();
        fs::set_permissions(self.0.join(name), fs::Permissions::from_mode(mode)).unwrap();
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn mode(&self, name: &str) -> u32 {
        fs::metadata(self.0.join(name)).unwrap().permissions().mode() & 0o7777
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.parent().unwrap());
    }
}

fn copy(key: &SigningKey) -> SigningKey {
    SigningKey::from_pem(&key.to_pkcs8_pem()).unwrap()
}

fn id(key: &SigningKey) -> String {
    key.public().id()
}

#[test]
fn s4_a_key_is_kept_under_its_id_and_readable_by_nobody_else() {
    let place = Place::new();
    let directory = place.open().unwrap();
    assert_eq!(place.mode(""), 0o700);
    for key in [&*given::RSA, &*given::EC] {
        assert!(directory.get(&id(key)).unwrap().is_none());
        directory.store(copy(key)).unwrap();
        assert_eq!(directory.get(&id(key)).unwrap().unwrap().public(), key.public());
        assert_eq!(place.mode(&format!("{}.pem", id(key))), 0o600);
    }
    let mut ids = vec![id(&given::RSA), id(&given::EC)];
    ids.sort();
    assert_eq!(directory.ids(), ids);
    assert_eq!(place.open().unwrap().ids(), ids, "after a restart");
    assert_eq!(place.names(), ids.iter().map(|id| format!("{id}.pem")).collect::<Vec<_>>(), "no draft is left");
}

#[test]
fn s4_a_file_that_others_may_touch_stops_the_start() {
    for mode in [0o640, 0o604, 0o620, 0o601, 0o644, 0o777] {
        let place = Place::new();
        place.put("some.pem", &*given::EC.to_pkcs8_pem(), mode);
        let told = place.open().unwrap_err().to_string();
        assert!(told.contains("some.pem") && told.contains("0600") && told.contains(&format!("{mode:04o}")), "{told}");
    }
    for mode in [0o600, 0o400] {
        let place = Place::new();
        place.put("some.pem", &*given::EC.to_pkcs8_pem(), mode);
        assert_eq!(place.open().unwrap().ids(), [id(&given::EC)]);
    }
}

#[test]
fn s4_what_is_no_key_stops_the_start_and_is_named() {
    let public = given::EC.public().to_pem();
    for (octets, word) in [
        (&b""[..], "PEM"),
        (b"\xff\xfe", "UTF-8"),
        (public.as_bytes(), "PUBLIC KEY"),
        (&vec![b'x'; pem::LONGEST + 1], "longer"),
        (&vec![b'x'; 1 << 20], "longer"),
    ] {
        let place = Place::new();
        place.put("good.pem", &*given::EC.to_pkcs8_pem(), 0o600);
        place.put("wrong.pem", octets, 0o600);
        let told = place.open().unwrap_err().to_string();
        assert!(told.contains("wrong.pem") && told.contains(word), "{told}");
    }
}

#[test]
fn s4_what_is_no_file_stops_the_start_and_is_named() {
    let place = Place::new();
    fs::create_dir_all(place.0.join("wrong.pem")).unwrap();
    assert!(matches!(place.open(), Err(KeyDirectoryError::NoFile { path }) if path.ends_with("wrong.pem")));
    let place = Place::new();
    fs::create_dir_all(&place.0).unwrap();
    symlink("nowhere", place.0.join("wrong.pem")).unwrap();
    assert!(matches!(place.open(), Err(KeyDirectoryError::Unreadable { path, .. }) if path.ends_with("wrong.pem")));
    let place = Place::new();
    fs::create_dir_all(&place.0).unwrap();
    // Stands for a pipe too, which would be waited for.
    let _socket = UnixListener::bind(place.0.join("wrong.pem")).unwrap();
    assert!(matches!(place.open(), Err(KeyDirectoryError::NoFile { path }) if path.ends_with("wrong.pem")));
    let place = Place::new();
    place.put("file", "", 0o600);
    assert!(matches!(KeyDirectory::open(place.0.join("file")), Err(KeyDirectoryError::Unreadable { .. })));
}

#[test]
fn s4_a_link_counts_as_what_it_leads_to() {
    let place = Place::new();
    place.put("target", &*given::EC.to_pkcs8_pem(), 0o600);
    symlink("target", place.0.join("link.pem")).unwrap();
    assert_eq!(place.open().unwrap().ids(), [id(&given::EC)]);
    fs::set_permissions(place.0.join("target"), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(place.open(), Err(KeyDirectoryError::Mode { mode: 0o644, .. })));
}

#[test]
fn s4_other_names_are_not_looked_at() {
    let place = Place::new();
    for name in ["README", "key.PEM", ".key.pem.1-0.draft", "pem"] {
        place.put(name, "no key", 0o644);
    }
    assert_eq!(place.open().unwrap().ids(), [""; 0]);
}

#[test]
fn s4_a_key_given_to_a_running_node_is_found() {
    let place = Place::new();
    let directory = place.open().unwrap();
    assert!(directory.get(&id(&given::EC)).unwrap().is_none());
    place.put("whatever it is called.pem", &*given::EC.to_pkcs8_pem(), 0o600);
    assert!(directory.get(&id(&given::EC)).unwrap().is_some());
    fs::remove_dir_all(&place.0).unwrap();
    assert!(directory.get(&id(&given::EC)).unwrap().is_some(), "from memory");
    assert!(directory.get(&id(&given::RSA)).is_err(), "the directory is gone");
}

#[test]
fn s4_a_wrong_file_given_to_a_running_node_hides_no_other() {
    let place = Place::new();
    let directory = place.open().unwrap();
    place.put("a.pem", "no key", 0o600);
    place.put("b.pem", &*given::EC.to_pkcs8_pem(), 0o600);
    assert!(directory.get(&id(&given::EC)).unwrap().is_some());
    assert!(directory.get(&id(&given::RSA)).unwrap_err().to_string().contains("a.pem"));
    place.put("a.pem", &*given::RSA.to_pkcs8_pem(), 0o600);
    assert!(directory.get(&id(&given::RSA)).unwrap().is_some(), "once it is mended");
}

#[test]
fn s3_what_is_no_id_is_never_looked_for() {
    let place = Place::new();
    let directory = place.open().unwrap();
    fs::remove_dir_all(&place.0).unwrap();
    for bad in ["", "..", "../../etc/passwd", "a", &"a".repeat(44)] {
        assert!(directory.get(bad).unwrap().is_none(), "{bad}");
    }
}

#[test]
fn s4_no_file_is_written_over() {
    let place = Place::new();
    let directory = place.open().unwrap();
    let name = format!("{}.pem", id(&given::EC));
    place.put(&name, &*given::RSA.to_pkcs8_pem(), 0o600);
    assert!(directory.store(copy(&given::EC)).is_err());
    assert_eq!(fs::read_to_string(place.0.join(&name)).unwrap(), *given::RSA.to_pkcs8_pem());
    assert_eq!(place.names(), [name]);
}

#[test]
fn s4_a_key_stored_by_many_at_once_is_stored_once() {
    let place = Place::new();
    let directory = place.open().unwrap();
    std::thread::scope(|scope| {
        let stores: Vec<_> = (0..8).map(|_| scope.spawn(|| directory.store(copy(&given::EC)))).collect();
        assert!(stores.into_iter().all(|store| store.join().unwrap().is_ok()));
    });
    assert_eq!(place.names(), [format!("{}.pem", id(&given::EC))]);
    assert_eq!(place.open().unwrap().ids(), [id(&given::EC)]);
}
