//! Rows by what they are labelled: a layer of dots per class, or per range of values.

use crate::figure::{Layer, Points, Tone};
use crate::gain::Predicted;
use crate::math::quantile::quantile;
use crate::schema::text::number;
use crate::view::{Evidence, Seen};

/// Ranges that values are dealt to, as many rows in each.
const RANGES: usize = 5;

/// Labelled rows, each in one part.
pub struct Parts {
    /// Name and colour of each part.
    parts: Vec<(String, Tone)>,
    /// Of each labelled row, by its index among them, the part that it is in.
    of: Vec<Option<usize>>,
}

impl Parts {
    /// By class, or by whether a label of a set is set; values and masks are one quiet part.
    ///
    /// - `label`: the label of a set that is looked at
    pub fn by_class(seen: &Seen<'_>, label: Option<usize>) -> Self {
        match &seen.evidence {
            Evidence::Rows(Predicted::Classes { labels, .. } | Predicted::Levels { labels, .. }) => {
                let named = |(class, name): (usize, &String)| (name.clone(), Tone::Class(class));
                Self {
                    parts: seen.classes.iter().enumerate().map(named).collect(),
                    of: labels.iter().copied().map(Some).collect(),
                }
            }
            Evidence::Rows(Predicted::Labels { labels, count, .. }) => {
                let label = label.unwrap_or(0);
                let name = seen.classes.get(label).map_or("", String::as_str);
                let part = |labels: &[Option<bool>]| labels.get(label).copied().flatten().map(usize::from);
                Self {
                    parts: vec![
                        (format!("{name}: no"), Tone::Class(0)),
                        (format!("{name}: yes"), Tone::Class(1)),
                    ],
                    of: labels.chunks_exact((*count).max(1)).map(part).collect(),
                }
            }
            Evidence::Rows(Predicted::Values { .. } | Predicted::Counts { .. }) | Evidence::Pixels { .. } => {
                Self { parts: vec![("rows".to_owned(), Tone::Quiet)], of: vec![Some(0); seen.rows.len()] }
            }
        }
    }

    /// The same, but values by ranges that hold as many rows each, from light to dark.
    pub fn by_label(seen: &Seen<'_>, label: Option<usize>) -> Self {
        match &seen.evidence {
            Evidence::Rows(Predicted::Values { actual, .. } | Predicted::Counts { actual, .. }) => {
                Self::by_range(actual)
            }
            Evidence::Rows(
                Predicted::Classes { .. } | Predicted::Levels { .. } | Predicted::Labels { .. },
            )
            | Evidence::Pixels { .. } => Self::by_class(seen, label),
        }
    }

    fn by_range(values: &[f64]) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let cut = |range| quantile(&sorted, range as f64 / RANGES as f64);
        let range = |value: f64| (1..RANGES).filter_map(cut).filter(|&cut| value > cut).count();
        let mut parts: Vec<(usize, [f64; 2])> = Vec::new();
        for &value in &sorted {
            let own = range(value);
            match parts.last_mut().filter(|(last, _)| *last == own) {
                Some((_, ends)) => ends[1] = value,
                None => parts.push((own, [value, value])),
            }
        }
        let darkest = parts.len().saturating_sub(1).max(1);
        let named = |(index, (_, [low, high])): (usize, &(usize, [f64; 2]))| {
            let (low, high) = (number(*low), number(*high));
            let name = if low == high { low } else { format!("{low} to {high}") };
            (name, Tone::Shade((index * (RANGES - 1) / darkest) as u8))
        };
        let part = |&value: &f64| {
            let own = value.is_finite().then(|| range(value))?;
            parts.iter().position(|(range, _)| *range == own)
        };
        Self { of: values.iter().map(part).collect(), parts: parts.iter().enumerate().map(named).collect() }
    }

    /// The drawn rows as dots, a layer per part.
    ///
    /// - `at`: where a row of the table stands; `None` for nowhere
    pub fn layers(self, seen: &Seen<'_>, at: impl Fn(u32) -> Option<[f64; 2]>) -> Vec<Layer> {
        let mut points = vec![Points::default(); self.parts.len()];
        for index in (0..seen.rows.len()).filter(|&index| seen.is_drawn[index]) {
            let row = seen.rows[index];
            let Some(own) = self.of.get(index).copied().flatten().and_then(|part| points.get_mut(part))
            else {
                continue;
            };
            if let Some(at) = at(row) {
                own.at.push(at);
                own.rows.push(row);
            }
        }
        let layers = self.parts.into_iter().zip(points);
        layers.map(|((name, tone), points)| Layer::points(name, tone, points)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_as_many_rows_each_and_equal_values_stay_together() {
        let parts = Parts::by_range(&[5.0, 1.0, 9.0, 3.0, 7.0, 2.0, 4.0, 8.0, 6.0, 10.0, f64::NAN]);
        let of: Vec<Option<usize>> =
            [2, 0, 4, 1, 3, 0, 1, 3, 2, 4].map(Some).into_iter().chain([None]).collect();
        assert_eq!(parts.of, of);
        let names: Vec<&str> = parts.parts.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["1 to 2", "3 to 4", "5 to 6", "7 to 8", "9 to 10"]);
        let counts = Parts::by_range(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 3.0]);
        assert_eq!(counts.parts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["0", "1", "3"]);
        let tones: Vec<Tone> = counts.parts.iter().map(|(_, tone)| *tone).collect();
        assert_eq!(tones, [0, 2, 4].map(Tone::Shade));
        assert!(Parts::by_range(&[]).parts.is_empty());
        assert_eq!(Parts::by_range(&[2.0, 2.0]).of, [Some(0), Some(0)]);
    }
}
