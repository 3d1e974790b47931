//! One trunk whose heads are tied by a learned covariance of the tasks.

use burn::module::Module;
use burn::tensor::{ExecutionError, Tensor, TensorData};

use crate::architecture::ArchitectureConfig;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_rows;
use crate::model::representation::Representation;
use crate::model::trunk::covariance::Covariance;
use crate::model::trunk::mlp::Mlp;
use crate::model::trunk::represent::Represent;
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
        let tasks = places.len();
        let unrelated = || Covariance::unrelated(tasks);
        let inverse = self.covariance.clone().unwrap_or_else(unrelated).inverse;
        let inverse: Vec<f32> = inverse.into_iter().map(|value| value as f32).collect();
        let device = columns.device().without_autodiff();
        let inverse = Tensor::<2>::from_data(TensorData::new(inverse, [tasks, tasks]), &device);
        Some((inverse * columns.clone().matmul(columns.transpose())).sum() * self.strength)
    }

    async fn relate(&mut self, heads: &Heads) -> Result<(), ExecutionError> {
        let Some((_, columns)) = heads.equal_columns() else { return Ok(()) };
        let gramian = read_rows(columns.clone().matmul(columns.transpose())).await?;
        let gramian: Vec<f64> = gramian.concat();
        // Weights that are not finite have failed already, and the losses say so.
        if gramian.iter().all(|value| value.is_finite()) {
            self.covariance = Some(Covariance::closed_form(&gramian));
        }
        Ok(())
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&self.covariance)
    }

    fn restore(&mut self, state: State, heads: &Heads) -> Result<(), StateError> {
        let covariance: Option<Covariance> = serde_json::from_value(state)?;
        let tied = heads.equal_columns().map_or(0, |(tasks, _)| tasks.len());
        if covariance.as_ref().is_some_and(|covariance| !covariance.is_of(tied)) {
            return Err(StateError::new("expected the covariance of the tied tasks"));
        }
        self.covariance = covariance;
        Ok(())
    }

    async fn sharing(
        &self,
        _features: Tensor<2>,
        heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let (Some(covariance), Some((tasks, _))) = (&self.covariance, heads.equal_columns()) else {
            return Ok(Vec::new());
        };
        Ok(vec![SharingMatrix::correlation(tasks, covariance.correlations())])
    }
}
