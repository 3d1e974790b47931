//! How often each count is there, beside how often it is to be expected of the predicted rates: a hanging rootogram.
//!
//! Kleiber & Zeileis 2016, "Visualizing count data regressions using rootograms", <https://arxiv.org/abs/1605.01311>. A row of the rate `μ`
//! counts `k` with the probability `e^-μ μ^k / k!`; the expected number of rows that count `k` is the sum of these over all rows.

use super::card::ViewCard;
use super::seen::{Evidence, Seen};
use crate::figure::{Axis, Bar, Body, Chart, Drawn, Layer, Options, Rule, Tone};
use crate::gain::Predicted;
use crate::math::poisson;
use crate::math::quantile::quantile;
use crate::schema::text::count;

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "rootogram", name: "Rootogram", needs_valid: false, draw };

/// Most bars, the one for all larger counts left out.
const MOST_BARS: usize = 40;

/// Share of the rows that have a bar of their own count: the last bar holds the rest.
const SHOWN: f64 = 0.995;

/// Above this rate a row's expected count is taken to lie where the rate does: the deviation is 1 % of it, less than the width of a bar.
const SURE: f64 = 10_000.0;

fn draw(seen: &Seen<'_>, _: &Options) -> Drawn {
    let Evidence::Rows(Predicted::Counts { predicted, actual }) = &seen.evidence else {
        return Drawn::default();
    };
    let is_kept = |&index: &usize| predicted[index].is_finite() && predicted[index] >= 0.0;
    let kept: Vec<usize> = (0..actual.len()).filter(is_kept).collect();
    let bins = Bins::of(kept.iter().map(|&index| actual[index]).collect());
    let mut rows = vec![Vec::new(); bins.count + 1];
    for &index in &kept {
        rows[bins.index(actual[index])].push(seen.rows[index]);
    }
    let expected = bins.expected(kept.iter().map(|&index| predicted[index]));
    let line = expected.iter().enumerate().map(|(bin, expected)| [bins.middle(bin), expected.sqrt()]);
    let bar = |(bin, (rows, expected)): (usize, (Vec<u32>, &f64))| Bar {
        from: bins.middle(bin) - bins.width / 2.0,
        to: bins.middle(bin) + bins.width / 2.0,
        low: expected.sqrt() - (rows.len() as f64).sqrt(),
        high: expected.sqrt(),
        rows,
    };
    let line = line.collect();
    let chart = Chart {
        x: Axis::linear(format!("{} (the last bar: {} or more)", seen.name, count(bins.open() as usize))),
        y: Axis::holding("square root of the number of rows", &[0.0]),
        layers: vec![
            Layer::bars(
                "actual counts, hung from the line",
                Tone::Own,
                rows.into_iter().zip(&expected).enumerate().map(bar).collect(),
            ),
            Layer::line("expected of the predicted rates", Tone::Quiet, line),
            Layer::rule("", Rule::Y { at: 0.0 }),
        ],
    };
    let mut drawn = Drawn::of(
        "How many rows have each count, hung from how many are to be expected if each row were a Poisson count of its predicted rate, both as square roots. A bar that ends above 0 has fewer rows than expected, one that reaches below 0 has more: below 0 at 0 and in the last bars speaks of counts that vary more than Poisson counts do.",
        seen.figure("actual and expected counts", Body::Chart(chart)),
    );
    drawn.notes.extend(
        (bins.width > 1.0)
            .then(|| format!("Each bar holds {} neighbouring counts.", count(bins.width as usize))),
    );
    drawn.notes.extend(seen.left_out(kept.len()));
    drawn
}

/// Counts in bars of equal width from 0 on, and a last one for all larger counts.
struct Bins {
    /// Bars, the last one left out.
    count: usize,
    /// Counts in each.
    width: f64,
}

impl Bins {
    fn of(mut actual: Vec<f64>) -> Self {
        actual.sort_by(f64::total_cmp);
        let counts = quantile(&actual, SHOWN).unwrap_or(0.0).ceil() + 1.0;
        let width = (counts / MOST_BARS as f64).ceil().max(1.0);
        Self { count: (counts / width).ceil() as usize, width }
    }

    /// The bar that a count is in.
    fn index(&self, own: f64) -> usize {
        (own / self.width).floor().clamp(0.0, self.count as f64) as usize
    }

    /// The middle of the counts of a bar.
    fn middle(&self, bin: usize) -> f64 {
        (bin as f64 + 0.5) * self.width - 0.5
    }

    /// From which count on the last bar holds all.
    fn open(&self) -> f64 {
        self.count as f64 * self.width
    }

    /// How many rows of these rates are to be expected in each bar.
    fn expected(&self, rates: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut expected = vec![0.0; self.count + 1];
        let mut masses = Vec::new();
        for rate in rates {
            if rate > SURE {
                expected[self.index(rate)] += 1.0;
            } else if poisson::range(rate)[0] as f64 >= self.open() {
                expected[self.count] += 1.0;
            } else {
                let first = poisson::masses(rate, &mut masses);
                for (index, mass) in masses.iter().enumerate() {
                    expected[self.index((first + index) as f64)] += mass;
                }
            }
        }
        expected
    }
}
