//! How much worse each head gets where one input is shuffled among the rows: permutation importance (Breiman 2001,
//! <https://doi.org/10.1023/A:1010933404324>; Fisher, Rudin & Dominici 2019, <https://arxiv.org/abs/1801.01489>).

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_pcg::Pcg64Mcg;

use super::ask::{Ask, LookError};
use super::sample::sample;
use crate::figure::{Body, Cell, Drawn, Figure, Grid};
use crate::input::block::EncodedRows;
use crate::math::quantile::student_quantile;
use crate::schema::text::{number, plural};

/// Most rows that are answered for at once.
const MOST_ROWS: usize = 1_000;

/// Most numbers that these rows have together, so that it is drawn soon.
const MOST_NUMBERS: usize = 1 << 21;

/// Shuffles of each input.
const REPEATS: usize = 5;

/// Most inputs that are shown: those that count most.
const MOST_INPUTS: usize = 30;

/// How likely an interval holds the mean over all shuffles.
const CONFIDENCE: f64 = 0.95;

/// How much the losses of a task rose.
#[derive(Clone, Copy)]
struct Rise {
    mean: f64,
    half: f64,
}

/// Draws it.
pub async fn draw(ask: &mut Ask<'_>) -> Result<Drawn, LookError> {
    let split = ask.dataset.rows(ask.request.split);
    let rows = sample(ask, MOST_ROWS, MOST_NUMBERS);
    if rows.len() < 2 {
        return Ok(Drawn::nothing("It takes two rows in this split."));
    }
    let encoded = ask.dataset.encoded(&rows);
    let before = losses(ask, &rows, encoded.clone()).await?;
    let names: Vec<String> = ask.dataset.encoding.columns().map(str::to_owned).collect();
    let quantile = student_quantile(0.5 + CONFIDENCE / 2.0, (REPEATS - 1) as f64);
    let mut inputs: Vec<(usize, Vec<Option<Rise>>)> = Vec::new();
    for column in 0..names.len() {
        let mut rises = vec![Vec::new(); before.len()];
        let mut shuffled = encoded.clone();
        for repeat in 0..REPEATS {
            let mut from: Vec<usize> = (0..rows.len()).collect();
            // The same shuffles for every input and in every run, so that views compare.
            from.shuffle(&mut Pcg64Mcg::seed_from_u64(repeat as u64));
            ask.dataset.encoding.replace(&mut shuffled, column, &encoded, |index| from[index]);
            let after = losses(ask, &rows, shuffled.clone()).await?;
            for ((rises, before), after) in rises.iter_mut().zip(&before).zip(after) {
                rises.extend(before.zip(after).map(|(before, after)| after - before));
            }
        }
        inputs.push((column, rises.iter().map(|rises| Rise::of(rises, quantile)).collect()));
    }
    let largest: Vec<f64> = (0..before.len())
        .map(|task| {
            inputs
                .iter()
                .filter_map(|(_, rises)| rises[task])
                .fold(0.0, |most: f64, rise| most.max(rise.mean.abs()))
        })
        .collect();
    let share = |rise: Option<Rise>, task: usize| match rise {
        Some(rise) if largest[task] > 1e-12 => rise.mean / largest[task],
        Some(_) | None => 0.0,
    };
    // Losses of different tasks are not of one measure: each is taken as a share of the largest in its task.
    let weight = |rises: &[Option<Rise>]| -> f64 {
        rises.iter().enumerate().map(|(task, rise)| share(*rise, task)).sum()
    };
    inputs.sort_by(|(_, a), (_, b)| weight(b).total_cmp(&weight(a)));
    let shown = &inputs[..inputs.len().min(MOST_INPUTS)];
    let cells = |(_, rises): &(usize, Vec<Option<Rise>>)| {
        let cell = |(task, rise): (usize, &Option<Rise>)| match rise {
            Some(rise) => Cell::text(number(rise.mean)).shaded(share(Some(*rise), task)).noting(rise.note()),
            None => Cell::text("–"),
        };
        rises.iter().enumerate().map(cell).collect()
    };
    let targets = ask.dataset.order.to_file(&ask.dataset.targets);
    let grid = Grid {
        corner: "input ↓ task →".to_owned(),
        rows: shown.iter().map(|(column, _)| names[*column].clone()).collect(),
        columns: targets.iter().map(|target| target.name().to_owned()).collect(),
        cells: shown.iter().map(cells).collect(),
    };
    let title = "Rise of each task's loss where an input is shuffled".to_owned();
    let figure = Figure { title, task: None, body: Body::Grid(grid) };
    let sentence = "How much the mean loss of each task rises if the values of one input are shuffled among the rows, so that they say nothing any more: the darker, the more the head relies on that input. Near 0, it does without.";
    let mut drawn = Drawn::of(sentence, figure).noting(format!(
        "Permutation importance (Breiman 2001; Fisher, Rudin & Dominici 2019) over {} of {}, the mean of {REPEATS} shuffles. Its 95 % interval, which a cell says where it is pointed at, is over shuffles, not over other rows.",
        rows.len(),
        plural(split.len(), "row")
    ));
    if shown.len() < inputs.len() {
        drawn.notes.push(format!("The {MOST_INPUTS} of {} inputs that count most are shown.", inputs.len()));
    }
    drawn.notes.push(
        "Shades are shares of the largest number of each task, and inputs are in the order of their sum. Of inputs that say the same, each may seem to count little."
            .to_owned(),
    );
    Ok(drawn)
}

/// The mean loss of each head over rows, in task order; `None` for one without labels there.
async fn losses(ask: &Ask<'_>, rows: &[u32], encoded: EncodedRows) -> Result<Vec<Option<f64>>, LookError> {
    let answers = ask.fitted.answer(encoded).await?;
    let loss = answers.iter().map(|answers| answers.loss(rows).filter(|loss| loss.is_finite()));
    Ok(ask.dataset.order.to_file(loss))
}

impl Rise {
    /// The mean with Student's interval; `None` of fewer than all shuffles.
    ///
    /// - `quantile`: of Student's t, at the interval's upper end
    fn of(rises: &[f64], quantile: f64) -> Option<Self> {
        let count = rises.len() as f64;
        if rises.len() < REPEATS {
            return None;
        }
        let mean = rises.iter().sum::<f64>() / count;
        let variance = rises.iter().map(|rise| (rise - mean).powi(2)).sum::<f64>() / (count - 1.0);
        Some(Self { mean, half: quantile * (variance / count).sqrt() })
    }

    fn note(self) -> String {
        format!("from {} to {}", number(self.mean - self.half), number(self.mean + self.half))
    }
}
