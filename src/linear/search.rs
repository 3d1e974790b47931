//! One question from the strongest penalty to the weakest, each from where the last one ended, and the choice among them.

use super::design::Design;
use super::link::Link;
use super::model::{PathPoint, Solution};
use super::moments::{Inverse, Moments};
use super::pass::{Over, Pass, middle};
use crate::examples::{Labelled, Loss, Question, Response};
use crate::math::cholesky::Cholesky;

use super::descent::{Descent, Next};

/// How far above its least value the mean loss of a row may end; that of values in squares of their standard deviation.
const TOLERANCE: f64 = 1e-13;

/// Rounds for each penalty.
const MOST_ROUNDS: usize = 200;

/// Multiplications that one call may take: about 10 ms.
const WORK: usize = 8_000_000;

/// The fit of one question.
#[derive(Clone, Debug)]
pub(super) struct Search {
    question: Question,
    link: Link,
    /// Values are learned in standard deviations from their mean.
    center: f64,
    scale: f64,
    moments: Moments,
    means: Vec<f64>,
    /// By a score, and by the constants.
    curvature: (f64, Option<Cholesky>),
    inverse: Inverse,
    stage: Stage,
    pass: Pass,
    descent: Descent,
    /// Descending.
    penalties: Vec<f64>,
    path: Vec<PathPoint>,
    /// Loss on validation rows and parameters of the best penalty so far.
    best: Option<(f64, f64, Vec<f64>)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// Means and products of columns.
    Moments,
    /// Down to the least penalised loss.
    Descend,
    /// The loss on validation rows.
    Validate,
    Done,
}

impl Search {
    /// - `penalties`: descending
    pub fn new(mut question: Question, response: Response, columns: usize, penalties: Vec<f64>) -> Self {
        let link = match (response, question.loss) {
            (Response::Levels(_), Loss::Softmax(classes)) => Link::Cumulative(classes),
            (_, loss) => Link::Direct(loss),
        };
        let (mut center, mut scale) = (0.0, 1.0);
        if question.loss == Loss::Squared {
            (center, scale) = moments_of(&question.train);
            let standardise = |labelled: &mut Labelled| {
                labelled.labels.iter_mut().for_each(|label| *label = (*label - center) / scale);
            };
            standardise(&mut question.train);
            standardise(&mut question.valid);
        }
        let constants = start(&question, link);
        let curvature = link.curvature(&constants);
        let mut point = vec![0.0; columns * link.scores()];
        point.extend(constants);
        let is_done = question.is_constant();
        let best = is_done.then(|| (0.0, 0.0, point.clone()));
        Self {
            link,
            center,
            scale,
            means: vec![0.0; columns],
            moments: Moments::new(if is_done { 0 } else { columns }),
            curvature,
            inverse: Inverse::Diagonal(Vec::new()),
            stage: if is_done { Stage::Done } else { Stage::Moments },
            pass: Pass::default(),
            descent: Descent::new(point),
            penalties,
            path: Vec::new(),
            best,
            question,
        }
    }

    fn penalty(&self) -> f64 {
        self.penalties.get(self.path.len()).copied().unwrap_or(0.0)
    }

    /// Takes one slice of work; whether nothing is left.
    pub fn advance(&mut self, design: &Design) -> bool {
        let per_row = design.width() * self.link.scores() + self.link.constants() * 8;
        match self.stage {
            Stage::Moments => {
                let rows = (WORK / self.moments.cost(design).max(1)).max(1);
                if self.moments.add(design, &self.question.train, rows) {
                    self.means = self.moments.means();
                    self.begin(self.descent.point().to_vec());
                }
            }
            Stage::Descend => {
                let mut pass = std::mem::take(&mut self.pass);
                let over = self.over(design, &self.question.train);
                let is_all =
                    pass.run(over, &self.question, self.descent.trial(), (WORK / (2 * per_row)).max(1));
                if !is_all {
                    self.pass = pass;
                    return false;
                }
                self.take(pass);
            }
            Stage::Validate => {
                let mut pass = std::mem::take(&mut self.pass);
                let over = self.over(design, &self.question.valid);
                let is_all = pass.run(over, &self.question, self.descent.point(), (WORK / per_row).max(1));
                if is_all {
                    self.judge(pass.mean() * self.scale * self.scale);
                } else {
                    self.pass = pass;
                }
            }
            Stage::Done => {}
        }
        self.stage == Stage::Done
    }

