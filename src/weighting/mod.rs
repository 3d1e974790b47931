//! The list of rules that decide how much each task counts: losses in, one weight per task out; no tensors.
//!
//! | key | from |
//! |---|---|
//! | `normalised_equal` (default) |  |
//! | `equal` |  |
//! | `manual` |  |
//! | `uncertainty` | Kendall, Gal & Cipolla, 2018 |
//! | `uncertainty_so`: w = T · softmax(1 / (τ L)) | Kirchdorfer et al., 2024 |
//! | `imtl_l`: Σ e^{s_t} L_t - s_t | Liu et al., 2021 |
//! | `scale_invariant` | Chennupati et al., 2019 |
//! | `geometric`: w_t = G / L_t | Chennupati et al., 2019 |
//! | `stch`: w_t = T · softmax((1/μ - 1) log(L / B))_t / B_t | Lin et al., 2024 |
//! | `dwa` | Liu, Johns & Davison, 2019 |
//! | `slaw` | Crawshaw & Košecká, 2021 |
//! | `famo`: w_t ∝ softmax(ξ)_t / L_t | Liu et al., 2023 |
//! | `random` | Lin et al., 2022 |
//!
//! Methods on the Gramian, the dot products of the tasks' gradients:
//!
//! | key | from |
//! |---|---|
//! | `mgda` | Sener & Koltun, 2018 |
//! | `pcgrad` | Yu et al., 2020 |
//! | `gradvac` | Wang et al., 2021 |
//! | `cagrad` | Liu et al., 2021 |
//! | `config` | Liu, Chu & Thuerey, 2024 |
//! | `imtl_g` | Liu et al., 2021 |
//! | `aligned_mtl` | Senushkin et al., 2023 |
//! | `db_mtl` | Lin et al., 2023 |
//! | `gradnorm` | Chen et al., 2018 |
//! | `nash_mtl` | Navon et al., 2022 |
//! | `fairgrad` | Ban & Ji, 2024 |
//! | `upgrad` | Quinton & Rey, 2024 |
//! | `dualproj` | Lopez-Paz & Ranzato, 2017 |
//!
//! To add one: `src/weighting/yours.rs` (a struct with `impl Weighting` or, for a formula of the losses, `impl Formula`; a `CARD`), a row in
//! [`WeightingKind`], and the arms that the compiler asks for. Its case in `tests/weighting.rs` is missed until it is there. A method on
//! the Gramian is a function from a small matrix to weights (`impl Solve`), and `tests/gramian.rs` holds it to the properties of all. The
//! whole change for one, beside its own file of 35 lines:
//!
//! ```diff
//!  src/weighting/mod.rs
//! +pub mod dualproj;
//! +    /// The mean gradient turned until it is against no task.
//! +    Dualproj,
//! +        Self::Dualproj,
//! +            Self::Dualproj => "dualproj",
//! +            Self::Dualproj => dualproj::CARD,
//! +            | Self::Dualproj => &[],
//! +            Self::Dualproj => Box::new(OnGramian::new(dualproj::DualProj, task_count)),
//! ```
//!
//! Gradients are taken at the representation that the heads read (`"gramian": "representation"`, cheap) or at the shared parameters
//! (`"exact"`, one pass through the trunk per task), every `refresh` steps; by default (`null`) at the shared parameters where each task
//! has a representation of its own, since dot products across these compare different spaces. The report says which, how often the
//! solver failed and why, and how the tasks' gradients stood to each other (`conflict`). Every solver ends within a bound
//! (`tests/solvers.rs`). A task without a label in the measured batch keeps its last weight until the next measurement.

pub mod aligned_mtl;
mod bargaining;
pub mod cagrad;
pub mod config;
pub mod db_mtl;
pub mod dualproj;
mod dwa;
mod equal;
pub mod fairgrad;
pub mod famo;
mod formula;
mod geometric;
pub mod gradnorm;
pub mod gradvac;
mod gramian;
pub mod imtl_g;
mod imtl_l;
mod knob;
pub mod linear;
mod manual;
pub mod mgda;
pub mod nash_mtl;
mod nonnegative;
mod normalised_equal;
pub mod pcgrad;
mod projection;
mod random;
mod scalars;
mod scale_invariant;
mod settings;
mod signals;
pub mod simplex;
mod slaw;
pub mod solver;
mod status;
pub mod stch;
mod uncertainty;
pub mod uncertainty_so;
pub mod unit;
pub mod upgrad;

use serde::{Deserialize, Serialize};

use formula::OnLosses;
pub use gramian::Gramian;
pub use knob::Knob;
pub use random::Distribution;
pub use settings::{GramianMode, WeightingConfig};
pub use signals::{Needs, Signals, Weighting};
use solver::OnGramian;
pub use status::SolverStatus;

use crate::schema::card::Card;

