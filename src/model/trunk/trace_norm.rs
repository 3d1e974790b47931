//! One trunk whose heads are tied by being of low rank together.

use burn::module::Module;
use burn::tensor::{ExecutionError, Tensor};

use crate::architecture::ArchitectureConfig;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::representation::Representation;
use crate::model::trunk::covariance::Covariance;
use crate::model::trunk::mlp::Mlp;
use crate::model::trunk::represent::Represent;
use crate::model::trunk::tied;
use crate::report::SharingMatrix;
use crate::schema::state::{State, StateError, state_of};

/// Trace-norm regularisation: adds `λ ‖W‖_*` to the losses, the sum of the singular values of the heads' weights `W`, one column a task.
///
/// By `‖W‖_* = min ½ (tr(W Ω⁻¹ Wᵀ) + tr Ω)` over positive `Ω`, at `Ω = (WᵀW)^½`, which is computed between epochs and held still within
/// one (Argyriou, Evgeniou & Pontil 2008, <https://doi.org/10.1007/s10994-007-5040-8>); before the first end of one it is `I`. Yang &
/// Hospedales 2017, <https://arxiv.org/abs/1606.04038>, take the norm of every layer, each task having its own; here tasks share all layers
/// but their heads. Which columns are tied is as for task relationships.
#[derive(Module, Debug)]
pub struct TraceNorm {
    trunk: Mlp,
    /// `Ω` of the tied tasks, in the model's order; `None` until it is first computed.
    #[module(skip)]
    root: Option<Covariance>,
    /// `λ`
    #[module(skip)]
    strength: f64,
}

impl TraceNorm {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, initial: &mut Initial<'_>) -> Self {
        Self {
            trunk: Mlp::new(inputs, &config.trunk, config.activation, initial),
            root: None,
            strength: config.relation_strength,
        }
    }
}

impl Represent for TraceNorm {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        Representation::Shared(self.trunk.forward(features, dropout))
    }

    fn penalty(&self, heads: &Heads) -> Option<Tensor<1>> {
        let (places, columns) = heads.equal_columns()?;
        let tasks = places.len();
        let root = self.root.clone().unwrap_or_else(|| Covariance::root(&vec![0.0; tasks * tasks]));
        Some((tied::quadratic(&root, columns) + root.trace()) * (0.5 * self.strength))
    }

    async fn relate(&mut self, heads: &Heads) -> Result<(), ExecutionError> {
        if let Some(gramian) = tied::gramian(heads).await? {
            self.root = Some(Covariance::root(&gramian));
        }
        Ok(())
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&self.root)
    }

    fn restore(&mut self, state: State, heads: &Heads) -> Result<(), StateError> {
        self.root = tied::restored(state, heads, "expected the roots of the tied tasks")?;
        Ok(())
    }

    async fn sharing(
        &self,
        _features: Tensor<2>,
        heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        Ok(tied::sharing(self.root.as_ref(), heads))
    }
}
