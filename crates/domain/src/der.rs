//! As much of DER as keys are written in: elements of a tag, a length and a content, read strictly and written back.
//!
//! A length in any but its shortest form, a tag of several octets and trailing octets are refused. The octets of a private key pass here too,
//! so nothing is kept, and what is made has its whole room at once.

/// An INTEGER.
pub const INTEGER: u8 = 0x02;
/// A BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// An OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// NULL.
const NULL: u8 = 0x05;
/// An OBJECT IDENTIFIER.
const OBJECT_IDENTIFIER: u8 = 0x06;
/// A SEQUENCE.
pub const SEQUENCE: u8 = 0x30;

/// `rsaEncryption`, 1.2.840.113549.1.1.1.
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// `id-ecPublicKey`, 1.2.840.10045.2.1.
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// `prime256v1`, which is P-256: 1.2.840.10045.3.1.7.
const PRIME_256_V1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

/// What an AlgorithmIdentifier says a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// RSA, for any kind of signature.
    Rsa,
    /// ECDSA, or anything else, on P-256.
    P256,
}

/// What is left of an element's content.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reads these octets from their beginning.
    pub fn new(octets: &'a [u8]) -> Self {
        Self(octets)
    }

    /// The content of the next element, if it has this tag.
    pub fn element(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (&found, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81 | 0x82 => {
                let (octets, rest) = rest.split_at_checked(usize::from(first & 0x0f))?;
                let length = octets.iter().fold(0_usize, |length, octet| length << 8 | usize::from(*octet));
                let least = if first == 0x81 { 0x80 } else { 0x100 };
                (length >= least).then_some((length, rest))?
            }
            // Longer than any key.
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        (found == tag).then(|| self.0 = rest)?;
        Some(content)
    }

    /// The elements within the next one, which is a SEQUENCE.
    pub fn sequence(&mut self) -> Option<Self> {
        self.element(SEQUENCE).map(Self)
    }

    /// The octets of the next element, an INTEGER that is not negative, without leading zeros.
    pub fn unsigned(&mut self) -> Option<&'a [u8]> {
        match self.element(INTEGER)? {
            [0] => Some(&[]),
            [0, rest @ ..] if rest.first().is_some_and(|octet| *octet >= 0x80) => Some(rest),
            rest @ [0x01..=0x7f, ..] => Some(rest),
            _ => None,
        }
    }

    /// The octets of the next element, a BIT STRING of whole octets.
    pub fn bit_string(&mut self) -> Option<&'a [u8]> {
        match self.element(BIT_STRING)? {
            [0, octets @ ..] => Some(octets),
            _ => None,
        }
    }

    /// The type that the next element, an AlgorithmIdentifier, names: none in the inner option if it is another one than ours.
    pub fn key_type(&mut self) -> Option<Option<KeyType>> {
        let mut identifier = self.sequence()?;
        let algorithm = identifier.element(OBJECT_IDENTIFIER)?;
        if algorithm == RSA_ENCRYPTION {
            let null = identifier.element(NULL)?;
            return (null.is_empty() && identifier.is_done()).then_some(Some(KeyType::Rsa));
        }
        if algorithm == EC_PUBLIC_KEY && identifier.element(OBJECT_IDENTIFIER) == Some(PRIME_256_V1) {
            return identifier.is_done().then_some(Some(KeyType::P256));
        }
        Some(None)
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}

/// The type and the key's own octets of a SubjectPublicKeyInfo (RFC 5280); none in the inner option if the type is another one than ours.
pub fn public_key(octets: &[u8]) -> Option<(Option<KeyType>, &[u8])> {
    let mut outer = Reader::new(octets);
    let mut inner = outer.sequence()?;
    let read = (inner.key_type()?, inner.bit_string()?);
    (outer.is_done() && inner.is_done()).then_some(read)
}

/// The modulus and the exponent of an RSAPublicKey (RFC 8017 A.1.1), without leading zeros.
pub fn rsa_numbers(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut outer = Reader::new(octets);
    let mut inner = outer.sequence()?;
    let read = (inner.unsigned()?, inner.unsigned()?);
    (outer.is_done() && inner.is_done()).then_some(read)
}

