//! The list of heads by kind: one entry a group of equal heads.

use burn::module::Module;
use burn::tensor::Tensor;

use crate::model::head::binary::Binary;
use crate::model::head::count::Count;
use crate::model::head::kind::Head;
use crate::model::head::loss::GroupLoss;
use crate::model::head::multiclass::Multiclass;
use crate::model::head::multilabel::Multilabel;
use crate::model::head::ordinal::Ordinal;
use crate::model::head::regression::Regression;
use crate::model::initial::Initial;
use crate::task::TaskKind;
use crate::task::layout::Group;

/// The end of the heads of a group, of any kind; see [`TaskKind`].
#[derive(Module, Debug)]
#[allow(missing_docs, reason = "each is documented at its kind and in its file")]
pub enum End {
    Regression(Regression),
    Count(Count),
    Binary(Binary),
    Multiclass(Multiclass),
    Ordinal(Ordinal),
    Multilabel(Multilabel),
}

/// The same expression for whichever kind it is.
macro_rules! each {
    ($end:expr, $own:ident => $body:expr) => {
        match $end {
            End::Regression($own) => $body,
            End::Count($own) => $body,
            End::Binary($own) => $body,
            End::Multiclass($own) => $body,
            End::Ordinal($own) => $body,
            End::Multilabel($own) => $body,
        }
    };
}

impl End {
    /// The end of the heads of a group.
    ///
    /// - `outputs`: what each task's head is to put out whatever it reads, of all tasks of the model; without them all answers start
    ///   equally likely
    pub fn new(group: &Group, outputs: Option<&[&[f64]]>, initial: &Initial<'_>) -> Self {
        match group.kind {
            TaskKind::Regression => Self::Regression(Regression {}),
            TaskKind::Count => Self::Count(Count {}),
            TaskKind::Binary => Self::Binary(Binary {}),
            TaskKind::Multiclass => Self::Multiclass(Multiclass {}),
            TaskKind::Ordinal => Self::Ordinal(Ordinal::new(group, outputs, initial)),
            TaskKind::Multilabel => Self::Multilabel(Multilabel {}),
        }
    }
}

impl Head for End {
    fn outputs(&self, scores: Tensor<2>) -> Tensor<2> {
        each!(self, own => own.outputs(scores))
    }

    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
        each!(self, own => own.loss(output, target, share))
    }

    fn biases(&self, outputs: &[f64]) -> Vec<f32> {
        each!(self, own => own.biases(outputs))
    }
}
