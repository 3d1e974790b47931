//! The list of kinds: all of them fitted, and the card of each.

use serde::{Deserialize, Serialize};

use crate::task::binary::{self, Binary};
use crate::task::count::{self, Count};
use crate::task::kind::{KindCard, TaskKind};
use crate::task::mask::{self, Mask};
use crate::task::multiclass::{self, Multiclass};
use crate::task::multilabel::{self, Multilabel};
use crate::task::ordinal::{self, Ordinal};
use crate::task::regression::{self, Regression};

/// A task of any kind, fitted: what is kept, sent and exported of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[allow(missing_docs, reason = "each is documented at its kind and in its file")]
pub enum Task {
    Regression(Regression),
    Count(Count),
    Binary(Binary),
    Multiclass(Multiclass),
    Ordinal(Ordinal),
    Multilabel(Multilabel),
    Mask(Mask),
}

macro_rules! into_task {
    ($($kind:ident),*) => {
        $(impl From<$kind> for Task {
            fn from(own: $kind) -> Self {
                Self::$kind(own)
            }
        })*
    };
}

into_task!(Regression, Count, Binary, Multiclass, Ordinal, Multilabel, Mask);

impl TaskKind {
    /// Every kind, in menu order.
    pub const ALL: [Self; 7] = [
        Self::Regression,
        Self::Count,
        Self::Binary,
        Self::Multiclass,
        Self::Ordinal,
        Self::Multilabel,
        Self::Mask,
    ];

    /// The snake_case name used in reports and configurations.
    pub fn key(self) -> &'static str {
        self.card().key
    }

    /// What is said of it.
    pub fn card(self) -> &'static KindCard {
        match self {
            Self::Regression => &regression::CARD,
            Self::Count => &count::CARD,
            Self::Binary => &binary::CARD,
            Self::Multiclass => &multiclass::CARD,
            Self::Ordinal => &ordinal::CARD,
            Self::Multilabel => &multilabel::CARD,
            Self::Mask => &mask::CARD,
        }
    }
}
