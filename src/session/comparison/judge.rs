//! The joint model judged against another, by resampling test rows.

use super::found::{Found, Learner};
use crate::config::RunConfig;
use crate::gain::{Baseline, Pair, PairedBootstrap, Settings, Standing, TaskPairs, Unit};

/// Resamples between two looks at the clock.
const RESAMPLES: usize = 5;

/// A judgement under way.
pub struct Judge {
    baseline: Option<Baseline>,
    /// The tasks that are judged, by their indices.
    tasks: Vec<usize>,
    bootstrap: PairedBootstrap,
}

impl Judge {
    /// Pairs what both models answered in all seeds; tasks in which one of them has no answer to test rows are left out.
    ///
    /// - `baseline`: what the joint model is judged against; `None` for the models of one task alone
    ///
    /// # Errors
    /// Why nothing can be judged.
    pub fn begin(baseline: Option<Baseline>, config: &RunConfig, found: &Found) -> Result<Self, String> {
        let other = match baseline {
            None => Learner::Alone,
            Some(Baseline::Constant) => Learner::Constant,
            Some(Baseline::Linear) => Learner::Linear,
            Some(Baseline::Trees) => Learner::Trees,
        };
        let pairs = |task: usize| {
            let of_seed = |seed| {
                let pair = (found.of(Learner::Joint, seed, task)?, found.of(other, seed, task)?);
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
                    .filter_map(|(joint, other)| {
                        Some(Pair {
                            units: &joint.units,
                            joint: joint.predicted.as_ref()?.borrowed(),
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
        Ok(Self { baseline, tasks: known.into_iter().map(|(task, _)| task).collect(), bootstrap })
    }

    /// A slice of the resampling; returns whether it is done.
    pub fn advance(&mut self) -> bool {
        self.bootstrap.advance(RESAMPLES)
    }

    /// Keeps the judgement.
    pub fn finish(self, found: &mut Found) {
        let report = self.bootstrap.report();
        match self.baseline {
            None => found.gain = Some(report),
            Some(baseline) => {
                for (task, gain) in self.tasks.into_iter().zip(&report.tasks) {
                    let enough = gain.evidence.too_few(report.method.unit).is_none();
                    let interval = gain.difference.as_ref().filter(|_| enough);
                    found.standings[task].push(Standing::new(baseline, interval));
                }
            }
        }
    }
}
