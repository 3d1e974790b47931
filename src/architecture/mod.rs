//! The architectures: card, knobs and sizes of each; their tensors live in `model/trunk/`, in files of the same names.
//!
//! | key | from |
//! |---|---|
//! | `hard_sharing` | Caruana, 1997 |
//! | `shared_parameters`: ŷ_t = W_t (P_t ⊙ h(x)) + b_t |  |
//! | `mmoe`: f_t = Σ softmax(W_t x)_i f_i(x) | Ma et al., 2018 |
//! | `cross_stitch`: x̃ = A x after every layer | Misra et al., 2016 |
//! | `task_gated`: h_t = h ⊙ σ(a_t / τ) after every layer |  |
//! | `task_film`: h_t = γ_t ⊙ h + β_t after every layer | Perez et al., 2018 |
//! | `single_task` |  |
//! | `cgc`: f_t = softmax(W_t x) · [E_t(x); E_s(x)] | Tang et al., 2020 |
//! | `ple`: CGC in every layer, with a shared path | Tang et al., 2020 |
//! | `lora`: W_t = W + B_t A_t | Hu et al., 2022 |
//! | `mtan`: â_t = σ(V_t φ(U_t [p; â_t])) ⊙ p | Liu, Johns & Davison, 2019 |
//! | `adatt`: x_t = softmax(W_t x_t) · [all E(x)] + Σ u_t E_t(x_t) | Li et al., 2023 |
//! | `dselect_k`: q_t = Σ softmax(w_t)_j r(S(z_tj)) | Hazimeh et al., 2021 |
//! | `tabm`: h_k = φ((h_k ⊙ r_k) W ⊙ s_k + b_k), the mean of all k answers | Gorishniy et al., 2024 |
//! | `task_relation`: + λ tr(W Ω⁻¹ Wᵀ) | Zhang & Yeung, 2010 |
//! | `trace_norm`: + λ ‖W‖_* | Yang & Hospedales, 2017 |
//!
//! To add one, write its two halves, and a row in the list of each half. The pure half says what the menu shows, which knobs it has and how
//! large it is (`impl Method`); the tensor half computes, and names the parameters that serve one task alone (`impl Represent`); what it learns
//! beside parameters it hands out and takes back, so that a run can be gone on with (`state`, `restore`).
//! Shapes, the count of parameters, gradients, knobs and overfitting are tested for every row; menus, fields and checks on the page come from
//! the pure half. The whole change for an imaginary `yours`:
//!
//! ```text
//!  src/architecture/yours.rs            new: pub struct Yours; impl Method for Yours { card, knobs, parameters, … }
//!  src/architecture/kind.rs
//! +                /// What it is.
//! +                Yours in yours,
//!  src/architecture/mod.rs
//! +//! | `yours`: its formula | its paper |
//! +mod yours;
//!  src/model/trunk/yours.rs             new: pub struct Yours { … } impl Yours { new } impl Represent for Yours { … }
//!  src/model/trunk/mod.rs
//! +mod yours;
//!  src/model/trunk/list.rs
//! +use crate::model::trunk::yours::Yours;
//! +    Yours(Yours),
//! +            Trunk::Yours($own) => $body,
//! +            ArchitectureKind::Yours => Self::Yours(Yours::new(config, inputs, tasks, initial)),
//!  public/polyhead.d.ts
//! +      | "yours"
//!  README.md                           one architecture more in the count
//! ```
//!
//! A knob that no architecture has had is a field of [`ArchitectureConfig`] and a row in `knob.rs`, which name it for the configuration and
//! the page. Nothing else names a single architecture (`tests/kinds.rs`).

mod activation;
mod adatt;
mod cgc;
mod cross_stitch;
mod dselect_k;
mod hard_sharing;
mod kind;
mod knob;
mod lora;
mod method;
mod mmoe;
mod mtan;
mod ple;
mod settings;
mod shared_parameters;
mod single_task;
mod size;
mod tabm;
mod task_film;
mod task_gated;
mod task_relation;
mod trace_norm;

pub use activation::Activation;
pub use kind::ArchitectureKind;
use kind::architectures;
pub use knob::Knob;
use method::Method;
pub use settings::ArchitectureConfig;
use size::head_parameters;
pub use size::layer_sizes;

use crate::schema::card::Card;
use crate::schema::knob::OutOfRange;

/// Leads each kind of the list to its file.
macro_rules! dispatch {
    ($(#[$of:meta])* $name:ident { $($(#[$about:meta])* $kind:ident in $file:ident,)+ }) => {
        impl $name {
            fn method(self) -> &'static dyn Method {
                match self {
                    $(Self::$kind => &$file::$kind,)+
                }
            }
        }
    };
}

architectures!(dispatch);

impl ArchitectureKind {
    /// What the menu shows.
    pub fn card(self) -> Card {
        self.method().card()
    }

    /// The numbers of its own, in the page's order.
    pub fn knobs(self) -> &'static [Knob] {
        self.method().knobs()
    }

    /// Whether each task's head reads a representation of its own, where there is a trunk.
    pub fn has_own_representations(self) -> bool {
        self.method().has_own_representations()
    }

    /// Whether tasks share the learned vectors of inputs; if not, each task has its own.
    pub fn shares_embeddings(self) -> bool {
        self.method().shares_embeddings()
    }

    /// Whether each task scales the features that its head reads.
    pub fn scales_features(self) -> bool {
        self.method().scales_features()
    }
}

impl ArchitectureConfig {
    /// Widths of the trunk, or of each task's trunk; see [`Self::parameter_count`].
    pub fn trunk_widths(&self, inputs: usize, outputs: &[usize]) -> Vec<usize> {
        self.kind.method().trunk_widths(self, inputs, outputs)
    }

    /// Trunks or layers of experts side by side: 1 where there is one trunk.
    pub fn trunk_count(&self, tasks: usize) -> usize {
        self.kind.method().trunk_count(self, tasks)
    }

    /// Members of an ensemble, whose mean answers: 1 where the model is none.
    pub fn member_count(&self) -> usize {
        self.kind.method().member_count(self)
    }

    /// Encoders of each input beside each other, where inputs have some: 1 where tasks share theirs.
    pub fn encoder_count(&self, tasks: usize) -> usize {
        if self.kind.shares_embeddings() { 1 } else { tasks }
    }

    /// Learnable numbers of the model that this configuration gives, encoders of its inputs not counted.
    ///
    /// - `inputs`: numbers that the model reads of a row
    /// - `outputs`: numbers that each task's head computes
    pub fn parameter_count(&self, inputs: usize, outputs: &[usize]) -> usize {
        let widths = self.trunk_widths(inputs, outputs);
        let width = widths.last().copied().unwrap_or(inputs);
        let below = self.kind.method().parameters(self, inputs, outputs.len(), &widths);
        below + self.member_count() * head_parameters(width, &self.head, outputs)
    }

    /// Checks every knob, and what the chosen architecture asks of its own.
    ///
    /// # Errors
    /// The first number that is out of range.
    pub fn check_knobs(&self) -> Result<(), OutOfRange> {
        Knob::ALL.iter().try_for_each(|knob| knob.card().check(self))?;
        self.kind.method().check(self)
    }
}
