//! The rules that decide how much each task counts: losses in, one weight per task out; no tensors.
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
//! To add one, write its file, which says what the menu shows and how it is built (`METHOD`, `build`) and computes the weights (`impl
//! Weighting`, `impl Formula` for a formula of the losses, or `impl Solve` for a function from the Gramian to weights), and a row in the
//! list. One that remembers or draws something hands that out and takes it back (`state`, `restore`), so that a run can be gone on with
//! (`tests/checkpoint.rs`). Its case in `tests/weighting.rs` is missed until it is there; `tests/gramian.rs` holds a method on the Gramian to the properties of
//! all, and asks whether it is against no task; menus, fields and checks on the page come from its file. The whole change for an imaginary `yours`:
//!
//! ```text
//!  src/weighting/yours.rs               new, about 35 lines: pub struct Yours, impl Solve for Yours, METHOD, build
//!  src/weighting/kind.rs
//! +                /// What it is.
//! +                Yours in yours,
//!  src/weighting/mod.rs
//! +//! | `yours` | its paper |
//! +pub mod yours;
//!  public/polyhead.d.ts
//! +      | "yours"
//!  README.md                            one weighting more in the count
//! ```
//!
//! A knob that no weighting has had is a field of [`WeightingConfig`] and a row in `knob.rs`, which name it for the configuration and the
//! page. Nothing else names a single weighting (`tests/kinds.rs`).
//!
//! Gradients are taken at the representation that the heads read (`"gramian": "representation"`, cheap) or at the shared parameters
//! (`"exact"`, one pass through the trunk per task), every `refresh` steps; by default (`null`) at the shared parameters where each task
//! has a representation of its own, since dot products across these compare different spaces. The report says which, how often the
//! solver failed and why, and how the tasks' gradients stood to each other (`conflict`). Every solver ends within a bound
//! (`tests/solvers.rs`). With `"smoothing"` above 0 their weights follow the solutions slowly (CR-MOGM, Zhou et al., 2022). Some methods take a
//! `"preference"`, one number per task. A task without a label in the measured batch keeps its last weight until the next measurement.

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
mod kind;
mod knob;
pub mod linear;
mod manual;
mod method;
pub mod mgda;
pub mod nash_mtl;
mod nonnegative;
mod normalised_equal;
pub mod pcgrad;
mod preference;
mod projection;
mod random;
mod scalars;
mod scale_invariant;
mod settings;
mod signals;
pub mod simplex;
mod slaw;
mod smoothed;
pub mod solver;
mod status;
pub mod stch;
mod uncertainty;
pub mod uncertainty_so;
pub mod unit;
pub mod upgrad;

pub use gramian::Gramian;
pub use kind::WeightingKind;
use kind::weightings;
pub use knob::Knob;
use method::{Method, Setup};
pub use preference::Preference;
pub use settings::{Distribution, GramianMode, WeightingConfig};
pub use signals::{Needs, Signals, Weighting};
use smoothed::Smoothed;
pub use status::SolverStatus;

use crate::schema::card::Card;
use crate::schema::knob::OutOfRange;

/// Leads each kind of the list to its file.
macro_rules! dispatch {
    ($(#[$of:meta])* $name:ident { $($(#[$about:meta])* $kind:ident in $file:ident,)+ }) => {
        impl $name {
            fn method(self) -> &'static Method {
                match self {
                    $(Self::$kind => &$file::METHOD,)+
                }
            }

            /// The weighting for tasks whose baselines have the given losses.
            pub fn build(
                self,
                config: &WeightingConfig,
                baseline_losses: &[f64],
                seed: u64,
            ) -> Box<dyn Weighting> {
                let setup = Setup { config, baseline_losses, seed };
                let own = match self {
                    $(Self::$kind => $file::build(&setup),)+
                };
                if config.smoothing > 0.0 && self.is_on_gramian() {
                    return Box::new(Smoothed::new(own, config.smoothing, setup.task_count()));
                }
                own
            }
        }
    };
}

weightings!(dispatch);

impl WeightingKind {
    /// What the menu shows.
    pub fn card(self) -> Card {
        self.method().card
    }

    /// The numbers and choices of its own, beyond what all weightings on the Gramian have.
    pub fn knobs(self) -> &'static [Knob] {
        self.method().knobs
    }

    /// Whether it looks at the gradients of the tasks, beyond their losses.
    pub fn is_on_gramian(self) -> bool {
        self.method().is_on_gramian
    }

    /// Whether it divides each loss by the baseline's by itself.
    pub fn is_normalised(self) -> bool {
        self.method().is_normalised
    }

    /// Whether the user gives the weights, one per task.
    pub fn takes_weights(self) -> bool {
        self.method().takes_weights
    }

    /// Whether the user may prefer tasks to others, by one number per task.
    pub fn takes_preference(self) -> bool {
        self.method().takes_preference
    }

    /// Whether it can be followed on the plane of two losses without numbers of the user: there losses fall below 0.
    pub fn fits_plane(self) -> bool {
        self.method().fits_plane
    }

    /// Whether it is a control, which is compared with whatever else is: equal weights (Kurin et al. 2022,
    /// <https://arxiv.org/abs/2201.04122>) and random ones (Lin et al. 2022, <https://arxiv.org/abs/2111.10603>).
    pub fn is_control(self) -> bool {
        self.method().is_control
    }

    /// What each loss is multiplied by before the weighting sees it: 1, or where losses are normalised, the inverse of the baseline's.
    ///
    /// - `baseline_losses`: of each task
    pub fn scales(self, config: &WeightingConfig, baseline_losses: &[f64]) -> Vec<f64> {
        // One whose weights do that by themselves would do it twice.
        let is_scaled = config.normalise && !self.is_normalised();
        let scale = |&loss: &f64| if is_scaled { 1.0 / unit::unit(loss) } else { 1.0 };
        baseline_losses.iter().map(scale).collect()
    }
}

impl WeightingConfig {
    /// Whether the user's weights leave a task out of the training.
    pub fn mutes(&self, task: usize) -> bool {
        self.kind.takes_weights() && self.weights.get(task).is_some_and(|&weight| weight == 0.0)
    }

    /// Checks every knob of all weightings.
    ///
    /// # Errors
    /// The first number that is out of range.
    pub fn check_knobs(&self) -> Result<(), OutOfRange> {
        Knob::ALL.iter().try_for_each(|knob| knob.card().check(self))
    }
}