/// Which weighting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightingKind {
    /// Every loss divided by the baseline's, then equal weights.
    #[default]
    NormalisedEqual,
    /// Equal weights on the losses as they are.
    Equal,
    /// The user's own weights.
    Manual,
    /// Learned log variances.
    Uncertainty,
    /// By the inverse of each loss, softly.
    UncertaintySo,
    /// Learned scales of the losses.
    ImtlL,
    /// By the logarithms of the losses.
    ScaleInvariant,
    /// By the geometric mean of the losses.
    Geometric,
    /// By the largest loss, smoothly.
    Stch,
    /// By how much each loss fell in the last epoch.
    Dwa,
    /// By how much each loss varies.
    Slaw,
    /// By how much each loss fell in the last update.
    Famo,
    /// Drawn at every step.
    Random,
    /// The shortest combination of the gradients.
    Mgda,
    /// Gradients cut by what they are against.
    Pcgrad,
    /// Gradients turned towards what they usually are to each other.
    Gradvac,
    /// Near the mean gradient, for the worst-off task.
    Cagrad,
    /// Equal angles with all gradients.
    Config,
    /// Equal projections on all gradients.
    ImtlG,
    /// Gradients made orthogonal.
    AlignedMtl,
    /// Gradients of logarithms, equally long.
    DbMtl,
    /// Learned, so that gradients are equally long.
    Gradnorm,
    /// A bargain between gradients.
    NashMtl,
    /// A fair allocation of progress.
    Fairgrad,
    /// Gradients turned until none is against a task.
    Upgrad,
    /// The mean gradient turned until it is against no task.
    Dualproj,
}

