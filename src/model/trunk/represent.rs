//! What the trunk of every architecture can do.

use burn::tensor::{ExecutionError, Tensor};

use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::private::Private;
use crate::model::representation::Representation;
use crate::report::SharingMatrix;
use crate::schema::state::{State, StateError, expect_none};

/// What every trunk can do.
pub trait Represent {
    /// From `[rows, inputs]` to what the heads read.
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation;

    /// The same where each task may have an encoder of its own: from `[1, rows, inputs]`, or `[tasks, rows, inputs]` where it has.
    fn represent_own(&self, features: Tensor<3>, dropout: &mut Dropout) -> Representation {
        self.represent(features.squeeze_dim(0), dropout)
    }

    /// Scales what the first layer of each head reads: `[tasks, width]`, in the model's order.
    fn table(&self) -> Option<Tensor<2>> {
        None
    }

    /// Names the parameters that change what one task's head reads and no other's.
    fn private(&self, _private: &mut Private) {}

    /// A number to be added to the losses; `None` where there is none.
    fn penalty(&self, _heads: &Heads) -> Option<Tensor<1>> {
        None
    }

    /// Learns what gradients don't teach it, from the heads as they are; to be called between epochs.
    ///
    /// # Errors
    /// Where the device can't be read.
    async fn relate(&mut self, _heads: &Heads) -> Result<(), ExecutionError> {
        Ok(())
    }

    /// Narrows what is soft at first and a choice in the end; see [`crate::model::Model::anneal`].
    fn anneal(&mut self, _epoch: usize, _epochs: usize) {}

    /// Whether nothing is left to be narrowed.
    fn is_settled(&self) -> bool {
        true
    }

    /// What it has learned beside its parameters; `null` where there is nothing.
    ///
    /// # Errors
    /// Where that can't be written.
    fn state(&self) -> Result<State, StateError> {
        Ok(State::Null)
    }

    /// Goes on from a state of the same trunk.
    ///
    /// # Errors
    /// A state that is not of such a trunk on such heads.
    fn restore(&mut self, state: State, _heads: &Heads) -> Result<(), StateError> {
        expect_none(&state)
    }

    /// What it learned about sharing, judged on `[rows, inputs]`.
    ///
    /// # Errors
    /// Where the device can't be read.
    async fn sharing(
        &self,
        _features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        Ok(Vec::new())
    }
}
