//! Configurations next to each other: mean scores with intervals, mean rank and cost, the best one chosen on validation rows alone.

use serde::{Deserialize, Serialize};

use super::csv::push_record;
use super::delta::mean_ranks;
use crate::math::quantile::student_quantile;
use crate::metric::MetricKind;

/// Share of the intervals that hold the true mean.
const CONFIDENCE: f64 = 0.95;

/// One training of one configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trial {
    /// The configuration's name; trials of one name differ by their seeds.
    pub configuration: String,
    /// Of the training.
    pub seed: u64,
    /// Main score of each task on validation rows; `null` where it has none, as after a training that diverged.
    pub valid: Vec<Option<f64>>,
    /// The same on test rows.
    pub test: Vec<Option<f64>>,
    /// Seconds of training.
    pub seconds: f64,
}

/// A mean over seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// The mean.
    pub mean: f64,
    /// Lower and upper end of its 95 % t interval over seeds; `null` with one seed.
    pub interval: Option<[f64; 2]>,
}

impl Score {
    /// `m ± t_{k - 1} s / √k`; `None` where a seed has no score.
    fn new(scores: &[Option<f64>]) -> Option<Self> {
        let scores: Vec<f64> =
            scores.iter().map(|score| score.filter(|score| score.is_finite())).collect::<Option<_>>()?;
        let count = scores.len() as f64;
        let mean = scores.iter().sum::<f64>() / count;
        let variance = scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / (count - 1.0);
        let half = student_quantile(0.5 + CONFIDENCE / 2.0, count - 1.0) * (variance / count).sqrt();
        mean.is_finite()
            .then(|| Self { mean, interval: (scores.len() > 1).then_some([mean - half, mean + half]) })
    }
}

/// One configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Its name.
    pub configuration: String,
    /// Trainings.
    pub seeds: usize,
    /// Score of each task on validation rows; `null` where a seed has none.
    pub valid: Vec<Option<Score>>,
    /// Mean over tasks of its rank by these scores, 1 for the best; `null` where no task has a score.
    pub mean_rank: Option<f64>,
    /// Seconds of a training, the mean over seeds.
    pub seconds: f64,
}

/// Configurations next to each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// Names of the tasks and their main scores.
    pub tasks: Vec<(String, MetricKind)>,
    /// One entry a configuration, in the order they came.
    pub rows: Vec<Row>,
    /// Index of the one with the best mean rank on validation rows, the faster one of equals.
    pub best: Option<usize>,
    /// Its scores on test rows. Those of the others are not given, so that nobody chooses by them.
    pub best_test: Vec<Option<Score>>,
}

impl Comparison {
    /// Compares the trials by the names of their configurations.
    pub fn new(tasks: &[(String, MetricKind)], trials: &[Trial]) -> Self {
        let mut names: Vec<&str> = Vec::new();
        for trial in trials {
            if !names.contains(&trial.configuration.as_str()) {
                names.push(&trial.configuration);
            }
        }
        let metrics: Vec<MetricKind> = tasks.iter().map(|(_, metric)| *metric).collect();
        let rows = names.iter().map(|name| Row::new(name, trials, tasks.len()));
        let mut rows: Vec<Row> = rows.collect();
        let means = |row: &Row| row.valid.iter().map(|score| score.map(|score| score.mean)).collect();
        let scores: Vec<Vec<Option<f64>>> = rows.iter().map(means).collect();
        rows.iter_mut().zip(mean_ranks(&metrics, &scores)).for_each(|(row, rank)| row.mean_rank = rank);
        let ranked =
            rows.iter().enumerate().filter_map(|(index, row)| Some((row.mean_rank?, row.seconds, index)));
        let before =
            |a: &(f64, f64, usize), b: &(f64, f64, usize)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1));
        let best = ranked.min_by(before).map(|(_, _, index)| index);
        let best_test = best
            .and_then(|index| names.get(index))
            .map(|name| scores_of(name, trials, tasks.len(), |trial| &trial.test));
        Self { tasks: tasks.to_vec(), rows, best, best_test: best_test.unwrap_or_default() }
    }

    /// The table as CSV: one record a configuration; test scores in the record of the best one only.
    pub fn csv(&self) -> String {
        let mut text = String::new();
        let mut header: Vec<String> =
            ["configuration", "seeds", "mean rank", "seconds", "best"].map(str::to_owned).into();
        for (task, metric) in &self.tasks {
            for part in ["valid", "valid low", "valid high", "test", "test low", "test high"] {
                header.push(format!("{task} {} {part}", metric.name()));
            }
        }
        push_record(&mut text, header.iter().map(String::as_str));
        for (index, row) in self.rows.iter().enumerate() {
            let is_best = self.best == Some(index);
            let mut record = vec![
                row.configuration.clone(),
                row.seeds.to_string(),
                number(row.mean_rank),
                row.seconds.to_string(),
                if is_best { "yes" } else { "no" }.to_owned(),
            ];
            for (task, valid) in row.valid.iter().enumerate() {
                record.extend(cells(*valid));
                record.extend(cells(self.best_test.get(task).copied().flatten().filter(|_| is_best)));
            }
            push_record(&mut text, record.iter().map(String::as_str));
        }
        text
    }
}

impl Row {
    fn new(name: &str, trials: &[Trial], tasks: usize) -> Self {
        let seconds: Vec<f64> = of_name(name, trials).map(|trial| trial.seconds).collect();
        Self {
            configuration: name.to_owned(),
            seeds: seconds.len(),
            valid: scores_of(name, trials, tasks, |trial| &trial.valid),
            mean_rank: None,
            seconds: seconds.iter().sum::<f64>() / seconds.len() as f64,
        }
    }
}

fn of_name<'a>(name: &str, trials: &'a [Trial]) -> impl Iterator<Item = &'a Trial> {
    trials.iter().filter(move |trial| trial.configuration == name)
}

/// The mean scores of one configuration, one a task.
fn scores_of(
    name: &str,
    trials: &[Trial],
    tasks: usize,
    side: fn(&Trial) -> &Vec<Option<f64>>,
) -> Vec<Option<Score>> {
    let score = |task: usize| {
        let own: Vec<Option<f64>> =
            of_name(name, trials).map(|trial| side(trial).get(task).copied().flatten()).collect();
        Score::new(&own)
    };
    (0..tasks).map(score).collect()
}

/// Mean, lower and upper end; empty where undefined.
fn cells(score: Option<Score>) -> [String; 3] {
    let interval = score.and_then(|score| score.interval);
    [score.map(|score| score.mean), interval.map(|[low, _]| low), interval.map(|[_, high]| high)].map(number)
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
