//! Which epoch is kept, and when a run is over: by the validation losses of the tasks that have a say.

use serde::{Deserialize, Serialize};

use crate::config::{EarlyStopping, RunConfig, StoppingScope};
use crate::data::dataset::Dataset;
use crate::weighting::unit::{is_constant, unit};

/// The epoch that is kept so far, `M` being its parameters.
struct Kept<M> {
    /// Its validation losses, from which its score is asked for again once fewer tasks have a say. Where that is no finite number, or
    /// no task has a say, the latest epoch is kept.
    losses: Vec<Option<f64>>,
    epoch: usize,
    model: M,
}

/// A task by which epochs are judged.
struct Judge {
    task: usize,
    name: String,
    /// What its losses are divided by, so that every judge has as much to say.
    unit: f64,
    /// Its own best loss, and the epoch of that; 0 before there is one.
    best: f64,
    best_epoch: usize,
    /// Whether it had a validation loss in the latest epoch.
    is_known: bool,
    /// The epoch after which it was trained no further and lost its say.
    stopped: Option<usize>,
}

impl Judge {
    fn new(task: usize, name: &str, unit: f64) -> Self {
        let name = name.to_owned();
        Self { task, name, unit, best: f64::INFINITY, best_epoch: 0, is_known: false, stopped: None }
    }

    /// Looks at its own loss, and stops if that has been flat for `patience` epochs.
    fn look(&mut self, epoch: usize, loss: Option<f64>, patience: usize) {
        self.is_known = loss.is_some();
        let Some(loss) = loss else { return };
        if loss < self.best {
            (self.best, self.best_epoch) = (loss, epoch);
        }
        if epoch - self.best_epoch >= patience {
            self.stopped = Some(epoch);
        }
    }
}

/// What was judged so far, without the parameters that are kept.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Judged {
    kept: Option<KeptEpoch>,
    lost: Vec<String>,
    judges: Vec<JudgeState>,
}

/// What a judge has seen; its best loss is `null` before there is a finite one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct JudgeState {
    best: Option<f64>,
    best_epoch: usize,
    is_known: bool,
    stopped: Option<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptEpoch {
    losses: Vec<Option<Loss>>,
    epoch: usize,
}

/// A loss in JSON, which has no other numbers than finite ones.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Loss {
    Finite(f64),
    Infinite,
    NotANumber,
}

impl From<f64> for Loss {
    fn from(loss: f64) -> Self {
        match loss {
            loss if loss.is_finite() => Self::Finite(loss),
            loss if loss.is_nan() => Self::NotANumber,
            _ => Self::Infinite,
        }
    }
}

impl From<Loss> for f64 {
    fn from(loss: Loss) -> Self {
        match loss {
            Loss::Finite(loss) => loss,
            Loss::Infinite => Self::INFINITY,
            Loss::NotANumber => Self::NAN,
        }
    }
}

impl Judged {
    /// Whether it is of a run that has come so far, and has parameters that are kept exactly if they are there.
    pub fn fits(&self, epochs: usize, has_model: bool) -> bool {
        let is_past = |epoch: usize| epoch <= epochs;
        self.kept.as_ref().map_or(!has_model, |kept| has_model && is_past(kept.epoch))
            && self.judges.iter().all(|judge| is_past(judge.best_epoch) && judge.stopped.is_none_or(is_past))
    }
}

