//! One trunk whose heads are tied by a learned covariance of the tasks.

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

/// Task relationships: adds `λ tr(W Ω⁻¹ Wᵀ)` to the losses, `W` the heads' weights, one column a task; between epochs
/// `Ω = (WᵀW)^½ / tr((WᵀW)^½)`.
///
/// Zhang & Yeung 2010, <https://arxiv.org/abs/1203.3536>, on given features. Only equal columns can be tied: with linear heads those
/// of one output each, values and yes/no alike, while other tasks go untied; with deep heads the first layers, which are equal for
/// all tasks (as Long et al. 2017, <https://arxiv.org/abs/1506.02117>, tie every layer of a task's own).
#[derive(Module, Debug)]
pub struct TaskRelation {
    trunk: Mlp,
    /// `Ω` of the tied tasks, in the model's order; `None` until it is first learned.
    #[module(skip)]
    covariance: Option<Covariance>,
    /// `λ`
    #[module(skip)]
    strength: f64,
}

impl TaskRelation {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, initial: &mut Initial<'_>) -> Self {
        Self {
            trunk: Mlp::new(inputs, &config.trunk, config.activation, initial),
            covariance: None,
            strength: config.relation_strength,
        }
    }
}

impl Represent for TaskRelation {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        Representation::Shared(self.trunk.forward(features, dropout))
    }

    fn penalty(&self, heads: &Heads) -> Option<Tensor<1>> {
        let (places, columns) = heads.equal_columns()?;
        let covariance = self.covariance.clone().unwrap_or_else(|| Covariance::unrelated(places.len()));
        Some(tied::quadratic(&covariance, columns) * self.strength)
    }

    async fn relate(&mut self, heads: &Heads) -> Result<(), ExecutionError> {
        if let Some(gramian) = tied::gramian(heads).await? {
            self.covariance = Some(Covariance::closed_form(&gramian));
        }
        Ok(())
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&self.covariance)
    }

    fn restore(&mut self, state: State, heads: &Heads) -> Result<(), StateError> {
        self.covariance = tied::restored(state, heads, "expected the covariance of the tied tasks")?;
        Ok(())
    }

    async fn sharing(
        &self,
        _features: Tensor<2>,
        heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        Ok(tied::sharing(self.covariance.as_ref(), heads))
    }
}
