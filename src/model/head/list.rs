//! The list of heads by kind: one entry a group of equal heads.

use burn::module::Module;
use burn::tensor::Tensor;

use crate::model::head::binary::Binary;
use crate::model::head::count::Count;
use crate::model::head::kind::Head;
use crate::model::head::loss::GroupLoss;
use crate::model::head::mask::Mask;
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
    Mask(Mask),
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
            End::Mask($own) => $body,
        }
    };
}

macro_rules! into_end {
    ($($kind:ident),*) => {
        $(impl From<$kind> for End {
            fn from(own: $kind) -> Self {
                Self::$kind(own)
            }
        })*
    };
}

into_end!(Regression, Count, Binary, Multiclass, Ordinal, Multilabel, Mask);

impl End {
    /// The end of the heads of a group.
    ///
    /// - `positions`: of the map of a picture, where there is one
    pub fn new(group: &Group, positions: usize, initial: &mut Initial<'_>) -> Self {
        match group.kind {
            TaskKind::Regression => Self::Regression(Regression {}),
            TaskKind::Count => Self::Count(Count {}),
            TaskKind::Binary => Self::Binary(Binary {}),
            TaskKind::Multiclass => Self::Multiclass(Multiclass::new(group)),
            TaskKind::Ordinal => Self::Ordinal(Ordinal::new(group, None, initial)),
            TaskKind::Multilabel => Self::Multilabel(Multilabel {}),
            TaskKind::Mask => Self::Mask(Mask::new(group, positions, initial)),
        }
    }
}

impl Head for End {
    fn outputs(&self, scores: Tensor<2>, map: Option<&Tensor<4>>) -> Tensor<2> {
        each!(self, own => own.outputs(scores, map))
    }

    fn mean(&self, outputs: Tensor<3>) -> Tensor<2> {
        each!(self, own => own.mean(outputs))
    }

    fn starting_from(self, group: &Group, outputs: &[&[f64]], initial: &Initial<'_>) -> Self {
        each!(self, own => own.starting_from(group, outputs, initial).into())
    }

    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
        each!(self, own => own.loss(output, target, share))
    }

    fn biases(&self, outputs: &[f64]) -> Vec<f32> {
        each!(self, own => own.biases(outputs))
    }
}