/// Judges the epochs of one run.
pub struct Stopping<M> {
    judges: Vec<Judge>,
    epochs: usize,
    early: Option<EarlyStopping>,
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
            .map(|(task, (target, baseline))| Judge::new(task, target.name(), unit(baseline.loss)));
        let (epochs, early) = (config.epochs, config.early_stopping);
        Self { judges: judges.collect(), epochs, early, kept: None, lost: Vec::new() }
    }

    /// The judges that have a say and a loss.
    fn known<'a>(&'a self, losses: &'a [Option<f64>]) -> impl Iterator<Item = (&'a Judge, f64)> {
        let judges = self.judges.iter().filter(|judge| judge.stopped.is_none());
        judges.filter_map(|judge| Some((judge, losses.get(judge.task).copied().flatten()?)))
    }

    /// The sum of the judges' losses, each in its own unit, finite or not; `None` without a judge.
    ///
    /// - `losses`: of each task; `None` without a labelled row
    pub fn score(&self, losses: &[Option<f64>]) -> Option<f64> {
        self.known(losses).next()?;
        Some(self.known(losses).map(|(judge, loss)| loss / judge.unit).sum())
    }

    fn finite_score(&self, losses: &[Option<f64>]) -> Option<f64> {
        self.score(losses).filter(|score| score.is_finite())
    }

    /// The score as a mean, so that batches in which more or fewer of them have labels can be compared.
    pub fn mean(&self, losses: &[Option<f64>]) -> Option<f64> {
        Some(self.score(losses)? / self.known(losses).count() as f64)
    }

    /// The tasks that are trained no further.
    pub fn stopped(&self) -> Vec<usize> {
        self.judges.iter().filter(|judge| judge.stopped.is_some()).map(|judge| judge.task).collect()
    }

    /// Looks at an epoch, and keeps its parameters if it is the best so far.
    ///
    /// - `losses`: validation loss of each task; `None` without a labelled row
    pub fn judge(&mut self, epoch: usize, losses: &[Option<f64>], model: impl FnOnce() -> M) {
        let lost = self.known(losses).filter(|(_, loss)| !loss.is_finite());
        self.lost = lost.map(|(judge, _)| judge.name.clone()).collect();
        let kept = self.kept.as_ref().map(|kept| self.finite_score(&kept.losses));
        let is_better = match (self.finite_score(losses), kept) {
            (Some(score), Some(Some(best))) => score < best,
            (None, Some(Some(_))) => false,
            (Some(_) | None, None | Some(None)) => true,
        };
        if is_better {
            self.kept = Some(Kept { losses: losses.to_vec(), epoch, model: model() });
        }
        if let Some(EarlyStopping { patience, scope: StoppingScope::Task }) = self.early {
            for judge in self.judges.iter_mut().filter(|judge| judge.stopped.is_none()) {
                judge.look(epoch, losses.get(judge.task).copied().flatten(), patience);
            }
        }
    }

    /// The parameters that are kept, and their epoch; `None` before the first epoch's end.
    pub fn kept(&self) -> Option<(&M, usize)> {
        self.kept.as_ref().map(|kept| (&kept.model, kept.epoch))
    }

    /// What was judged so far.
    pub fn judged(&self) -> Judged {
        let kept = self.kept.as_ref().map(|kept| KeptEpoch {
            losses: kept.losses.iter().map(|loss| loss.map(Loss::from)).collect(),
            epoch: kept.epoch,
        });
        let judges = self.judges.iter().map(|judge| JudgeState {
            best: Some(judge.best).filter(|best| best.is_finite()),
            best_epoch: judge.best_epoch,
            is_known: judge.is_known,
            stopped: judge.stopped,
        });
        Judged { kept, lost: self.lost.clone(), judges: judges.collect() }
    }

    /// Goes on from what was judged and kept.
    pub fn restore(&mut self, judged: Judged, model: Option<M>) {
        let kept = judged.kept.zip(model);
        self.kept = kept.map(|(KeptEpoch { losses, epoch }, model)| Kept {
            losses: losses.into_iter().map(|loss| loss.map(f64::from)).collect(),
            epoch,
            model,
        });
        self.lost = judged.lost;
        for (judge, state) in self.judges.iter_mut().zip(judged.judges) {
            judge.best = state.best.unwrap_or(f64::INFINITY);
            (judge.best_epoch, judge.is_known, judge.stopped) =
                (state.best_epoch, state.is_known, state.stopped);
        }
    }

    /// Why the run is over after an epoch that was judged, if it is.
    pub fn ending(&self, epoch: usize) -> Option<String> {
        if epoch >= self.epochs {
            return Some(format!("all {epoch} epochs were run"));
        }
        let EarlyStopping { patience, scope } = self.early?;
        match scope {
            StoppingScope::All => {
                let kept = self.kept.as_ref()?;
                let flat = epoch - kept.epoch;
                match self.finite_score(&kept.losses) {
                    Some(_) => {
                        (flat >= patience).then(|| format!("the validation loss was flat for {flat} epochs"))
                    }
                    None => (!self.lost.is_empty() && epoch >= patience)
                        .then(|| format!("the validation loss was no finite number for {epoch} epochs")),
                }
            }
            StoppingScope::Task => {
                let mut going = self.judges.iter().filter(|judge| judge.stopped.is_none());
                let is_over = going.all(|judge| !judge.is_known) && !self.stopped().is_empty();
                is_over.then(|| format!("the validation loss of every task was flat for {patience} epochs"))
            }
        }
    }

    /// When each task stopped that did.
    fn stops(&self) -> Vec<String> {
        let stop = |judge: &Judge| Some(format!("“{}” after epoch {}", judge.name, judge.stopped?));
        self.judges.iter().filter_map(stop).collect()
    }

    /// Why a run ended, when single tasks stopped, and why no epoch was better than another, if none was.
    pub fn explain(&self, why: String) -> String {
        let stops = self.stops();
        let why = if stops.is_empty() { why } else { format!("{why}; {} stopped", stops.join(", ")) };
        let never = self.kept.as_ref().is_some_and(|kept| self.finite_score(&kept.losses).is_none());
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
        let judges = vec![Judge::new(0, "a", 1.0), Judge::new(1, "b", 2.0)];
        let early = patience.map(|patience| EarlyStopping { patience, ..EarlyStopping::default() });
        Stopping { judges, epochs, early, kept: None, lost: Vec::new() }
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

    /// The first task is best in epoch 1, so that it leaves after epoch 3; of the other alone epoch 4 is the best, which both together
    /// would not say: 1 + 4 / 2 there, then 9 + 1 / 2.
    #[test]
    fn a_task_that_is_flat_has_no_say_any_more() {
        let losses = [[1.0, 4.0], [1.5, 3.8], [1.5, 3.6], [9.0, 1.0], [9.0, 1.1], [0.1, 1.2], [0.1, 0.1]];
        let losses = losses.map(|[a, b]| [Some(a), Some(b), None]);
        let mut own = stopping(9, Some(2));
        own.early = Some(EarlyStopping { patience: 2, scope: StoppingScope::Task });
        let mut stopped = Vec::new();
        for (epoch, losses) in (1..).zip(&losses[..6]) {
            own.judge(epoch, losses, || epoch);
            stopped.push(own.stopped());
        }
        let none = Vec::<usize>::new;
        assert_eq!(stopped, [none(), none(), vec![0], vec![0], vec![0], vec![0, 1]]);
        assert_eq!(own.kept(), Some((&4, 4)));
        let ending = own.ending(6).map(|ending| own.explain(ending));
        let expected = "the validation loss of every task was flat for 2 epochs; “a” after epoch 3, “b” after epoch 6 stopped";
        assert_eq!(ending.as_deref(), Some(expected));
        // Over all tasks the first epoch is the best, and the run stops two epochs later.
        let (kept, ending) = run(stopping(9, Some(2)), &losses[..3]);
        assert_eq!((kept, ending), (vec![1, 1, 1], Some("the validation loss was flat for 2 epochs".into())));
    }

    /// The first task never has a finite loss: it stops as soon as it can, and then epochs are judged by the other.
    #[test]
    fn a_task_without_a_finite_loss_loses_its_say() {
        let mut own = stopping(9, Some(2));
        own.early = Some(EarlyStopping { patience: 2, scope: StoppingScope::Task });
        let losses = [4.0, 3.0, 5.0, 5.0].map(|loss| [Some(f64::NAN), Some(loss), None]);
        let (kept, ending) = run(own, &losses);
        assert_eq!(kept, [1, 2, 2, 2]);
        let expected = "the validation loss of every task was flat for 2 epochs; “a” after epoch 2, “b” after epoch 4 stopped";
        assert_eq!(ending.as_deref(), Some(expected));
    }

    #[test]
    fn a_task_that_is_never_validated_keeps_no_run_going() {
        let mut own = stopping(9, Some(1));
        own.early = Some(EarlyStopping { patience: 1, scope: StoppingScope::Task });
        let losses = [[Some(1.0), None, None], [Some(2.0), None, None]];
        let (_, ending) = run(own, &losses);
        assert!(ending.is_some_and(|ending| ending.contains("every task was flat")));
    }

    #[test]
    fn without_a_judge_the_last_epoch_is_kept_and_nothing_stops_early() {
        assert_eq!(run(stopping(9, Some(1)), &[[None, None, Some(1.0)]; 4]), (vec![1, 2, 3, 4], None));
    }
}