/// An element of this tag with these parts as its content. Keys are shorter than 64 KiB.
pub fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let [.., high, low] = length.to_be_bytes();
    // The exact capacity: a buffer that grew would leave a part of a secret where it was.
    let mut octets = Vec::with_capacity(length + 4);
    match length {
        0..=0x7f => octets.extend([tag, low]),
        0x80..=0xff => octets.extend([tag, 0x81, low]),
        _ => octets.extend([tag, 0x82, high, low]),
    }
    parts.iter().for_each(|part| octets.extend_from_slice(part));
    octets
}

/// The INTEGER of these octets, most significant first.
pub fn unsigned(octets: &[u8]) -> Vec<u8> {
    let start = octets.iter().position(|octet| *octet != 0).unwrap_or(octets.len());
    let digits = octets.get(start..).unwrap_or_default();
    match digits.first() {
        Some(0x01..=0x7f) => element(INTEGER, &[digits]),
        _ => element(INTEGER, &[&[0], digits]),
    }
}

/// The AlgorithmIdentifier of a type of key.
pub fn identifier(key_type: KeyType) -> Vec<u8> {
    let (algorithm, parameters) = match key_type {
        KeyType::Rsa => (RSA_ENCRYPTION, element(NULL, &[])),
        KeyType::P256 => (EC_PUBLIC_KEY, element(OBJECT_IDENTIFIER, &[PRIME_256_V1])),
    };
    element(SEQUENCE, &[&element(OBJECT_IDENTIFIER, &[algorithm]), &parameters])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_whatever_its_length() {
        for length in [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff] {
            let content = vec![7; length];
            let octets = element(OCTET_STRING, &[&content]);
            let mut reader = Reader::new(&octets);
            assert_eq!(reader.element(OCTET_STRING), Some(&content[..]), "{length}");
            assert!(reader.is_done());
            for cut in 0..octets.len().min(8) {
                assert_eq!(Reader::new(&octets[..cut]).element(OCTET_STRING), None, "cut at {cut}");
            }
        }
    }

    #[test]
    fn lengths_have_their_shortest_form_only() {
        for bad in
            [&[4, 0x81, 1, 7][..], &[4, 0x82, 0, 1, 7], &[4, 0x80, 7, 0, 0], &[4, 0x83, 0, 0, 1, 7], &[4, 2, 7], &[4]]
        {
            assert_eq!(Reader::new(bad).element(OCTET_STRING), None, "{bad:?}");
        }
        assert_eq!(Reader::new(&[4, 1, 7]).element(INTEGER), None, "another tag");
    }

    #[test]
    fn integers_are_positive_and_have_no_needless_zero() {
        for (octets, number) in [(&[2, 1, 0][..], &[][..]), (&[2, 1, 0x7f], &[0x7f]), (&[2, 2, 0, 0x80], &[0x80])] {
            assert_eq!(Reader::new(octets).unsigned(), Some(number));
            assert_eq!(unsigned(number), octets);
        }
        assert_eq!(unsigned(&[0, 0, 1]), [2, 1, 1]);
        for bad in [&[2, 0][..], &[2, 1, 0x80], &[2, 2, 0, 0x7f], &[2, 2, 0, 0]] {
            assert_eq!(Reader::new(bad).unsigned(), None, "{bad:?}");
        }
    }

    #[test]
    fn identifiers_of_other_types_are_known_as_such() {
        for key_type in [KeyType::Rsa, KeyType::P256] {
            assert_eq!(Reader::new(&identifier(key_type)).key_type(), Some(Some(key_type)));
        }
        let secp384r1 = element(OBJECT_IDENTIFIER, &[&[0x2b, 0x81, 0x04, 0x00, 0x22]]);
        let other = element(SEQUENCE, &[&element(OBJECT_IDENTIFIER, &[EC_PUBLIC_KEY]), &secp384r1]);
        assert_eq!(Reader::new(&other).key_type(), Some(None));
        let without_null = element(SEQUENCE, &[&element(OBJECT_IDENTIFIER, &[RSA_ENCRYPTION])]);
        assert_eq!(Reader::new(&without_null).key_type(), None);
    }
}
