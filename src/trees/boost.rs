//! One question, round after round, until validation rows gain no more.

use super::Options;
use super::bins::Column;
use super::grow::{Ground, Grower};
use super::histogram::Slopes;
use super::model::{Forest, Round, Tree};
use super::table::TreeTable;
use crate::examples::{Labelled, Question};

/// Rows times columns that one call looks at: about 10 ms. The first leaf of a tree is looked at in one go.
const WORK: usize = 2_000_000;

/// Boosting under way. Friedman 2001, <https://doi.org/10.1214/aos/1013203451>, with Newton's step in each leaf.
#[derive(Clone, Debug)]
pub(super) struct Boost {
    question: Question,
    options: Options,
    columns: Vec<Column>,
    /// `[rows, scores]`, row-major, of training and of validation rows.
    scores: [Vec<f64>; 2],
    /// Of each score, of each training row.
    slopes: Vec<Vec<Slopes>>,
    grower: Grower,
    /// Trees of the round that is under way.
    grown: Vec<Tree>,
    forest: Forest,
    best: f64,
    is_done: bool,
}

impl Boost {
    pub fn new(question: Question, options: Options) -> Self {
        let start = question.start();
        let scores = |labelled: &Labelled| {
            let all = start.iter().copied().cycle().take(labelled.rows.len() * start.len());
            all.collect::<Vec<f64>>()
        };
        let forest = Forest {
            loss: question.loss,
            seen: question.seen.clone(),
            codes: Vec::new(),
            start: start.clone(),
            trees: Vec::new(),
            rounds: Vec::new(),
            kept_rounds: 0,
        };
        let mut boost = Self {
            scores: [scores(&question.train), scores(&question.valid)],
            slopes: vec![Vec::new(); start.len()],
            columns: Vec::new(),
            grower: Grower::default(),
            grown: Vec::new(),
            forest,
            best: f64::INFINITY,
            is_done: question.is_constant(),
            question,
            options,
        };
        if !boost.is_done {
            boost.best = boost.judge().validation_loss;
        }
        boost
    }

    /// Takes one slice of work; whether nothing is left.
    pub fn advance(&mut self, table: &TreeTable) -> bool {
        let mut work = 0;
        while work < WORK && !self.is_done {
            work += self.step(table).max(1);
        }
        self.is_done
    }

    /// Bins a column, begins a tree, divides a leaf or ends a tree; about how many numbers that looked at.
    fn step(&mut self, table: &TreeTable) -> usize {
        let rows = self.question.train.rows.len();
        if let Some(feature) = table.features().get(self.columns.len()) {
            self.columns.push(Column::of(feature, &self.question.train.rows));
            self.forest.codes.push(self.columns.last().map_or(Vec::new(), |column| column.known().to_vec()));
            return 10 * rows;
        }
        let index = self.grown.len();
        if index == 0 && !self.grower.has_begun() {
            self.slope();
        }
        let ground = Ground {
            columns: &self.columns,
            slopes: self.slopes.get(index).map_or(&[], Vec::as_slice),
            options: &self.options,
        };
        if !self.grower.has_begun() {
            self.grower.begin(ground);
            return rows * self.columns.len();
        }
        match self.grower.divide(ground) {
            Some(work) => work,
            None => {
                self.end_tree(table, index);
                rows + self.question.valid.rows.len()
            }
        }
    }

    /// First and second derivatives of the loss of each training row.
    fn slope(&mut self) {
        let (loss, width) = (self.question.loss, self.slopes.len());
        let train = &self.question.train;
        for slopes in &mut self.slopes {
            slopes.clear();
        }
        let mut answer = Vec::new();
        for (scores, (label, weight)) in self.scores[0].chunks_exact(width).zip(train.pairs()) {
            answer.clear();
            answer.extend_from_slice(scores);
            loss.answer(&mut answer);
            for (index, (slopes, answer)) in self.slopes.iter_mut().zip(&answer).enumerate() {
                let wanted = if width == 1 { label } else { f64::from(u8::from(index == label as usize)) };
                let gradient = weight * (answer - wanted);
                slopes.push([gradient as f32, (weight * loss.curvature(*answer)) as f32]);
            }
        }
    }

    /// Adds a grown tree to the scores, and after the last one of a round judges it.
    fn end_tree(&mut self, table: &TreeTable, index: usize) {
        let (tree, added) = std::mem::take(&mut self.grower).finish();
        let width = self.slopes.len();
        let [train, valid] = &mut self.scores;
        for (rows, value) in added {
            for row in rows {
                if let Some(score) = train.get_mut(row as usize * width + index) {
                    *score += value;
                }
            }
        }
        let of_index = valid.iter_mut().skip(index).step_by(width);
        for (score, &row) in of_index.zip(&self.question.valid.rows) {
            *score += tree.value(table, row, &self.forest.codes);
        }
        self.grown.push(tree);
        if self.grown.len() < width {
            return;
        }
        self.forest.trees.append(&mut self.grown);
        let round = self.judge();
        self.forest.rounds.push(round);
        if round.validation_loss < self.best {
            (self.best, self.forest.kept_rounds) = (round.validation_loss, self.forest.rounds.len());
        }
        let rounds = self.forest.rounds.len();
        self.is_done =
            rounds >= self.options.rounds || rounds - self.forest.kept_rounds >= self.options.patience;
    }

    /// Mean losses as they are now.
    fn judge(&self) -> Round {
        let width = self.slopes.len();
        let mean = |scores: &[f64], labelled: &Labelled| {
            let (mut sum, mut total) = (0.0, 0.0);
            let mut own = Vec::with_capacity(width);
            for (scores, (label, weight)) in scores.chunks_exact(width).zip(labelled.pairs()) {
                own.clear();
                own.extend_from_slice(scores);
                sum += weight * self.question.cost(label, || self.question.loss.of(&mut own, label));
                total += weight;
            }
            sum / total
        };
        Round {
            train_loss: mean(&self.scores[0], &self.question.train),
            validation_loss: mean(&self.scores[1], &self.question.valid),
        }
    }

    /// A rough share of the work that is done.
    pub fn share(&self) -> f64 {
        let rounds = self.forest.rounds.len() as f64 / self.options.rounds.max(1) as f64;
        if self.is_done { 1.0 } else { rounds }
    }

    /// The trees up to the best round.
    pub fn finish(mut self) -> Forest {
        self.forest.trees.truncate(self.forest.kept_rounds * self.slopes.len());
        self.forest
    }
}
