//! Numbers that rather say that there is no answer: −999, −9, 9, 99 and their kind, far from a column's other numbers.

use crate::table::notice::Notice;

/// Numbers that surveys and instruments write for no answer, above a scale and below it.
const HIGH: [f64; 29] = [
    7.0,
    8.0,
    9.0,
    77.0,
    88.0,
    96.0,
    97.0,
    98.0,
    99.0,
    777.0,
    888.0,
    995.0,
    996.0,
    997.0,
    998.0,
    999.0,
    7777.0,
    8888.0,
    9997.0,
    9998.0,
    9999.0,
    88_888.0,
    99_998.0,
    99_999.0,
    999_998.0,
    999_999.0,
    9_999_998.0,
    9_999_999.0,
    99_999_999.0,
];
const LOW: [f64; 19] = [
    -7.0, -8.0, -9.0, -77.0, -88.0, -97.0, -98.0, -99.0, -888.0, -998.0, -999.0, -8888.0, -9998.0, -9999.0,
    -99_999.0, -999_999.0, -32_768.0, -99.9, -999.9,
];

/// Different codes that one column has at most.
const MOST_CODES: usize = 3;

/// Fewest cells with a code above the scale; a single one may be what it says.
const FEWEST: usize = 2;

/// Steps of the longest scale of answers that 9 stands apart from.
const LONGEST_SCALE: f64 = 7.0;

/// Finds codes for no answer among a column's different numbers.
///
/// - `numbers`: each with its rows
pub fn find(numbers: &[(f64, usize)]) -> Option<Notice> {
    let codes = apart(numbers, &LOW, -1.0).or_else(|| apart(numbers, &HIGH, 1.0))?;
    let named: Vec<String> = codes
        .iter()
        .map(|(code, rows)| format!("{code} ({rows} {})", if *rows == 1 { "cell" } else { "cells" }))
        .collect();
    let (them, mark) = match codes.len() {
        1 => ("lies far from the other numbers, as codes for no answer do: if it means", "it as a mark"),
        _ => ("lie far from the other numbers, as codes for no answer do: if they mean", "them as marks"),
    };
    Some(Notice::Column(format!("{} {them} that, name {mark} of cells without a value", named.join(", "))))
}

/// Codes at one end of the numbers, the outermost first, that lie far from all others; `turn` is −1 for the lower end.
fn apart(numbers: &[(f64, usize)], known: &[f64], turn: f64) -> Option<Vec<(f64, usize)>> {
    let may_be = |number: f64| number * turn >= 7.0 && known.contains(&number);
    let mut codes: Vec<(f64, usize)> =
        numbers.iter().copied().filter(|(number, _)| may_be(*number)).collect();
    codes.sort_by(|a, b| (b.0 * turn).total_cmp(&(a.0 * turn)));
    codes.dedup_by(|next, first| {
        next.0 == first.0 && {
            first.1 += next.1;
            true
        }
    });
    // The outermost one, two or three that nothing else lies beyond.
    for count in (1..=codes.len().min(MOST_CODES)).rev() {
        let outer = &codes[..count];
        let rest = || numbers.iter().filter(|(number, _)| outer.iter().all(|(code, _)| code != number));
        let wider = |(low, high): (f64, f64), &(number, _): &(f64, usize)| {
            (low.min(number * turn), high.max(number * turn))
        };
        let (low, high) = rest().fold((f64::INFINITY, f64::NEG_INFINITY), wider);
        let different = rest().take(2).count();
        let are_whole = rest().all(|(number, _)| number.fract() == 0.0);
        let nearest = outer.last()?.0 * turn;
        let rows: usize = outer.iter().map(|(_, rows)| rows).sum();
        let gap = nearest - high;
        // Below numbers none of which is negative, a code needs no distance.
        let is_below = turn < 0.0 && high <= 0.0 && (rows >= FEWEST || nearest >= 99.0);
        let is_far = gap >= high - low && gap > 1.0 && rows >= FEWEST && (nearest > 9.0 || gap > 2.0);
        let is_above_scale = turn > 0.0
            && low == 1.0
            && high <= LONGEST_SCALE
            && gap >= 2.0
            && rows >= FEWEST
            && nearest < 10.0;
        if different > 1
            && gap > 0.0
            && (are_whole || nearest > 9.0)
            && (is_below || is_far || is_above_scale)
        {
            return Some(outer.to_vec());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(numbers: &[f64]) -> Option<String> {
        let counted: Vec<(f64, usize)> = numbers.iter().map(|&number| (number, 2)).collect();
        match find(&counted)? {
            Notice::Column(text) => Some(text),
            Notice::Cell(_, _) | Notice::MixedDates(_, _) => None,
        }
    }

    #[test]
    fn codes_far_from_the_other_numbers_are_found_with_their_count() {
        let ages: Vec<f64> = (18..80).map(f64::from).collect();
        for (more, code) in [
            (&[-9.0][..], "-9 (2 cells)"),
            (&[-999.0], "-999 (2 cells)"),
            (&[999.0], "999 (2 cells)"),
            (&[998.0, 999.0], "999 (2 cells), 998 (2 cells)"),
            (&[9_999_999.0], "9999999 (2 cells)"),
            (&[-8.0, -9.0], "-9 (2 cells), -8 (2 cells)"),
        ] {
            let sentence = said(&[&ages, more].concat()).unwrap_or_else(|| panic!("{more:?} is not found"));
            assert!(sentence.starts_with(code), "{sentence}");
        }
        assert!(said(&[1.0, 2.0, 3.0, 4.0, 5.0, 9.0]).is_some_and(|text| text.starts_with("9 (")));
        assert!(
            said(&[1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 9.0]).is_some_and(|text| text.starts_with("9 (2 cells), 8"))
        );
        assert!(said(&[0.0, 1.0, 9.0]).is_some_and(|text| text.starts_with("9 (")));
        assert!(said(&[1.0, 2.0, 9.0]).is_some_and(|text| text.starts_with("9 (")));
        assert!(said(&[50.5, 70.25, -999.0]).is_some_and(|text| text.starts_with("-999 (")));
    }

    #[test]
    fn numbers_among_others_are_no_codes() {
        for numbers in [
            &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0][..],
            &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
            &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 8.0],
            &[90.0, 95.0, 99.0, 98.0, 104.0],
            &[-9.0, -20.0, 5.0],
            &[-9.0, -8.5, -3.0, 2.0],
            &[8.0, 9.0],
            &[0.0, 1.0],
            &[-1.0, 1.0],
        ] {
            assert_eq!(said(numbers), None, "{numbers:?}");
        }
    }
}