    fn over<'a>(&'a self, design: &'a Design, labelled: &'a Labelled) -> Over<'a> {
        Over { design, link: self.link, means: &self.means, labelled }
    }

    /// Begins the next penalty, if there is one.
    fn begin(&mut self, point: Vec<f64>) {
        if self.path.len() >= self.penalties.len() {
            self.stage = Stage::Done;
            return;
        }
        self.inverse = self.moments.inverse(self.curvature.0, self.penalty());
        self.pass = Pass::with_gradient(point.len());
        self.descent = Descent::new(point);
        self.stage = Stage::Descend;
    }

    /// Goes on from loss and gradient.
    fn take(&mut self, pass: Pass) {
        let penalty = self.penalty();
        let (loss, gradient) = pass.penalised(&self.means, self.descent.trial(), penalty);
        let (scores, size) = (self.link.scores(), self.means.len() * self.link.scores());
        let Self { inverse, curvature, descent, .. } = self;
        let apply = |way: &mut [f64]| {
            let (by_coefficients, by_constants) = way.split_at_mut(size);
            inverse.apply(by_coefficients, scores);
            match &curvature.1 {
                Some(factors) => factors.solve(by_constants, 1),
                None => by_constants.iter_mut().for_each(|way| *way /= curvature.0),
            }
        };
        let next = descent.take(loss, &gradient, apply, TOLERANCE, MOST_ROUNDS);
        let size = self.descent.trial().len();
        let is_converged = match next {
            Next::Measure => {
                self.pass = Pass::with_gradient(size);
                return;
            }
            Next::Converged => true,
            Next::Stopped => false,
        };
        self.path.push(PathPoint {
            penalty,
            objective: self.descent.loss() * self.scale * self.scale,
            rounds: self.descent.rounds(),
            is_converged,
            validation_loss: None,
        });
        self.pass = Pass::default();
        self.stage = Stage::Validate;
        if self.question.valid.rows.is_empty() {
            // There is but one penalty then.
            self.best = Some((0.0, penalty, self.descent.point().to_vec()));
            self.stage = Stage::Done;
        }
    }

    /// Keeps what was fitted with the penalty if its loss is the lowest, and begins the next.
    fn judge(&mut self, loss: f64) {
        let point = self.descent.point().to_vec();
        if let Some(last) = self.path.last_mut() {
            last.validation_loss = Some(loss).filter(|loss| loss.is_finite());
            if self.best.as_ref().is_none_or(|(least, ..)| loss < *least) {
                self.best = Some((loss, last.penalty, point.clone()));
            }
        }
        self.begin(point);
    }

    /// A rough share of the work that is done.
    pub fn share(&self) -> f64 {
        let count = self.penalties.len().max(1) as f64;
        let rounds = self.descent.rounds() as f64;
        match self.stage {
            Stage::Moments => 0.0,
            // A round costs about as much as the last, and nobody knows how many there will be.
            Stage::Descend => (self.path.len() as f64 + rounds / (rounds + 5.0)) / count,
            Stage::Validate => self.path.len() as f64 / count,
            Stage::Done => 1.0,
        }
    }

    /// What was chosen, for columns as they are and labels in their own unit.
    pub fn finish(self) -> Solution {
        let (_, penalty, mut point) = self.best.unwrap_or_default();
        let width = self.link.scores();
        let mut constants = point.split_off((self.means.len() * width).min(point.len()));
        let middle = middle(&self.means, &point, width);
        match self.link {
            Link::Direct(_) => {
                constants
                    .iter_mut()
                    .zip(middle)
                    .for_each(|(own, middle)| *own = (*own - middle) * self.scale + self.center);
            }
            Link::Cumulative(_) => {
                let middle = middle.first().copied().unwrap_or(0.0);
                constants.iter_mut().for_each(|own| *own += middle);
            }
        }
        point.iter_mut().for_each(|own| *own *= self.scale);
        Solution {
            link: self.link,
            seen: self.question.seen,
            coefficients: point,
            constants,
            penalty: (!self.path.is_empty()).then_some(penalty),
            path: self.path,
        }
    }
}

/// The best constants without inputs.
fn start(question: &Question, link: Link) -> Vec<f64> {
    match link {
        Link::Direct(_) => question.start(),
        Link::Cumulative(classes) => {
            let mut shares = vec![0.0; classes as usize];
            for (label, weight) in question.train.pairs() {
                if let Some(share) = shares.get_mut(label as usize) {
                    *share += weight;
                }
            }
            let total: f64 = shares.iter().sum();
            let mut below = 0.0;
            let cumulative = shares.iter().take(link.constants()).map(|share| {
                below += share;
                (below / (total - below)).ln()
            });
            cumulative.collect()
        }
    }
}

/// Weighted mean and standard deviation; a deviation of 1 where there is none.
fn moments_of(labelled: &Labelled) -> (f64, f64) {
    let total: f64 = labelled.weights.iter().sum();
    let mean = labelled.pairs().map(|(label, weight)| weight * label).sum::<f64>() / total;
    let square = labelled.pairs().map(|(label, weight)| weight * (label - mean).powi(2)).sum::<f64>() / total;
    (mean, Some(square.sqrt()).filter(|scale| *scale > 0.0 && scale.is_finite()).unwrap_or(1.0))
}
