//! One kind of model judged against another, by resampling test rows.

use super::found::{Found, Learner};
use super::job::Trial;
use crate::config::RunConfig;
use crate::gain::{Baseline, Pair, PairedBootstrap, Settings, Standing, TaskPairs, Unit};

/// Resamples between two looks at the clock.
const RESAMPLES: usize = 5;

/// A judgement under way.
pub struct Judge {
    trial: Trial,
    /// The tasks that are judged, by their indices.
    tasks: Vec<usize>,
    bootstrap: PairedBootstrap,
}

impl Judge {
    /// Pairs what both models answered in all seeds; tasks in which one of them has no answer to test rows are left out.
    ///
    /// # Errors
    /// Why nothing can be judged.
    pub fn begin(trial: Trial, config: &RunConfig, found: &Found) -> Result<Self, String> {
        let [own, other] = match trial {
            Trial::Alone => [Learner::Joint, Learner::Alone],
            Trial::Baseline(Baseline::Constant) => [Learner::Joint, Learner::Constant],
            Trial::Baseline(Baseline::Linear) => [Learner::Joint, Learner::Linear],
            Trial::Baseline(Baseline::Trees) => [Learner::Joint, Learner::Trees],
            Trial::GroupsOverJoint => [Learner::Grouped, Learner::Joint],
            Trial::GroupsOverAlone => [Learner::Grouped, Learner::Alone],
        };
        let pairs = |task: usize| {
            let of_seed = |seed| {
                let pair = (found.of(own, seed, task)?, found.of(other, seed, task)?);
                let has_rows = !pair.0.units.is_empty();
                (has_rows && pair.0.predicted.is_some() && pair.1.predicted.is_some()).then_some(pair)
            };
            (0..config.comparison.seeds).map(of_seed).collect::<Option<Vec<_>>>()
        };
        let known: Vec<_> = (0..found.task_count()).filter_map(|task| Some((task, pairs(task)?))).collect();
        let tasks: Vec<TaskPairs<'_>> = known
            .iter()
            .map(|(task, seeds)| TaskPairs {
                name: found.task_name(*task),
                metric: found.dataset().targets[*task].kind().card().main_metric,
                seeds: seeds
                    .iter()
                    .filter_map(|(own, other)| {
                        Some(Pair {
                            units: &own.units,
                            joint: own.predicted.as_ref()?.borrowed(),
                            twin: other.predicted.as_ref()?.borrowed(),
                        })
                    })
                    .collect(),
            })
            .collect();
        let unit = if found.dataset().has_groups() { Unit::Groups } else { Unit::Rows };
        let settings = Settings {
            resamples: config.comparison.resamples,
            seed: config.seed,
            unit,
            ..Settings::default()
        };
        let bootstrap = PairedBootstrap::new(&tasks, settings).map_err(|error| error.to_string())?;
        Ok(Self { trial, tasks: known.into_iter().map(|(task, _)| task).collect(), bootstrap })
    }

    /// A slice of the resampling; returns whether it is done.
    pub fn advance(&mut self) -> bool {
        self.bootstrap.advance(RESAMPLES)
    }

    /// Keeps the judgement.
    pub fn finish(self, found: &mut Found) {
        let report = self.bootstrap.report();
        match self.trial {
            Trial::Alone => found.gain = Some(report),
            Trial::GroupsOverJoint => found.over_joint = Some(report),
            Trial::GroupsOverAlone => found.over_alone = Some(report),
            Trial::Baseline(baseline) => {
                for (task, gain) in self.tasks.into_iter().zip(&report.tasks) {
                    let enough = gain.evidence.too_few(report.method.unit).is_none();
                    let interval = gain.difference.as_ref().filter(|_| enough);
                    found.standings[task].push(Standing::new(baseline, interval));
                }
            }
        }
    }
}
