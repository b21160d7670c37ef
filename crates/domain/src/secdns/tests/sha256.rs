//! A digest to compare the vectors with; these crates have none of their own.

/// SHA-256 by FIPS 180-4, for the vectors alone.
pub(super) fn sha256(message: &[u8]) -> [u8; 32] {
    let primes: Vec<u32> = (2..=311).filter(|n| (2..*n).all(|divisor| n % divisor != 0)).collect();
    let fraction = |root: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the first 32 bits of a fraction")]
        let bits = (root.fract() * 4_294_967_296.0) as u32;
        bits
    };
    let constants: Vec<u32> = primes.iter().map(|prime| fraction(f64::from(*prime).cbrt())).collect();
    let mut state: Vec<u32> = primes.iter().take(8).map(|prime| fraction(f64::from(*prime).sqrt())).collect();
    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(64) + if padded.len() % 64 > 56 { 64 } else { 0 } - 8, 0);
    padded.extend((message.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks(64) {
        let mut words: Vec<u32> = block.chunks(4).map(|word| u32::from_be_bytes(word.try_into().unwrap())).collect();
        for at in 16..64 {
            let (fifteen, two) = (words[at - 15], words[at - 2]);
            let low = fifteen.rotate_right(7) ^ fifteen.rotate_right(18) ^ fifteen >> 3;
            let high = two.rotate_right(17) ^ two.rotate_right(19) ^ two >> 10;
            words.push(words[at - 16].wrapping_add(low).wrapping_add(words[at - 7]).wrapping_add(high));
        }
        let mut now = state.clone();
        for (word, constant) in words.iter().zip(&constants) {
            let (a, e) = (now[0], now[4]);
            let choice = e & now[5] ^ !e & now[6];
            let majority = a & now[1] ^ a & now[2] ^ now[1] & now[2];
            let high = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let low = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let one = [high, choice, *constant, *word].iter().fold(now[7], |sum, part| sum.wrapping_add(*part));
            now.rotate_right(1);
            now[4] = now[4].wrapping_add(one);
            now[0] = one.wrapping_add(low).wrapping_add(majority);
        }
        state.iter_mut().zip(now).for_each(|(state, now)| *state = state.wrapping_add(now));
    }
    let octets: Vec<u8> = state.iter().flat_map(|word| word.to_be_bytes()).collect();
    octets.try_into().unwrap()
}

#[test]
fn the_digest_of_these_tests_is_sha_256() {
    let hex = |message: &[u8]| sha256(message).map(|octet| format!("{octet:02x}")).concat();
    assert_eq!(hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
