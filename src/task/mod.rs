//! Columns become tasks: what is predicted, as numbers that a loss compares, fitted on training rows only.
//!
//! The kind of a task follows from the type of its column. Numbers are a `regression`, two labels `binary`, more labels `multiclass`, or
//! `ordinal` where they have an order: one score and ascending thresholds (cumulative link with proportional odds; McCullagh, 1980), also
//! scored by quadratic kappa and by the distance in levels. `targets: {"size": {"kind": "multiclass"}}` lets the order go. Whole numbers
//! from 0 on can be a `count`: the head learns the logarithm of the rate, by the Poisson deviance (McCullagh & Nelder, 1989), and answers with
//! the expected count.
//!
//! `targets: {"price": {"transform": "log1p"}}` or `"yeo_johnson"` makes a skewed task more even; its answers and scores stay in its own
//! unit. `targets: {"sex": {"classWeights": "balanced"}}` lets every class of a task count the same in its training loss and in the choice of
//! the best epoch, but in no score. `"rareClasses": "pool"` learns classes with fewer than five training rows as one, "other classes".
//!
//! `labelSets: {"services": ["wifi", "pool"]}` makes one task of several columns of yes and no: one head with one probability of yes per
//! column, learned by the mean binary cross-entropy of the labels that are known, so that a row counts with those it has. It is scored by
//! macro and micro F1, Hamming loss and subset accuracy, and label by label. `tests/classical.rs` holds models without hidden layers to what
//! statsmodels and scikit-learn find for counts, levels, class weights and label sets.
//!
//! Classes are also scored one by one, and two classes at the threshold that suits validation rows best: by F1, or with
//! `targets: {"sex": {"costRatio": 5}}` by the cost of errors, where missing the second class costs as much as five false alarms. Answers stay
//! the more probable class.
//!
//! A column of pictures whose grey values are classes is a `mask`: a class for each pixel of the picture that is an input, 255 for none. It
//! is learned by the mean cross-entropy of the pixels that have a class, and scored by pixel accuracy and mean IoU.
//!
//! A kind of task is one file here, in which a type implements `Kind`: its labels, its answers, its scores and its views; and one file in
//! `model/head/`, in which a module implements `Head`: its loss with the gradient. The whole change for an imaginary `yours`:
//!
//! ```text
//!  src/task/yours.rs                    new: pub const CARD; pub struct Yours { … } impl Yours { fit } impl Kind for Yours { … }
//!  src/task/mod.rs
//! +mod yours;
//!  src/task/kind.rs
//! +    /// What it is; its outputs.
//! +    Yours,
//!  src/task/list.rs
//! +use crate::task::yours::{self, Yours};
//! +    Yours(Yours),
//! -into_task!(Regression, …);
//! +into_task!(Regression, …, Yours);   and a row in ALL
//! +            Self::Yours => &yours::CARD,
//!  src/task/build.rs
//! +use crate::task::yours::Yours;
//! +        TaskKind::Yours => Target::of(Yours::fit(own)?),
//!  src/task/choice.rs                   which columns can be learned as it
//!  src/model/head/yours.rs              new: pub struct Yours { … } impl Head for Yours { loss, … }
//!  src/model/head/mod.rs
//! +mod yours;
//!  src/model/head/list.rs
//! +use crate::model::head::yours::Yours;
//! +    Yours(Yours),
//! +            End::Yours($own) => $body,
//! +            TaskKind::Yours => Self::Yours(Yours {}),
//! -into_end!(Regression, …);
//! +into_end!(Regression, …, Yours);
//!  public/polyhead.d.ts
//! +      | "yours"
//! ```
//!
//! Labels of a new form are a type in `labels.rs`; scores that no kind has had are rows of `MetricKind`. Nothing else names a single kind
//! (`tests/kinds.rs`).

pub mod answer;
pub mod baseline;
mod binary;
pub mod build;
pub mod choice;
pub mod class_weights;
mod classes;
mod config;
mod count;
pub mod fit;
mod kind;
pub mod label_set;
mod labelled;
pub mod labels;
pub mod layout;
mod list;
mod mask;
mod multiclass;
mod multilabel;
mod ordinal;
pub mod rare;
mod regression;
mod said;
pub mod target;
pub mod transform;
mod values;

pub use answer::Answer;
pub use config::TargetConfig;
pub use kind::{Choices, Kind, KindCard, LabelCode, TaskKind};
pub use list::Task;
pub use said::Said;
