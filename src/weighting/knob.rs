//! The numbers and choices that some weightings have, for menus; their values stand in the configuration.

/// One number or choice of a weighting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knob {
    /// Softness of weights.
    Tau,
    /// Width of a smoothing.
    Mu,
    /// How fast gains are forgotten.
    Gamma,
    /// How much slow tasks are favoured.
    Alpha,
    /// How far the direction may be from the mean gradient.
    C,
    /// What weights are drawn from: a choice, not a number.
    Distribution,
}

impl Knob {
    /// Every knob.
    pub const ALL: [Self; 6] = [Self::Tau, Self::Mu, Self::Gamma, Self::Alpha, Self::C, Self::Distribution];

    /// What the page calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Tau => "Softness (tau)",
            Self::Mu => "Smoothing (mu)",
            Self::Gamma => "Forgetting (gamma)",
            Self::Alpha => "Alpha: favour for slow tasks (empty: the paper's)",
            Self::C => "Distance from the mean gradient",
            Self::Distribution => "Drawn from",
        }
    }

    /// Its dotted name in the configuration.
    pub fn field(self) -> &'static str {
        match self {
            Self::Tau => "weighting.tau",
            Self::Mu => "weighting.mu",
            Self::Gamma => "weighting.gamma",
            Self::Alpha => "weighting.alpha",
            Self::C => "weighting.c",
            Self::Distribution => "weighting.distribution",
        }
    }
}
