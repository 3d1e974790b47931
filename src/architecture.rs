//! The list of architectures, with their sizes and cards; their tensors live in `model/`.
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
//! | `task_relation`: + λ tr(W Ω⁻¹ Wᵀ) | Zhang & Yeung, 2010 |
//!
//! To add one: `src/model/trunk/yours.rs` (a struct with `impl Represent`, which names the parameters that serve one task alone), a row in
//! [`ArchitectureKind`], its arms in `Trunk`, in `src/config/architecture.rs` and in `src/ui/panel/knobs.rs`. Shapes, the count of
//! parameters, gradients and overfitting are tested for every row; menus and tool-tips come from the cards.

use serde::{Deserialize, Serialize};

use crate::schema::card::Card;

/// How trunk and heads are wired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArchitectureKind {
    /// One trunk, one head per task.
    #[default]
    HardSharing,
    /// One trunk whose features each task scales by its row of a learned table.
    SharedParameters,
    /// Experts that all tasks share, mixed by one gate a task.
    Mmoe,
    /// One trunk a task, mixed after every layer.
    CrossStitch,
    /// One trunk of which each task sees its own, softly masked part.
    TaskGated,
    /// One trunk whose features each task scales and shifts after every layer.
    TaskFilm,
    /// One trunk a task, all together as large as the shared one.
    SingleTask,
    /// Experts of each task's own next to shared ones, mixed by one gate a task.
    Cgc,
    /// Layers of experts, own and shared, whose paths separate more and more.
    Ple,
    /// One trunk whose weights each task updates by matrices of low rank.
    Lora,
    /// One trunk, from every layer of which each task picks features by attention.
    Mtan,
    /// Layers of experts of each task's own, which other tasks read through gates.
    Adatt,
    /// Shared experts of which each task learns to select a few.
    DselectK,
    /// One trunk whose heads are tied by a learned covariance of the tasks.
    TaskRelation,
}

