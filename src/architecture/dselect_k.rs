//! Shared experts of which each task learns to select a few: card, knobs and sizes.

use super::knob::Knob;
use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::stack_parameters;
use crate::schema::card::Card;
use crate::schema::knob::OutOfRange;

/// DSelect-k with static gates; formula, paper and tensors stand in `model/trunk/dselect_k.rs`.
pub struct DselectK;

impl Method for DselectK {
    fn card(&self) -> Card {
        Card {
            name: "Expert selection (DSelect-k)",
            paper: "Hazimeh et al., 2021",
            summary: "Each task chooses a few of the shared experts, the same for all rows, in the first ten epochs or half of the run.",
            cost: "One trunk per expert; no epoch counts as the best before the choice is made.",
            pays: "Where tasks are many: each ends with a few experts, which can be read off.",
        }
    }

    fn knobs(&self) -> &'static [Knob] {
        &[Knob::Experts, Knob::ExpertsPerTask]
    }

    fn trunk_count(&self, config: &ArchitectureConfig, _tasks: usize) -> usize {
        config.experts
    }

    /// A choice is one code of bits and one share.
    fn parameters(
        &self,
        config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        let choice = config.experts.ilog2() as usize + 1;
        config.experts * stack_parameters(inputs, widths) + tasks * config.experts_per_task * choice
    }

    fn check(&self, config: &ArchitectureConfig) -> Result<(), OutOfRange> {
        let (experts, selected) = (config.experts, config.experts_per_task);
        let refuse = |knob: Knob, expected: String| {
            Err(OutOfRange { field: knob.card().field, expected, found: knob.card().shown(config) })
        };
        if experts < 2 || !experts.is_power_of_two() {
            return refuse(Knob::Experts, "a power of two from 2 to 64 for dselect_k".into());
        }
        if selected > experts {
            return refuse(Knob::ExpertsPerTask, format!("at most the {experts} experts there are"));
        }
        Ok(())
    }
}
