//! PEM text (RFC 7468): one block, and a word on what stands there instead when it is not the block that was wanted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use zeroize::Zeroizing;

use super::KeyFault;

/// The longest text that is looked at, in octets: keys have some 3 KiB.
pub(super) const LONGEST: usize = 64 * 1024;

/// What stands in a PEM block; wiped when dropped, since it may be a private key.
pub(super) struct Block<'a> {
    /// What follows `BEGIN`.
    pub(super) label: &'a str,
    /// The octets within.
    pub(super) der: Zeroizing<Vec<u8>>,
}

/// The one block of a text.
///
/// # Errors
/// [`KeyFault::Pem`] if there is none, or more than one, or anything around it; [`KeyFault::Encrypted`].
pub(super) fn read(text: &str) -> Result<Block<'_>, KeyFault> {
    if text.len() > LONGEST {
        return Err(KeyFault::Pem("it is longer than any key"));
    }
    let none = KeyFault::Pem("it has no line `-----BEGIN …-----`");
    let (label, rest) =
        text.trim().strip_prefix("-----BEGIN ").and_then(|rest| rest.split_once("-----")).ok_or(none)?;
    let (body, rest) = rest.split_once("-----END ").ok_or(KeyFault::Pem("it has no line `-----END …-----`"))?;
    if label == "ENCRYPTED PRIVATE KEY" || body.contains(",ENCRYPTED") {
        return Err(KeyFault::Encrypted);
    }
    if label.starts_with("EC P") {
        // `openssl ecparam` writes its parameters before the key.
        return Err(KeyFault::Sec1);
    }
    if rest.strip_suffix("-----") != Some(label) {
        return Err(KeyFault::Pem("it is not one block from BEGIN to END and nothing else"));
    }
    // As much room as there can be digits: a text that grew would leave a part of a secret where it was.
    let mut digits = Zeroizing::new(String::with_capacity(body.len()));
    digits.extend(body.chars().filter(|character| !character.is_ascii_whitespace()));
    let mut der = Zeroizing::new(vec![0; body.len()]);
    let length =
        BASE64.decode_slice(digits.as_bytes(), &mut der).map_err(|_| KeyFault::Pem("its base64 is damaged"))?;
    der.truncate(length);
    Ok(Block { label, der })
}

/// A block with this label, in lines of 64 characters, each ended.
pub(super) fn write(label: &str, der: &[u8]) -> Zeroizing<String> {
    let digits = Zeroizing::new(BASE64.encode(der));
    let lines = digits.len().div_ceil(64);
    let mut text = Zeroizing::new(String::with_capacity(digits.len() + lines + 2 * label.len() + 40));
    for part in ["-----BEGIN ", label, "-----\n"] {
        text.push_str(part);
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 64 == 0 {
            text.push('\n');
        }
        text.push(digit);
    }
    for part in ["\n-----END ", label, "-----\n"] {
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for length in [1_usize, 47, 48, 49, 96, 1000] {
            let der: Vec<u8> = (0..length).map(|at| u8::try_from(at % 256).unwrap()).collect();
            let text = write("PUBLIC KEY", &der);
            assert!(text.lines().all(|line| (1..=64).contains(&line.len())) && text.ends_with("-----\n"), "{}", *text);
            for text in [text.to_string(), text.replace('\n', "\r\n"), format!("\n\n{}\n\n", *text)] {
                let block = read(&text).ok().unwrap();
                assert_eq!((block.label, &**block.der), ("PUBLIC KEY", &der[..]));
            }
        }
    }

    #[test]
    fn one_block_and_nothing_else() {
        let text = write("PUBLIC KEY", &[1; 100]).to_string();
        for bad in [
            String::new(),
            "AAAA".to_owned(),
            format!("{text}{text}"),
            format!("{text}more"),
            format!("before\n{text}"),
            text.replace("END PUBLIC", "END PRIVATE"),
            text.replace("-----END PUBLIC KEY-----", ""),
            text.replacen("AQEB", "AQ=B", 1),
            text.replacen("AQEB", "AQ.B", 1),
            text.replace("==", "="),
            " ".repeat(LONGEST + 1),
        ] {
            assert!(matches!(read(&bad), Err(KeyFault::Pem(_))), "{bad}");
        }
    }

    #[test]
    fn encrypted_keys_are_told_from_damaged_ones() {
        let modern = write("ENCRYPTED PRIVATE KEY", &[1; 100]);
        let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAQEB\n-----END RSA PRIVATE KEY-----\n";
        for text in [&*modern, old] {
            assert!(matches!(read(text), Err(KeyFault::Encrypted)), "{text}");
        }
    }
}
