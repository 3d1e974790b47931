//! Unit vectors drawn so that any two of them have the same, given cosine.

use rand_distr::{Distribution as _, StandardNormal};
use rand_pcg::Pcg64Mcg;

use super::drawn::dot;

/// Why vectors can't be related as asked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "each field is named in its sentence")]
pub enum Impossible {
    #[error("tasks: {tasks} need at least as many inputs, found {inputs}: take more inputs or fewer tasks")]
    Inputs { tasks: usize, inputs: usize },
    #[error("cosine: {tasks} tasks can be related from {lowest} to 1, found {found}: choose one between")]
    Cosine { tasks: usize, lowest: f64, found: f64 },
}

/// `tasks` unit vectors in the space of the inputs, `cos(w_i, w_j) = p`, turned at random.
///
/// `P = (1 - p) I + p 1 1ᵀ` is their Gramian, so `W = P^(1/2) U` with the rows of `U` orthonormal. `U` is drawn uniformly, so any
/// root of `P` gives the same distribution; the symmetric one has the closed form
/// `√(1 - p) I + (√(1 + (T - 1) p) - √(1 - p)) / T · 1 1ᵀ`.
pub fn related(
    tasks: usize,
    inputs: usize,
    cosine: f64,
    rng: &mut Pcg64Mcg,
) -> Result<Vec<Vec<f64>>, Impossible> {
    if tasks > inputs {
        return Err(Impossible::Inputs { tasks, inputs });
    }
    let others = tasks.saturating_sub(1) as f64;
    // One task alone is related to none.
    let lowest = if others > 0.0 { -1.0 / others } else { -1.0 };
    if !(lowest..=1.0).contains(&cosine) {
        return Err(Impossible::Cosine { tasks, lowest, found: cosine });
    }
    let apart = (1.0 - cosine).sqrt();
    // Rounding may leave a negative nothing at the lowest cosine.
    let together = ((1.0 + others * cosine).max(0.0).sqrt() - apart) / tasks as f64;
    let basis = orthonormal(tasks, inputs, rng);
    let sum = |place: usize| basis.iter().map(|vector| vector[place]).sum::<f64>();
    let common: Vec<f64> = (0..inputs).map(|place| together * sum(place)).collect();
    let mix = |own: &Vec<f64>| own.iter().zip(&common).map(|(own, common)| apart * own + common).collect();
    Ok(basis.iter().map(mix).collect())
}

/// Orthonormal vectors, uniformly turned: normal draws through Gram and Schmidt's process.
fn orthonormal(count: usize, size: usize, rng: &mut Pcg64Mcg) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(count);
    while basis.len() < count {
        let mut vector: Vec<f64> = StandardNormal.sample_iter(&mut *rng).take(size).collect();
        // Twice, so that rounding leaves nothing of the others behind.
        for other in basis.iter().chain(&basis) {
            let share = dot(&vector, other);
            vector.iter_mut().zip(other).for_each(|(value, other)| *value -= share * other);
        }
        let length = dot(&vector, &vector).sqrt();
        vector.iter_mut().for_each(|value| *value /= length);
        basis.push(vector);
    }
    basis
}
