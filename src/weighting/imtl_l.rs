//! Every task has a learned scale that brings its weighted loss to 1.

use super::Weighting;
use super::method::{Method, Setup};
use super::uncertainty::Uncertainty;
use crate::schema::card::{COSTS_A_READ, Card};

/// Impartial learning by losses: minimises `Σ e^{s_t} L_t - s_t` over the model and the log scales `s`, so that `w_t = e^{s_t}`.
///
/// With `-s` for `s` this is uncertainty weighting as it stands here, twice the published one: Adam's steps mirror each other,
/// and every weight is the same. Liu et al. 2021, "Towards impartial multi-task learning".
pub type ImtlL = Uncertainty;

/// See [`ImtlL`].
pub const METHOD: Method = Method::on_losses(Card {
    name: "IMTL-L",
    paper: "Liu et al., 2021",
    summary: "Learns a scale for each loss that brings it to 1; here the same as uncertainty weighting, which is it up to a factor.",
    cost: COSTS_A_READ,
    pays: "Where losses have different units; its weights blow up as a loss nears 0.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(ImtlL::new(setup.task_count()))
}
