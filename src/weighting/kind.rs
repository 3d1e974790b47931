//! The list of weightings, in menu order.

use crate::schema::kinds::kinds;

/// Hands the list to another macro; a row gives the variant, and the name of its file.
macro_rules! weightings {
    ($make:ident) => {
        $make! {
            /// Which weighting.
            WeightingKind {
                /// Every loss divided by the baseline's, then equal weights.
                #[default]
                NormalisedEqual in normalised_equal,
                /// Equal weights on the losses as they are.
                Equal in equal,
                /// The user's own weights.
                Manual in manual,
                /// Learned log variances.
                Uncertainty in uncertainty,
                /// By the inverse of each loss, softly.
                UncertaintySo in uncertainty_so,
                /// Learned scales of the losses.
                ImtlL in imtl_l,
                /// By the logarithms of the losses.
                ScaleInvariant in scale_invariant,
                /// By the geometric mean of the losses.
                Geometric in geometric,
                /// By the largest loss, smoothly.
                Stch in stch,
                /// By how much each loss fell in the last epoch.
                Dwa in dwa,
                /// By how much each loss varies.
                Slaw in slaw,
                /// By how much each loss fell in the last update.
                Famo in famo,
                /// Drawn at every step.
                Random in random,
                /// The shortest combination of the gradients.
                Mgda in mgda,
                /// Gradients cut by what they are against.
                Pcgrad in pcgrad,
                /// Gradients turned towards what they usually are to each other.
                Gradvac in gradvac,
                /// Near the mean gradient, for the worst-off task.
                Cagrad in cagrad,
                /// Equal angles with all gradients.
                Config in config,
                /// Equal projections on all gradients.
                ImtlG in imtl_g,
                /// Gradients made orthogonal.
                AlignedMtl in aligned_mtl,
                /// Gradients of logarithms, equally long.
                DbMtl in db_mtl,
                /// Learned, so that gradients are equally long.
                Gradnorm in gradnorm,
                /// A bargain between gradients.
                NashMtl in nash_mtl,
                /// A fair allocation of progress.
                Fairgrad in fairgrad,
                /// Gradients turned until none is against a task.
                Upgrad in upgrad,
                /// The mean gradient turned until it is against no task.
                Dualproj in dualproj,
            }
        }
    };
}

pub(super) use weightings;

weightings!(kinds);
