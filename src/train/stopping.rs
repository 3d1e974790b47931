//! Which epoch is kept, and when a run is over: by the validation losses of the tasks that have a say.

use serde::{Deserialize, Serialize};

use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::weighting::unit::{is_constant, unit};

/// The epoch that is kept so far, `M` being its parameters.
struct Kept<M> {
    /// `None` where no score is a finite number, or no task has a say: then the latest epoch is kept.
    score: Option<f64>,
    epoch: usize,
    model: M,
}

/// A task by which epochs are judged.
struct Judge {
    task: usize,
    name: String,
    /// What its losses are divided by, so that every judge has as much to say.
    unit: f64,
}

/// What was judged so far, without the parameters that are kept.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Judged {
    kept: Option<KeptEpoch>,
    lost: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptEpoch {
    score: Option<f64>,
    epoch: usize,
}

impl Judged {
    /// Whether it is of a run that has come so far, and has parameters that are kept exactly if they are there.
    pub fn fits(&self, epochs: usize, has_model: bool) -> bool {
        self.kept.as_ref().map_or(!has_model, |kept| has_model && kept.epoch <= epochs)
    }
}

/// Judges the epochs of one run.
pub struct Stopping<M> {
    judges: Vec<Judge>,
    epochs: usize,
    patience: Option<usize>,
    kept: Option<Kept<M>>,
    /// Judges whose loss in the latest epoch is not a finite number.
    lost: Vec<String>,
}

impl<M> Stopping<M> {
    /// Before the first epoch. A task has no say where nothing can be learned from its training rows, or where its weight is 0.
    pub fn new(dataset: &Dataset, config: &RunConfig) -> Self {
        let judges = dataset.targets.iter().zip(&dataset.baselines).enumerate();
        let judges = judges
            .filter(|(task, (_, baseline))| {
                !is_constant(baseline.loss) && !config.weighting.mutes(dataset.order.in_file(*task))
            })
            .map(|(task, (target, baseline))| Judge {
                task,
                name: target.name().to_owned(),
                unit: unit(baseline.loss),
            });
        let patience = config.early_stopping.map(|stopping| stopping.patience);
        Self { judges: judges.collect(), epochs: config.epochs, patience, kept: None, lost: Vec::new() }
    }

    /// Looks at an epoch, and keeps its parameters if it is the best so far.
    ///
    /// - `losses`: validation loss of each task; `None` without a labelled row
    pub fn judge(&mut self, epoch: usize, losses: &[Option<f64>], model: impl FnOnce() -> M) {
        let known = || {
            self.judges.iter().filter_map(|judge| Some((judge, losses.get(judge.task).copied().flatten()?)))
        };
        let lost =
            known().filter(|(_, loss)| !loss.is_finite()).map(|(judge, _)| judge.name.clone()).collect();
        let sum: f64 = known().map(|(judge, loss)| loss / judge.unit).sum();
        let score = known().next().map(|_| sum).filter(|sum| sum.is_finite());
        self.lost = lost;
        let is_better = match (score, self.kept.as_ref().map(|kept| kept.score)) {
            (Some(score), Some(Some(best))) => score < best,
            (None, Some(Some(_))) => false,
            (Some(_) | None, None | Some(None)) => true,
        };
        if is_better {
            self.kept = Some(Kept { score, epoch, model: model() });
        }
    }

    /// The parameters that are kept, and their epoch; `None` before the first epoch's end.
    pub fn kept(&self) -> Option<(&M, usize)> {
        self.kept.as_ref().map(|kept| (&kept.model, kept.epoch))
    }

    /// What was judged so far.
    pub fn judged(&self) -> Judged {
        let kept = self.kept.as_ref().map(|kept| KeptEpoch { score: kept.score, epoch: kept.epoch });
        Judged { kept, lost: self.lost.clone() }
    }

    /// Goes on from what was judged and kept.
    pub fn restore(&mut self, judged: Judged, model: Option<M>) {
        let kept = judged.kept.zip(model);
        self.kept = kept.map(|(KeptEpoch { score, epoch }, model)| Kept { score, epoch, model });
        self.lost = judged.lost;
    }

