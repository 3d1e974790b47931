//! One trunk whose heads are tied by being of low rank together: card, knobs and sizes.

use super::knob::Knob;
use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::stack_parameters;
use crate::schema::card::Card;

/// Trace-norm regularisation; formula, paper and tensors stand in `model/trunk/trace_norm.rs`.
pub struct TraceNorm;

impl Method for TraceNorm {
    fn card(&self) -> Card {
        Card {
            name: "Trace norm",
            paper: "Yang & Hospedales, 2017",
            summary: "A penalty on the heads' singular values makes them mixtures of a few directions that they share.",
            cost: "As hard sharing; the singular values are computed once an epoch.",
            pays: "Where many related tasks have few rows: heads share directions without being told which tasks belong together.",
        }
    }

    fn knobs(&self) -> &'static [Knob] {
        &[Knob::RelationStrength]
    }

    fn has_own_representations(&self) -> bool {
        false
    }

    fn parameters(
        &self,
        _config: &ArchitectureConfig,
        inputs: usize,
        _tasks: usize,
        widths: &[usize],
    ) -> usize {
        stack_parameters(inputs, widths)
    }
}
