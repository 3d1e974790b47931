//! Non-linearities between layers.

use serde::{Deserialize, Serialize};

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
