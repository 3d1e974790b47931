//! The position of a stream of random numbers as text, so that it can be kept and gone on from.

use rand_pcg::Pcg64Mcg;

/// Where a stream is, in hexadecimal digits.
pub fn position(stream: &Pcg64Mcg) -> String {
    format!("{:x}", stream.state())
}

/// The stream that goes on from a position; `None` for what is none.
pub fn at(position: &str) -> Option<Pcg64Mcg> {
    let state = u128::from_str_radix(position, 16).ok()?;
    // A multiplicative generator is seeded with an odd number and stays odd.
    (state % 2 == 1).then(|| Pcg64Mcg::new(state))
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that can't go on should say so")]
mod tests {
    use rand::{Rng as _, SeedableRng as _};

    use super::*;

    #[test]
    fn a_stream_goes_on_from_its_position() {
        let mut stream = Pcg64Mcg::seed_from_u64(7);
        let drawn = |stream: &mut Pcg64Mcg| [(); 5].map(|()| stream.next_u64());
        drawn(&mut stream);
        let mut other = at(&position(&stream)).expect("a stream");
        assert_eq!(drawn(&mut other), drawn(&mut stream));
    }

    #[test]
    fn what_is_no_position_is_refused() {
        for text in ["", "0", "2", "x", "-3", "fffffffffffffffffffffffffffffffff"] {
            assert!(at(text).is_none(), "{text}");
        }
    }
}
