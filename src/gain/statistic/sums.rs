//! Scores that are a function of a few weighted sums over rows.

/// Most sums that one of these scores needs.
const MOST: usize = 5;

/// Products added up side by side, so that they don't wait for one another.
const LANES: usize = 8;

/// `score(Σ w x_1, Σ w x_2, …; Σ w)`.
pub(in crate::gain) struct Sums {
    /// One number a row in each.
    columns: Vec<Vec<f64>>,
    score: fn(&[f64; MOST], f64) -> Option<f64>,
}

impl Sums {
    /// The mean of one number a row.
    pub fn mean(values: Vec<f64>) -> Self {
        Self { columns: vec![values], score: |[sum, ..], rows| (rows > 0.0).then(|| sum / rows) }
    }

    /// Its root.
    pub fn root(squares: Vec<f64>) -> Self {
        Self { columns: vec![squares], score: |[sum, ..], rows| (rows > 0.0).then(|| (sum / rows).sqrt()) }
    }

    /// The root of the mean square; undefined where an error is.
    pub fn root_where_known(errors: impl Iterator<Item = Option<f64>>) -> Self {
        let of_row = |error: Option<f64>| error.map_or((0.0, 1.0), |error| (error * error, 0.0));
        let (squares, unknown) = errors.map(of_row).unzip();
        Self {
            columns: vec![squares, unknown],
            score: |[sum, unknown, ..], rows| (rows > 0.0 && *unknown == 0.0).then(|| (sum / rows).sqrt()),
        }
    }

    /// One sum over another one.
    pub fn ratio(values: Vec<f64>, counts: Vec<f64>) -> Self {
        Self {
            columns: vec![values, counts],
            score: |[sum, count, ..], _| (*count > 0.0).then(|| sum / count),
        }
    }

    /// `1 - Σ (p - a)² / Σ (a - ā)²`; undefined where all actual values are the same.
    pub fn r2(squared_errors: Vec<f64>, actual: &[f64]) -> Self {
        let actual = centred(actual);
        Self {
            columns: vec![squared_errors, squares(&actual), actual],
            score: |[errors, squares, sum, ..], rows| {
                let total = deviation(*squares, *sum, rows)?;
                Some(1.0 - errors / total)
            },
        }
    }

    /// The linear correlation; undefined where one side is constant.
    pub fn correlation(a: &[f64], b: &[f64]) -> Self {
        let (a, b) = (centred(a), centred(b));
        let products = a.iter().zip(&b).map(|(a, b)| a * b).collect();
        Self {
            columns: vec![squares(&a), squares(&b), products, a, b],
            score: |[squares_a, squares_b, products, a, b], rows| {
                let (of_a, of_b) = (deviation(*squares_a, *a, rows)?, deviation(*squares_b, *b, rows)?);
                Some(((products - a * b / rows) / (of_a * of_b).sqrt()).clamp(-1.0, 1.0))
            },
        }
    }

    /// Cohen's kappa with quadratic weights, as in [`crate::metric::level_metrics`].
    pub fn quadratic_kappa(answers: &[usize], labels: &[usize]) -> Self {
        let [p, a] = [answers, labels].map(|own| own.iter().map(|&level| level as f64).collect::<Vec<_>>());
        let own = p.iter().zip(&a).map(|(p, a)| (p - a).powi(2)).collect();
        Self {
            columns: vec![own, squares(&p), squares(&a), p, a],
            score: |[own, squares_p, squares_a, p, a], rows| {
                let unrelated = squares_p / rows - 2.0 * p * a / (rows * rows) + squares_a / rows;
                (rows > 0.0 && unrelated > 0.0).then(|| 1.0 - own / rows / unrelated)
            },
        }
    }

    /// `1 - D(p) / D(ā)`, where `D(ā) / 2 = Σ a ln a - ln ā Σ a`; undefined where all counts are the same.
    pub fn d2(half_deviances: Vec<f64>, actual: &[f64]) -> Self {
        let entropies =
            actual.iter().map(|&count| if count > 0.0 { count * count.ln() } else { 0.0 }).collect();
        Self {
            columns: vec![half_deviances, entropies, actual.to_vec()],
            score: |[own, entropies, sum, ..], rows| {
                let total = entropies - if *sum > 0.0 { sum * (sum / rows).ln() } else { 0.0 };
                // What rounding leaves of equal counts is no range.
                (total > 1e-9 * sum.abs()).then(|| 1.0 - own / total)
            },
        }
    }

    /// The score under the weights.
    pub fn score(&self, weights: &[f64]) -> Option<f64> {
        let mut sums = [0.0; MOST];
        sums.iter_mut().zip(&self.columns).for_each(|(sum, column)| *sum = dot(weights, column));
        (self.score)(&sums, weights.iter().sum())
    }
}

/// `Σ w (x - x̄)²` of sums about another centre; `None` of nothing and of equal values.
fn deviation(squares: f64, sum: f64, rows: f64) -> Option<f64> {
    let deviation = squares - sum * sum / rows;
    // What rounding leaves of equal values is no range.
    (deviation > 1e-12 * squares).then_some(deviation)
}

fn squares(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| value * value).collect()
}

/// Values less their mean, so that squares lose nothing to rounding.
fn centred(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.iter().map(|value| value - mean).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    let mut lanes = [0.0; LANES];
    for (a, b) in a.zip(b) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    lanes.iter().sum::<f64>() + rest
}