    /// Why the run is over after an epoch that was judged, if it is.
    pub fn ending(&self, epoch: usize) -> Option<String> {
        if epoch >= self.epochs {
            return Some(format!("all {epoch} epochs were run"));
        }
        let patience = self.patience?;
        let kept = self.kept.as_ref()?;
        match kept.score {
            Some(_) => (epoch - kept.epoch >= patience)
                .then(|| format!("the validation loss was flat for {} epochs", epoch - kept.epoch)),
            None => (!self.lost.is_empty() && epoch >= patience)
                .then(|| format!("the validation loss was no finite number for {epoch} epochs")),
        }
    }

    /// Why a run ended, and why no epoch was better than another, if none was.
    pub fn explain(&self, why: String) -> String {
        let never = self.kept.as_ref().is_some_and(|kept| kept.score.is_none());
        if !never || self.lost.is_empty() {
            return why;
        }
        let names: Vec<String> = self.lost.iter().map(|name| format!("“{name}”")).collect();
        let names = names.join(", ");
        format!(
            "{why}; the last epoch was kept, since no epoch had a finite validation loss of {names}: look for extreme numbers in validation rows, or lower the learning rate"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Judges of two tasks in units of 1 and 2, and a third without a say.
    fn stopping(epochs: usize, patience: Option<usize>) -> Stopping<usize> {
        let judge = |task, name: &str, unit| Judge { task, name: name.into(), unit };
        let judges = vec![judge(0, "a", 1.0), judge(1, "b", 2.0)];
        Stopping { judges, epochs, patience, kept: None, lost: Vec::new() }
    }

    /// The epoch that is kept after each of some, and the first ending.
    fn run(mut stopping: Stopping<usize>, epochs: &[[Option<f64>; 3]]) -> (Vec<usize>, Option<String>) {
        let mut ending = None;
        let mut kept = Vec::new();
        for (epoch, losses) in (1..).zip(epochs) {
            stopping.judge(epoch, losses, || epoch);
            kept.push(stopping.kept().map_or(0, |(_, epoch)| epoch));
            ending = ending.or_else(|| Some(stopping.explain(stopping.ending(epoch)?)));
        }
        (kept, ending)
    }

    #[test]
    fn the_least_sum_of_the_judges_losses_is_kept() {
        // 1 + 4 / 2, then 2 + 1 / 2, then 2.4 + 0.4 / 2: the third task would have it otherwise.
        let losses = [[1.0, 4.0, 0.0], [2.0, 1.0, 1e9], [2.4, 0.4, 1e9]].map(|losses| losses.map(Some));
        assert_eq!(
            run(stopping(9, Some(1)), &losses),
            (vec![1, 2, 2], Some("the validation loss was flat for 1 epochs".into()))
        );
    }

    #[test]
    fn a_score_that_is_not_a_number_is_replaced_by_one_that_is() {
        let losses = [[f64::NAN, 1.0], [9.0, f64::INFINITY], [9.0, 9.0], [f64::NAN, 0.0], [9.0, 8.0]];
        let losses = losses.map(|[a, b]| [Some(a), Some(b), None]);
        assert_eq!(run(stopping(9, None), &losses), (vec![1, 2, 3, 3, 5], None));
    }

    #[test]
    fn a_run_without_a_finite_score_keeps_the_last_epoch_and_says_so() {
        let losses = [[Some(f64::NAN), Some(1.0), None]; 3];
        let (kept, ending) = run(stopping(9, Some(3)), &losses);
        let ending = ending.expect("an end");
        assert_eq!(kept, [1, 2, 3]);
        assert!(ending.contains("no finite number for 3 epochs") && ending.contains("“a”"), "{ending}");
        assert!(!ending.contains("“b”"), "{ending}");
        let (_, ending) = run(stopping(2, None), &losses);
        assert!(ending.is_some_and(|ending| ending.contains("the last epoch was kept")));
    }

    #[test]
    fn without_a_judge_the_last_epoch_is_kept_and_nothing_stops_early() {
        assert_eq!(run(stopping(9, Some(1)), &[[None, None, Some(1.0)]; 4]), (vec![1, 2, 3, 4], None));
    }
}