impl WeightingKind {
    /// Every weighting, in menu order.
    pub const ALL: [Self; 26] = [
        Self::NormalisedEqual,
        Self::Equal,
        Self::Manual,
        Self::Uncertainty,
        Self::UncertaintySo,
        Self::ImtlL,
        Self::ScaleInvariant,
        Self::Geometric,
        Self::Stch,
        Self::Dwa,
        Self::Slaw,
        Self::Famo,
        Self::Random,
        Self::Mgda,
        Self::Pcgrad,
        Self::Gradvac,
        Self::Cagrad,
        Self::Config,
        Self::ImtlG,
        Self::AlignedMtl,
        Self::DbMtl,
        Self::Gradnorm,
        Self::NashMtl,
        Self::Fairgrad,
        Self::Upgrad,
        Self::Dualproj,
    ];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::NormalisedEqual => "normalised_equal",
            Self::Equal => "equal",
            Self::Manual => "manual",
            Self::Uncertainty => "uncertainty",
            Self::UncertaintySo => "uncertainty_so",
            Self::ImtlL => "imtl_l",
            Self::ScaleInvariant => "scale_invariant",
            Self::Geometric => "geometric",
            Self::Stch => "stch",
            Self::Dwa => "dwa",
            Self::Slaw => "slaw",
            Self::Famo => "famo",
            Self::Random => "random",
            Self::Mgda => "mgda",
            Self::Pcgrad => "pcgrad",
            Self::Gradvac => "gradvac",
            Self::Cagrad => "cagrad",
            Self::Config => "config",
            Self::ImtlG => "imtl_g",
            Self::AlignedMtl => "aligned_mtl",
            Self::DbMtl => "db_mtl",
            Self::Gradnorm => "gradnorm",
            Self::NashMtl => "nash_mtl",
            Self::Fairgrad => "fairgrad",
            Self::Upgrad => "upgrad",
            Self::Dualproj => "dualproj",
        }
    }

    /// What the menu shows.
    pub fn card(self) -> Card {
        match self {
            Self::NormalisedEqual => normalised_equal::CARD,
            Self::Equal => equal::CARD,
            Self::Manual => manual::CARD,
            Self::Uncertainty => uncertainty::CARD,
            Self::UncertaintySo => uncertainty_so::CARD,
            Self::ImtlL => imtl_l::CARD,
            Self::ScaleInvariant => scale_invariant::CARD,
            Self::Geometric => geometric::CARD,
            Self::Stch => stch::CARD,
            Self::Dwa => dwa::CARD,
            Self::Slaw => slaw::CARD,
            Self::Famo => famo::CARD,
            Self::Random => random::CARD,
            Self::Mgda => mgda::CARD,
            Self::Pcgrad => pcgrad::CARD,
            Self::Gradvac => gradvac::CARD,
            Self::Cagrad => cagrad::CARD,
            Self::Config => config::CARD,
            Self::ImtlG => imtl_g::CARD,
            Self::AlignedMtl => aligned_mtl::CARD,
            Self::DbMtl => db_mtl::CARD,
            Self::Gradnorm => gradnorm::CARD,
            Self::NashMtl => nash_mtl::CARD,
            Self::Fairgrad => fairgrad::CARD,
            Self::Upgrad => upgrad::CARD,
            Self::Dualproj => dualproj::CARD,
        }
    }

    /// The numbers and choices of its own, beyond what all weightings on the Gramian have.
    pub fn knobs(self) -> &'static [Knob] {
        match self {
            Self::NormalisedEqual
            | Self::Equal
            | Self::Manual
            | Self::Uncertainty
            | Self::ImtlL
            | Self::ScaleInvariant
            | Self::Geometric
            | Self::Dwa
            | Self::Slaw
            | Self::Mgda
            | Self::Pcgrad
            | Self::Gradvac
            | Self::Config
            | Self::ImtlG
            | Self::AlignedMtl
            | Self::DbMtl
            | Self::NashMtl
            | Self::Upgrad
            | Self::Dualproj => &[],
            Self::UncertaintySo => &[Knob::Tau],
            Self::Stch => &[Knob::Mu],
            Self::Famo => &[Knob::Gamma],
            Self::Random => &[Knob::Distribution],
            Self::Cagrad => &[Knob::C],
            Self::Gradnorm | Self::Fairgrad => &[Knob::Alpha],
        }
    }

    /// Whether it looks at the gradients of the tasks, beyond their losses.
    pub fn is_on_gramian(self) -> bool {
        // Asked by the page, which should not carry the solvers that `build` names; they stand last.
        self >= Self::Mgda
    }

    /// What each loss is multiplied by before the weighting sees it: 1, or where losses are normalised, the inverse of the baseline's.
    ///
    /// - `baseline_losses`: of each task
    pub fn scales(self, config: &WeightingConfig, baseline_losses: &[f64]) -> Vec<f64> {
        // Its weights do that by themselves, and would do it twice.
        let is_normalised = config.normalise && self != Self::NormalisedEqual;
        let scale = |&loss: &f64| if is_normalised { 1.0 / unit::unit(loss) } else { 1.0 };
        baseline_losses.iter().map(scale).collect()
    }

    /// The weighting for tasks whose baselines have the given losses.
    pub fn build(self, config: &WeightingConfig, baseline_losses: &[f64], seed: u64) -> Box<dyn Weighting> {
        let task_count = baseline_losses.len();
        match self {
            Self::NormalisedEqual => Box::new(normalised_equal::NormalisedEqual::new(baseline_losses)),
            Self::Equal => Box::new(equal::Equal { task_count }),
            Self::Manual => Box::new(manual::Manual { weights: config.weights.clone() }),
            Self::Uncertainty => Box::new(uncertainty::Uncertainty::new(task_count)),
            Self::UncertaintySo => {
                Box::new(OnLosses::new(uncertainty_so::UncertaintySo { tau: config.tau }, task_count))
            }
            Self::ImtlL => Box::new(imtl_l::ImtlL::new(task_count)),
            Self::ScaleInvariant => Box::new(OnLosses::new(scale_invariant::ScaleInvariant, task_count)),
            Self::Geometric => Box::new(OnLosses::new(geometric::Geometric, task_count)),
            Self::Stch => Box::new(OnLosses::new(stch::Stch::new(config.mu, baseline_losses), task_count)),
            Self::Dwa => Box::new(dwa::Dwa::new(task_count)),
            Self::Slaw => Box::new(slaw::Slaw::new(task_count)),
            Self::Famo => Box::new(famo::Famo::new(task_count, config.gamma)),
            Self::Random => Box::new(random::Random::new(task_count, config.distribution, seed)),
            Self::Mgda => Box::new(OnGramian::new(mgda::Mgda, task_count)),
            Self::Pcgrad => Box::new(OnGramian::new(pcgrad::PcGrad::new(seed), task_count)),
            Self::Gradvac => Box::new(OnGramian::new(gradvac::GradVac::new(task_count, seed), task_count)),
            Self::Cagrad => Box::new(OnGramian::new(cagrad::CaGrad { radius: config.c }, task_count)),
            Self::Config => Box::new(OnGramian::new(config::ConFig, task_count)),
            Self::ImtlG => Box::new(OnGramian::new(imtl_g::ImtlG, task_count)),
            Self::AlignedMtl => Box::new(OnGramian::new(aligned_mtl::AlignedMtl, task_count)),
            Self::DbMtl => Box::new(OnGramian::new(db_mtl::DbMtl, task_count)),
            Self::Gradnorm => Box::new(OnGramian::new(
                gradnorm::GradNorm::new(task_count, config.alpha.unwrap_or(gradnorm::ALPHA)),
                task_count,
            )),
            Self::NashMtl => Box::new(OnGramian::new(nash_mtl::NashMtl, task_count)),
            Self::Fairgrad => {
                let alpha = config.alpha.unwrap_or(fairgrad::ALPHA);
                Box::new(OnGramian::new(fairgrad::FairGrad { alpha }, task_count))
            }
            Self::Upgrad => Box::new(OnGramian::new(upgrad::UpGrad, task_count)),
            Self::Dualproj => Box::new(OnGramian::new(dualproj::DualProj, task_count)),
        }
    }
}