impl ArchitectureKind {
    /// Every architecture, in menu order.
    pub const ALL: [Self; 14] = [
        Self::HardSharing,
        Self::SharedParameters,
        Self::Mmoe,
        Self::CrossStitch,
        Self::TaskGated,
        Self::TaskFilm,
        Self::SingleTask,
        Self::Cgc,
        Self::Ple,
        Self::Lora,
        Self::Mtan,
        Self::Adatt,
        Self::DselectK,
        Self::TaskRelation,
    ];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::HardSharing => "hard_sharing",
            Self::SharedParameters => "shared_parameters",
            Self::Mmoe => "mmoe",
            Self::CrossStitch => "cross_stitch",
            Self::TaskGated => "task_gated",
            Self::TaskFilm => "task_film",
            Self::SingleTask => "single_task",
            Self::Cgc => "cgc",
            Self::Ple => "ple",
            Self::Lora => "lora",
            Self::Mtan => "mtan",
            Self::Adatt => "adatt",
            Self::DselectK => "dselect_k",
            Self::TaskRelation => "task_relation",
        }
    }

    /// Whether each task's head reads a representation of its own, where there is a trunk.
    pub fn has_own_representations(self) -> bool {
        match self {
            // The table of shared parameters scales what is read: the trunk's features are the same for all tasks.
            Self::HardSharing | Self::SharedParameters | Self::TaskRelation => false,
            Self::Mmoe
            | Self::CrossStitch
            | Self::TaskGated
            | Self::TaskFilm
            | Self::SingleTask
            | Self::Cgc
            | Self::Ple
            | Self::Lora
            | Self::Mtan
            | Self::Adatt
            | Self::DselectK => true,
        }
    }

    /// What the menu shows.
    pub fn card(self) -> Card {
        match self {
            Self::HardSharing => Card {
                name: "Hard sharing",
                paper: "Caruana, 1997",
                summary: "All tasks read one trunk; only the heads differ.",
                cost: "One trunk: the cheapest there is.",
                pays: "Where tasks are related: with as many parameters it is hard to beat.",
            },
            Self::SharedParameters => Card {
                name: "Shared parameters",
                paper: "—",
                summary: "A learned table, one row a task, scales the trunk's features before each head.",
                cost: "One number more for each task and feature.",
                pays: "Where related tasks need the same features to different degrees.",
            },
            Self::Mmoe => Card {
                name: "Mixture of experts (MMoE)",
                paper: "Ma et al., 2018",
                summary: "Several trunks as experts; a gate for each task mixes them row by row.",
                cost: "One trunk an expert.",
                pays: "Where tasks are loosely related: in its paper it loses least as their correlation falls.",
            },
            Self::CrossStitch => Card {
                name: "Cross-stitch",
                paper: "Misra et al., 2016",
                summary: "One trunk a task; after every layer each task reads a learned mixture of all of them.",
                cost: "One trunk a task.",
                pays: "Where it is not known which layers to share, and tasks are few.",
            },
            Self::TaskGated => Card {
                name: "Task-gated trunk",
                paper: "—",
                summary: "Soft masks, one per task and layer, open at the start; their overlap says who shares.",
                cost: "One mask for each task and layer; each task goes through the trunk on its own.",
                pays: "Where only some tasks belong together, as the masks show; our own design, without published comparisons.",
            },
            Self::TaskFilm => Card {
                name: "Task modulation (FiLM)",
                paper: "Perez et al., 2018",
                summary: "Each task scales and shifts the trunk's features after every layer; starts as hard sharing.",
                cost: "Two numbers for each task and feature; each task goes through the trunk on its own.",
                pays: "Where tasks need the same features, differently scaled.",
            },
            Self::SingleTask => Card {
                name: "Single-task twins",
                paper: "—",
                summary: "Nothing is shared: one narrower trunk a task, together as many parameters as hard sharing.",
                cost: "One narrower trunk a task, as many parameters as hard sharing; learned vectors of inputs come once a task.",
                pays: "As the baseline: what is no better than this gains nothing by sharing.",
            },
            Self::Cgc => Card {
                name: "Customized gate control (CGC)",
                paper: "Tang et al., 2020",
                summary: "Whole trunks as experts; a task's gate sees its own and the shared ones.",
                cost: "One trunk an expert, some for each task.",
                pays: "Where tasks compete: experts of their own keep them from disturbing each other.",
            },
            Self::Ple => Card {
                name: "Progressive layers (PLE)",
                paper: "Tang et al., 2020",
                summary: "CGC in every layer of the trunk, with a shared path that reads all experts.",
                cost: "As many layers of experts as the trunk has layers; the dearest here.",
                pays: "Where tasks compete; on published click data it gains a point of AUC or less, and not on every task.",
            },
            Self::Lora => Card {
                name: "Low-rank updates (LoRA)",
                paper: "Hu et al., 2022",
                summary: "Each task adds an update of low rank to the trunk's weights; starts as hard sharing.",
                cost: "Two narrow matrices for each task and layer; each task goes through the trunk on its own.",
                pays: "Where tasks are nearly alike, and each needs a small correction.",
            },
            Self::Mtan => Card {
                name: "Attention (MTAN)",
                paper: "Liu, Johns & Davison, 2019",
                summary: "Each task's attention, from 0 to 1, picks among the trunk's features after every layer.",
                cost: "Two small layers of attention for each task and layer of the trunk.",
                pays: "Where tasks need different parts of one trunk's features; made for images.",
            },
            Self::Adatt => Card {
                name: "Task-to-task fusion (AdaTT)",
                paper: "Li et al., 2023",
                summary: "Layers of each task's own experts; a gate mixes those of all tasks, and one's own count directly too.",
                cost: "One stack of experts a task, and a gate over all of them in every layer.",
                pays: "Where some tasks should read others' experts, and others keep to their own.",
            },
            Self::DselectK => Card {
                name: "Expert selection (DSelect-k)",
                paper: "Hazimeh et al., 2021",
                summary: "Each task chooses a few of the shared experts, the same for all rows, in the first ten epochs or half of the run.",
                cost: "One trunk per expert; no epoch counts as the best before the choice is made.",
                pays: "Where tasks are many: each ends with a few experts, which can be read off.",
            },
            Self::TaskRelation => Card {
                name: "Task relationships",
                paper: "Zhang & Yeung, 2010",
                summary: "A covariance of the tasks, learned from their heads, pulls related heads together.",
                cost: "As hard sharing; the covariance is computed once an epoch.",
                pays: "Where tasks are related and rows are few, so that heads must learn from each other.",
            },
        }
    }
}

/// Non-linearity between layers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activation {
    /// `max(0, x)`
    #[default]
    Relu,
    /// Hyperbolic tangent.
    Tanh,
    /// Gaussian error linear unit, exact form.
    Gelu,
}

impl Activation {
    /// Every activation, in menu order.
    pub const ALL: [Self; 3] = [Self::Relu, Self::Tanh, Self::Gelu];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Relu => "relu",
            Self::Tanh => "tanh",
            Self::Gelu => "gelu",
        }
    }
}
