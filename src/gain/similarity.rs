//! How alike the gradients of two tasks are, over the time of a run.

use serde::{Deserialize, Serialize};

/// Two tasks' gradients, over the steps in which both tasks had labels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PairMean {
    /// Index of one task.
    pub first: usize,
    /// That of the other one, the larger of both.
    pub second: usize,
    /// Steps measured.
    pub measured: usize,
    /// Mean cosine; 0 where a gradient is 0.
    pub cosine: f64,
    /// Mean of `2 |g_i| |g_j| / (|g_i|² + |g_j|²)`: 1 for equal lengths, near 0 where one task drowns out the other.
    /// Magnitude similarity, Yu et al. 2020, <https://arxiv.org/abs/2001.06782>.
    pub magnitude: f64,
    /// Share of the steps in which the cosine was below 0.
    pub conflict: f64,
}

impl PairMean {
    fn new(first: usize, second: usize) -> Self {
        Self { first, second, measured: 0, cosine: 0.0, magnitude: 0.0, conflict: 0.0 }
    }

    fn add(&mut self, dot: f64, squares: [f64; 2]) {
        let [a, b] = squares.map(|square| square.max(0.0));
        let lengths = (a * b).sqrt();
        let cosine = if lengths > 0.0 { (dot / lengths).clamp(-1.0, 1.0) } else { 0.0 };
        let magnitude = if a + b > 0.0 { 2.0 * lengths / (a + b) } else { 1.0 };
        if !(dot.is_finite() && lengths.is_finite()) {
            return;
        }
        self.measured += 1;
        let share = 1.0 / self.measured as f64;
        self.cosine += share * (cosine - self.cosine);
        self.magnitude += share * (magnitude - self.magnitude);
        self.conflict += share * (f64::from(u8::from(cosine < 0.0)) - self.conflict);
    }
}

/// The means between two moments of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// Steps taken by then.
    pub step: usize,
    /// Pairs that were measured since the moment before.
    pub pairs: Vec<PairMean>,
}

/// Similarities of all pairs of tasks, over all steps and moment by moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Similarity {
    tasks: usize,
    all: Vec<PairMean>,
    recent: Vec<PairMean>,
    history: Vec<Moment>,
}

impl Similarity {
    /// Nothing measured.
    pub fn new(tasks: usize) -> Self {
        let of = |first| (first + 1..tasks).map(move |second| PairMean::new(first, second));
        let all: Vec<PairMean> = (0..tasks).flat_map(of).collect();
        Self { tasks, recent: all.clone(), all, history: Vec::new() }
    }

    /// Tasks that it is of.
    pub fn task_count(&self) -> usize {
        self.tasks
    }

    /// Adds one step's measurement; pairs with a number that is not finite are left out.
    ///
    /// - `gramian`: dot products of the tasks' gradients, `[tasks, tasks]`, row-major
    /// - `present`: whether each task has a labelled row in the batch
    pub fn add(&mut self, gramian: &[f64], present: &[bool]) {
        let dot =
            |row: usize, column: usize| gramian.get(row * self.tasks + column).copied().unwrap_or(f64::NAN);
        let is_present = |task: usize| present.get(task).copied().unwrap_or(false);
        for pair in self.all.iter_mut().chain(&mut self.recent) {
            let (first, second) = (pair.first, pair.second);
            if is_present(first) && is_present(second) {
                pair.add(dot(first, second), [dot(first, first), dot(second, second)]);
            }
        }
    }

    /// Ends a stretch of steps, such as an epoch: its means become a moment of the history.
    pub fn close(&mut self, step: usize) {
        let pairs: Vec<PairMean> = self.recent.iter().filter(|pair| pair.measured > 0).copied().collect();
        if !pairs.is_empty() {
            self.history.push(Moment { step, pairs });
        }
        self.recent.iter_mut().for_each(|pair| *pair = PairMean::new(pair.first, pair.second));
    }

    /// Means over all steps; pairs never measured are left out.
    pub fn pairs(&self) -> Vec<PairMean> {
        self.all.iter().filter(|pair| pair.measured > 0).copied().collect()
    }

    /// The means over time.
    pub fn history(&self) -> &[Moment] {
        &self.history
    }
}
