//! What lies between rows and heads: one variant an architecture.

use burn::module::Module;
use burn::tensor::{ExecutionError, Tensor};

use crate::architecture::{ArchitectureConfig, ArchitectureKind};
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::private::Private;
use crate::model::representation::Representation;
use crate::model::trunk::adatt::Adatt;
use crate::model::trunk::cgc::Cgc;
use crate::model::trunk::cross_stitch::CrossStitch;
use crate::model::trunk::dselect_k::DselectK;
use crate::model::trunk::hard_sharing::HardSharing;
use crate::model::trunk::lora::Lora;
use crate::model::trunk::mmoe::Mmoe;
use crate::model::trunk::mtan::Mtan;
use crate::model::trunk::ple::Ple;
use crate::model::trunk::represent::Represent;
use crate::model::trunk::shared_parameters::SharedParameters;
use crate::model::trunk::single_task::SingleTask;
use crate::model::trunk::tabm::Tabm;
use crate::model::trunk::task_film::TaskFilm;
use crate::model::trunk::task_gated::TaskGated;
use crate::model::trunk::task_relation::TaskRelation;
use crate::model::trunk::trace_norm::TraceNorm;
use crate::report::SharingMatrix;
use crate::schema::state::{State, StateError};

/// The trunk of any architecture; see [`ArchitectureKind`].
#[derive(Module, Debug)]
#[allow(missing_docs, reason = "each is documented at its kind and in its file")]
pub enum Trunk {
    HardSharing(HardSharing),
    SharedParameters(SharedParameters),
    Mmoe(Mmoe),
    CrossStitch(CrossStitch),
    TaskGated(TaskGated),
    TaskFilm(TaskFilm),
    SingleTask(SingleTask),
    Cgc(Cgc),
    Ple(Ple),
    Lora(Lora),
    Mtan(Mtan),
    Adatt(Adatt),
    DselectK(DselectK),
    TaskRelation(TaskRelation),
    TraceNorm(TraceNorm),
    Tabm(Tabm),
}

/// The same expression for whichever trunk it is.
macro_rules! each {
    ($trunk:expr, $own:ident => $body:expr) => {
        match $trunk {
            Trunk::HardSharing($own) => $body,
            Trunk::SharedParameters($own) => $body,
            Trunk::Mmoe($own) => $body,
            Trunk::CrossStitch($own) => $body,
            Trunk::TaskGated($own) => $body,
            Trunk::TaskFilm($own) => $body,
            Trunk::SingleTask($own) => $body,
            Trunk::Cgc($own) => $body,
            Trunk::Ple($own) => $body,
            Trunk::Lora($own) => $body,
            Trunk::Mtan($own) => $body,
            Trunk::Adatt($own) => $body,
            Trunk::DselectK($own) => $body,
            Trunk::TaskRelation($own) => $body,
            Trunk::TraceNorm($own) => $body,
            Trunk::Tabm($own) => $body,
        }
    };
}

impl Trunk {
    /// Fresh parameters.
    ///
    /// - `inputs`: numbers that it reads of a row
    /// - `widths`: of the trunk's layers, or of each task's
    pub fn new(
        config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
        initial: &mut Initial<'_>,
    ) -> Self {
        match config.kind {
            ArchitectureKind::HardSharing => Self::HardSharing(HardSharing::new(config, inputs, initial)),
            ArchitectureKind::SharedParameters => {
                Self::SharedParameters(SharedParameters::new(config, inputs, tasks, initial))
            }
            ArchitectureKind::Mmoe => Self::Mmoe(Mmoe::new(config, inputs, tasks, initial)),
            ArchitectureKind::CrossStitch => {
                Self::CrossStitch(CrossStitch::new(config, inputs, tasks, initial))
            }
            ArchitectureKind::TaskGated => Self::TaskGated(TaskGated::new(config, inputs, tasks, initial)),
            ArchitectureKind::TaskFilm => Self::TaskFilm(TaskFilm::new(config, inputs, tasks, initial)),
            ArchitectureKind::SingleTask => {
                Self::SingleTask(SingleTask::new(config, inputs, tasks, widths, initial))
            }
            ArchitectureKind::Cgc => Self::Cgc(Cgc::new(config, inputs, tasks, initial)),
            ArchitectureKind::Ple => Self::Ple(Ple::new(config, inputs, tasks, initial)),
            ArchitectureKind::Lora => Self::Lora(Lora::new(config, inputs, tasks, initial)),
            ArchitectureKind::Mtan => Self::Mtan(Mtan::new(config, inputs, tasks, initial)),
            ArchitectureKind::Adatt => Self::Adatt(Adatt::new(config, inputs, tasks, initial)),
            ArchitectureKind::DselectK => Self::DselectK(DselectK::new(config, inputs, tasks, initial)),
            ArchitectureKind::TaskRelation => Self::TaskRelation(TaskRelation::new(config, inputs, initial)),
            ArchitectureKind::TraceNorm => Self::TraceNorm(TraceNorm::new(config, inputs, initial)),
            ArchitectureKind::Tabm => Self::Tabm(Tabm::new(config, inputs, initial)),
        }
    }
}

impl Represent for Trunk {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        each!(self, own => own.represent(features, dropout))
    }

    fn represent_own(&self, features: Tensor<3>, dropout: &mut Dropout) -> Representation {
        each!(self, own => own.represent_own(features, dropout))
    }

    fn table(&self) -> Option<Tensor<2>> {
        each!(self, own => own.table())
    }

    fn private(&self, private: &mut Private) {
        each!(self, own => own.private(private));
    }

    fn penalty(&self, heads: &Heads) -> Option<Tensor<1>> {
        each!(self, own => own.penalty(heads))
    }

    async fn relate(&mut self, heads: &Heads) -> Result<(), ExecutionError> {
        each!(self, own => own.relate(heads).await)
    }

    fn anneal(&mut self, epoch: usize, epochs: usize) {
        each!(self, own => own.anneal(epoch, epochs));
    }

    fn is_settled(&self) -> bool {
        each!(self, own => own.is_settled())
    }

    fn state(&self) -> Result<State, StateError> {
        each!(self, own => own.state())
    }

    fn restore(&mut self, state: State, heads: &Heads) -> Result<(), StateError> {
        each!(self, own => own.restore(state, heads))
    }

    async fn sharing(
        &self,
        features: Tensor<2>,
        heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        each!(self, own => own.sharing(features, heads).await)
    }
}
