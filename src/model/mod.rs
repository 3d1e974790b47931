//! Architectures as Burn modules: a trunk, one head per task, one output tensor per group of equal heads.

mod activation;
mod dense;
mod dropout;
mod front;
mod head;
mod initial;
mod private;
mod read_back;
mod representation;
mod stack;
mod trunk;

use burn::module::Module;
use burn::tensor::{Device, ExecutionError, Tensor};

pub use dropout::Dropout;
use front::Front;
pub use head::GroupLoss;
use head::{End, Head as _, Heads};
use initial::Initial;
pub use private::Private;
pub use representation::Representation;
use trunk::{Represent as _, Trunk};

use crate::architecture::ArchitectureConfig;
use crate::input::embedding::Inputs;
use crate::report::SharingMatrix;
use crate::schema::state::{State, StateError};
#[cfg(doc)]
use crate::task::baseline::Baseline;
use crate::task::layout::Layout;

/// A model of any architecture.
#[derive(Module, Debug)]
pub struct Model {
    /// `None` where rows hold no codes, or where each task has its own.
    front: Option<Front>,
    trunk: Trunk,
    heads: Heads,
    /// One a group of equal heads.
    ends: Vec<End>,
}

impl Model {
    /// A model with fresh parameters, the same on every device for the same seed.
    ///
    /// - `inputs`: what stands in the encoded rows; a number for as many numbers
    /// - `layout`: the tasks, grouped by the shape of their heads
    pub fn new(
        config: &ArchitectureConfig,
        inputs: impl Into<Inputs>,
        layout: &Layout,
        seed: u64,
        device: &Device,
    ) -> Self {
        let inputs = inputs.into();
        let mut initial = Initial::new(seed, device);
        let widths = config.trunk_widths(inputs.features(), &layout.score_counts());
        let front = if config.kind.shares_embeddings() { Front::new(1, &inputs, &mut initial) } else { None };
        let trunk = Trunk::new(config, &inputs, layout.task_count(), &widths, &mut initial);
        let width = widths.last().copied().unwrap_or(inputs.features());
        let heads = Heads::new(config, width, layout, &mut initial);
        let ends = layout.groups.iter().map(|group| End::new(group, None, &initial)).collect();
        Self { front, trunk, heads, ends }
    }

    /// The same with heads that answer alike whatever they read, but for what their fresh weights make of it: the biases of their
    /// last layers, and thresholds, are set.
    ///
    /// - `outputs`: what each task's head is to put out; see [`Baseline::outputs`]
    pub fn starting_from(mut self, outputs: &[&[f64]], layout: &Layout, device: &Device) -> Self {
        // Nothing is drawn.
        let initial = Initial::new(0, device);
        let groups = layout.groups.iter();
        self.ends = groups.clone().map(|group| End::new(group, Some(outputs), &initial)).collect();
        let biases = groups
            .zip(&self.ends)
            .map(|(group, end)| group.tasks.clone().flat_map(|task| end.biases(outputs[task])).collect());
        self.heads.start_from(biases.collect(), &initial);
        self
    }

    /// Answers every task.
    ///
    /// - `rows`: encoded, `[rows, width]`
    /// - returns: one `[rows, tasks * outputs]` per group of the layout: values in standard deviations, logarithms of
    ///   rates, or logits
    pub fn forward(&self, rows: Tensor<2>, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        let representation = self.represent(rows, dropout);
        self.answer(&representation, dropout)
    }

    /// The shared part: from encoded rows `[rows, width]` to what the heads read.
    pub fn represent(&self, rows: Tensor<2>, dropout: &mut Dropout) -> Representation {
        let features = self.looked_up(rows, dropout);
        self.trunk.represent(features, dropout)
    }

    /// What the trunk reads of encoded rows.
    fn looked_up(&self, rows: Tensor<2>, dropout: &mut Dropout) -> Tensor<2> {
        match &self.front {
            Some(front) => front.forward(rows, dropout).squeeze_dim(0),
            None => rows,
        }
    }

    /// The tasks' own part, on the model's own representation or on [`Representation::PerTask`] copies of it.
    pub fn answer(&self, features: &Representation, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        let scores = self.heads.forward(features, self.trunk.table(), dropout);
        scores.into_iter().zip(&self.ends).map(|(scores, end)| end.outputs(scores)).collect()
    }

    /// The losses of every group on a batch, and their gradients by the outputs.
    ///
    /// - `outputs`: of each group, `[rows, tasks * outputs]`
    /// - `targets`: of each group what outputs are compared with, and the share of each row in its task's mean
    pub fn losses(&self, outputs: &[Tensor<2>], targets: Vec<[Tensor<2>; 2]>) -> Vec<GroupLoss> {
        let groups = self.ends.iter().zip(outputs).zip(targets);
        groups
            .map(|((end, output), [values, shares])| end.loss(output.clone().inner(), values, shares))
            .collect()
    }

    /// The parameters below the heads that serve one task alone.
    pub fn private(&self) -> Private {
        let mut private = Private::default();
        self.trunk.private(&mut private);
        private
    }

    /// A number to be added to the losses, `[1]`; `None` for an architecture that asks for none.
    pub fn penalty(&self) -> Option<Tensor<1>> {
        self.trunk.penalty(&self.heads)
    }

    /// Learns what gradients don't teach it; to be called between epochs, outside of any graph.
    ///
    /// # Errors
    /// Where the device can't be read.
    pub async fn relate(&mut self) -> Result<(), ExecutionError> {
        self.trunk.relate(&self.heads).await
    }

    /// Narrows what is soft at first and a choice in the end; to be called between epochs.
    ///
    /// - `epoch`: the epoch that has ended, from 1
    /// - `epochs`: how many there will be at most
    pub fn anneal(&mut self, epoch: usize, epochs: usize) {
        self.trunk.anneal(epoch, epochs);
    }

    /// Whether nothing is left to be narrowed: before that, an epoch's answers are not those of the model in the end.
    pub fn is_settled(&self) -> bool {
        self.trunk.is_settled()
    }

    /// What it has learned beside its parameters; `null` where there is nothing.
    ///
    /// # Errors
    /// Where that can't be written.
    pub fn state(&self) -> Result<State, StateError> {
        self.trunk.state()
    }

    /// Goes on from a state of a model of the same configuration and tasks.
    ///
    /// # Errors
    /// A state of another model.
    pub fn restore(&mut self, state: State) -> Result<(), StateError> {
        self.trunk.restore(state, &self.heads)
    }

    /// What it learned about sharing, tasks in the model's order; nothing for an architecture that learns nothing about it.
    ///
    /// - `rows`: encoded rows to judge gates and attention on, `[rows, width]`
    ///
    /// # Errors
    /// Where the device can't be read.
    pub async fn sharing(&self, rows: Tensor<2>) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let features = self.looked_up(rows, &mut Dropout::off());
        self.trunk.sharing(features, &self.heads).await
    }
}
