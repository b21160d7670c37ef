//! Bare RS256 signatures, as many a second as threads make with one key: what attesting cannot outdo.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

use crate::{Measured, Problem, micros};

/// As long as what is signed of an attestation.
const SIGNED: [u8; 1100] = [b'x'; 1100];

/// Signs on so many threads for so long, with the private key of a PEM file (PKCS#8).
pub(crate) fn measure(threads: usize, lasting: Duration, key: &str) -> Result<Measured, Problem> {
    let der = pem(&std::fs::read_to_string(key)?)?;
    let key = RsaKeyPair::from_pkcs8(&der).map_err(|error| error.to_string())?;
    let latencies = Mutex::new(Vec::new());
    let begun = Instant::now();
    let work = || -> Result<(), Problem> {
        let (chance, mut signature) = (SystemRandom::new(), vec![0; key.public().modulus_len()]);
        let mut own = Vec::new();
        while begun.elapsed() < lasting {
            let since = Instant::now();
            key.sign(&RSA_PKCS1_SHA256, &chance, &SIGNED, &mut signature).map_err(|error| error.to_string())?;
            own.push(micros(since.elapsed()));
        }
        latencies.lock().map_err(|_| "a thread panicked")?.append(&mut own);
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a thread panicked")?)
    })?;
    let latencies = latencies.into_inner().map_err(|_| "a thread panicked")?;
    Ok(Measured { count: latencies.len() as u64, lasted: begun.elapsed(), latencies })
}

/// What is between the lines of a PEM text.
fn pem(text: &str) -> Result<Vec<u8>, Problem> {
    let lines: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    Ok(STANDARD.decode(lines)?)
}
