//! Architectures as Burn modules: a trunk, one head per task, one output tensor per group of equal heads.

mod activation;
mod dense;
mod dropout;
mod encoder;
mod features;
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
use encoder::{Encoded, Encoder};
pub use features::Rows;
pub use head::GroupLoss;
use head::{End, Head as _, Heads};
use initial::Initial;
pub use private::Private;
pub use representation::Representation;
use trunk::{Represent as _, Trunk};

use crate::architecture::ArchitectureConfig;
use crate::input::embedding::Inputs;
use crate::report::SharingMatrix;
use crate::schema::picture::CHANNELS;
use crate::schema::state::{State, StateError};
#[cfg(doc)]
use crate::task::baseline::Baseline;
use crate::task::layout::Layout;

/// A model of any architecture.
#[derive(Module, Debug)]
pub struct Model {
    /// `None` where rows are numbers alone; one a task, side by side, where tasks share nothing.
    encoder: Option<Encoder>,
    trunk: Trunk,
    heads: Heads,
    /// One a group of equal heads.
    ends: Vec<End>,
    #[module(skip)]
    has_own_encoders: bool,
    /// Members of an ensemble, whose rows stand below each other.
    #[module(skip)]
    members: usize,
    /// Positions and channels of the map that stands behind the trunk's features, where heads read one.
    #[module(skip)]
    map: Option<[usize; 2]>,
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
        let encoder = Encoder::new(config.encoder_count(layout.task_count()), &inputs, &mut initial);
        let trunk = Trunk::new(config, inputs.features(), layout.task_count(), &widths, &mut initial);
        let width = widths.last().copied().unwrap_or(inputs.features());
        let heads = Heads::new(config, width, layout, &mut initial);
        let map = inputs.pictures.first().filter(|_| layout.reads_map());
        let map = map.map(|&shape| [shape.map_size().iter().product(), CHANNELS[1]]);
        let positions = map.map_or(1, |[positions, _]| positions);
        let ends = layout.groups.iter().map(|group| End::new(group, positions, &mut initial)).collect();
        let has_own_encoders = !config.kind.shares_embeddings();
        Self { encoder, trunk, heads, ends, has_own_encoders, members: config.member_count(), map }
    }

    /// The same with heads that answer alike whatever they read, but for what their fresh weights make of it: the biases of their
    /// last layers, and thresholds, are set.
    ///
    /// - `outputs`: what each task's head is to put out; see [`Baseline::outputs`]
    pub fn starting_from(mut self, outputs: &[&[f64]], layout: &Layout, device: &Device) -> Self {
        // Nothing is drawn.
        let initial = Initial::new(0, device);
        let groups = layout.groups.iter();
        let ends = groups.clone().zip(self.ends);
        self.ends = ends.map(|(group, end)| end.starting_from(group, outputs, &initial)).collect();
        let biases = groups
            .zip(&self.ends)
            .map(|(group, end)| group.tasks.clone().flat_map(|task| end.biases(outputs[task])).collect());
        self.heads.start_from(biases.collect(), &initial);
        self
    }

    /// Answers every task.
    ///
    /// - `rows`: encoded; those of numbers alone are `[rows, width]`
    /// - returns: one `[rows, tasks * outputs]` per group of the layout: values in standard deviations, logarithms of
    ///   rates, or logits
    pub fn forward(&self, rows: impl Into<Rows>, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        let outputs = self.outputs(rows, dropout);
        if self.members == 1 {
            return outputs;
        }
        let means = outputs.into_iter().zip(&self.ends).map(|(outputs, end)| {
            let [all, width] = outputs.dims();
            end.mean(outputs.reshape([self.members, all / self.members, width]))
        });
        means.collect()
    }

    /// What losses compare: the same, but of each member of an ensemble by itself, one below the other, `[members * rows, …]`.
    pub fn outputs(&self, rows: impl Into<Rows>, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        let representation = self.represent(rows, dropout);
        self.answer(&representation, dropout)
    }

    /// What the rows of [`Self::outputs`] are compared with: of an ensemble, each member is with the same, and counts as much.
    ///
    /// - `targets`: of each group what the outputs of a row are compared with, and the share of each row in its task's mean
    pub fn targets(&self, targets: Vec<[Tensor<2>; 2]>) -> Vec<[Tensor<2>; 2]> {
        if self.members == 1 {
            return targets;
        }
        let all = |tensor: Tensor<2>| tensor.repeat_dim(0, self.members);
        let own = |[values, shares]: [Tensor<2>; 2]| [all(values), all(shares / self.members as f64)];
        targets.into_iter().map(own).collect()
    }

    /// The shared part: from encoded rows to what the heads read. Where heads read the map of a picture, it stands behind the trunk's
    /// features and is part of what tasks share: a task that does not read it has no gradient there, and the Gramian at the
    /// representation sees of masks and other tasks only what meets in the trunk; that at the parameters sees the encoder, too.
    pub fn represent(&self, rows: impl Into<Rows>, dropout: &mut Dropout) -> Representation {
        let Some(encoder) = &self.encoder else {
            return self.trunk.represent(rows.into().numbers, dropout);
        };
        let Encoded { features, map } = encoder.forward(rows.into(), dropout);
        let representation = self.trunk.represent_own(features, dropout);
        match map.filter(|_| self.map.is_some()) {
            Some(map) => representation.with_map(map),
            None => representation,
        }
    }

    /// What the heads read of rows, without the map of a picture: of an ensemble, the mean over its members.
    ///
    /// - returns: `[1, rows, width]` where all tasks read the same, `[tasks, rows, width]` where each has its own
    pub fn features(&self, rows: impl Into<Rows>) -> Tensor<3> {
        let all = self.represent(rows, &mut Dropout::off());
        let features = match self.map {
            Some(map) => all.apart(map).0,
            None => all,
        };
        let own = match features {
            Representation::Shared(features) => {
                let [all, width] = features.dims();
                features.reshape([self.members, all / self.members, width]).mean_dim(0)
            }
            Representation::PerTask(own) => own,
        };
        match self.trunk.table() {
            Some(table) => own * table.unsqueeze_dim(1),
            None => own,
        }
    }

    /// The tasks' own part, on the model's own representation or on [`Representation::PerTask`] copies of it.
    pub fn answer(&self, features: &Representation, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        let apart = self.map.map(|map| features.apart(map));
        let features = apart.as_ref().map_or(features, |(features, _)| features);
        let scores = self.heads.forward(features, self.trunk.table(), dropout);
        let map = apart.as_ref().map(|(_, map)| map);
        scores.into_iter().zip(&self.ends).map(|(scores, end)| end.outputs(scores, map)).collect()
    }

    /// The losses of every group on a batch, and their gradients by the outputs.
    ///
    /// - `outputs`: of each group, `[rows, tasks * outputs]`
    /// - `targets`: as [`Self::targets`] leaves them
    pub fn losses(&self, outputs: &[Tensor<2>], targets: Vec<[Tensor<2>; 2]>) -> Vec<GroupLoss> {
        let groups = self.ends.iter().zip(outputs).zip(targets);
        groups
            .map(|((end, output), [values, shares])| end.loss(output.clone().inner(), values, shares))
            .collect()
    }

    /// The parameters below the heads that serve one task alone.
    pub fn private(&self) -> Private {
        let mut private = Private::default();
        if self.has_own_encoders {
            private.all(&self.encoder);
        }
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
    /// - `rows`: encoded rows to judge gates and attention on
    ///
    /// # Errors
    /// Where the device can't be read.
    pub async fn sharing(&self, rows: impl Into<Rows>) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let rows = rows.into();
        let features = match &self.encoder {
            // Tasks that share nothing have nothing to say about it.
            Some(_) if self.has_own_encoders => return Ok(Vec::new()),
            Some(encoder) => encoder.forward(rows, &mut Dropout::off()).features.squeeze_dim(0),
            None => rows.numbers,
        };
        self.trunk.sharing(features, &self.heads).await
    }
}
