//! Which tasks to train together: for every number of models, the groups of tasks that help each other most.
//!
//! A task's score in a group is the mean affinity that the group's other members have onto it; every task is scored in its best group, so
//! that a group may hold a task only for the others' sake. The score of a grouping is the mean over tasks.
//! Fifty et al. 2021, section 3.3, <https://arxiv.org/abs/2109.04617>.
//!
//! The paper tries every set of groups. It is enough to try every way to *part* the tasks into those that are scored in one group: the best
//! group for a set of tasks has them and those others that help them most, which sorting finds. Up to [`EXACT`] tasks all partitions are
//! gone through by dynamic programming over subsets (`3^T` steps); of more, only the best few of each number of groups are kept and joined.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Most tasks whose best grouping is certain.
const EXACT: usize = 12;

/// Most tasks that are grouped at all.
pub const MOST_TASKS: usize = 48;

/// Partitions kept for each number of groups.
const BEAM: usize = 32;

/// Tasks trained as one model.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Indices of the tasks in it.
    pub tasks: Vec<usize>,
    /// Those of them that it is best for; the others are there to help.
    pub answers: Vec<usize>,
}

/// Groups that have every task among their answers once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grouping {
    /// The groups, by their first answer.
    pub groups: Vec<Group>,
    /// Mean affinity onto a task in its group.
    pub score: f64,
    /// Tasks in all groups together: what it costs, where one model of all tasks costs their number.
    pub cost: usize,
    /// Whether no other grouping of so many groups is better.
    pub is_exact: bool,
}

/// A set of tasks, one bit each.
type Tasks = u64;

/// The best group for some tasks: the sum of their scores in it, and all its tasks.
type Best = (f64, Tasks);

/// The best grouping for each number of groups, from one on, as long as one more group makes it better.
///
/// Empty below two tasks and above [`MOST_TASKS`].
///
/// - `affinity`: `[from][onto]`; the diagonal is not looked at, `None` counts as no effect
pub fn groupings(affinity: &[Vec<Option<f64>>]) -> Vec<Grouping> {
    let count = affinity.len();
    if !(2..=MOST_TASKS).contains(&count) {
        return Vec::new();
    }
    let effects = Effects::new(affinity);
    let partitions = if count <= EXACT { by_subsets(&effects) } else { by_beam(&effects) };
    let mut found: Vec<Grouping> = Vec::new();
    for parts in partitions {
        let grouping = effects.grouping(&parts, count <= EXACT);
        if found.last().is_none_or(|fewer| grouping.score > fewer.score + 1e-12) {
            found.push(grouping);
        }
    }
    found
}

/// Affinities, with nothing undefined.
struct Effects {
    count: usize,
    /// `[from * count + onto]`.
    values: Vec<f64>,
}

impl Effects {
    fn new(affinity: &[Vec<Option<f64>>]) -> Self {
        let count = affinity.len();
        let value = |from: usize, onto: usize| {
            let value = affinity.get(from).and_then(|row| row.get(onto)).copied().flatten();
            value.filter(|value| from != onto && value.is_finite()).unwrap_or(0.0)
        };
        let pairs = (0..count).flat_map(|from| (0..count).map(move |onto| (from, onto)));
        Self { count, values: pairs.map(|(from, onto)| value(from, onto)).collect() }
    }

    /// The sum of one task's effects onto others.
    fn onto(&self, from: usize, tasks: Tasks) -> f64 {
        let row = self.values.iter().skip(from * self.count).take(self.count).enumerate();
        row.filter(|(onto, _)| has(tasks, *onto)).map(|(_, value)| value).sum()
    }

    /// The group that is best for all of `answers` together.
    ///
    /// In a group of `m` their scores sum to all effects onto them over `m - 1`, so that for each `m` those help most that do most onto them.
    fn best(&self, answers: Tasks) -> Best {
        let all: Vec<(f64, usize)> = (0..self.count).map(|from| (self.onto(from, answers), from)).collect();
        let (own, mut others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, from)| has(answers, *from));
        others.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let (mut sum, mut size, mut tasks) =
            (own.iter().map(|(sum, _)| sum).sum::<f64>(), own.len(), answers);
        // A task alone has no score.
        let mut best = if size > 1 { (sum / (size - 1) as f64, tasks) } else { (f64::NEG_INFINITY, tasks) };
        for (effect, task) in others {
            sum += effect;
            size += 1;
            tasks |= 1 << task;
            let score = sum / (size - 1) as f64;
            if score > best.0 {
                best = (score, tasks);
            }
        }
        best
    }

    fn grouping(&self, parts: &[Tasks], is_exact: bool) -> Grouping {
        // Two parts that are best in the same group are one model.
        let mut groups: BTreeMap<Tasks, Tasks> = BTreeMap::new();
        let mut score = 0.0;
        for &answers in parts {
            let (sum, tasks) = self.best(answers);
            score += sum;
            *groups.entry(tasks).or_default() |= answers;
        }
        let cost = groups.keys().map(|tasks| tasks.count_ones() as usize).sum();
        let list = |tasks: Tasks| (0..self.count).filter(|&task| has(tasks, task)).collect();
        let mut groups: Vec<Group> = groups
            .into_iter()
            .map(|(tasks, answers)| Group { tasks: list(tasks), answers: list(answers) })
            .collect();
        groups.sort_by(|a, b| a.answers.cmp(&b.answers));
        Grouping { groups, score: score / self.count as f64, cost, is_exact }
    }
}

fn has(tasks: Tasks, task: usize) -> bool {
    tasks >> task & 1 == 1
}

/// The best partition into 1, 2, … parts.
fn by_subsets(effects: &Effects) -> Vec<Vec<Tasks>> {
    let all: Tasks = (1 << effects.count) - 1;
    let best: Vec<f64> =
        (0..=all).map(|tasks| if tasks == 0 { 0.0 } else { effects.best(tasks).0 }).collect();
    let at = |values: &[f64], tasks: Tasks| values.get(tasks as usize).copied().unwrap_or(f64::NEG_INFINITY);
    let mut sums = best.clone();
    // For each number of parts: of each set of tasks, the part that has its lowest one.
    let mut parts: Vec<Vec<Tasks>> = vec![(0..=all).collect()];
    for _ in 1..effects.count {
        let (mut next, mut cut) = (vec![f64::NEG_INFINITY; sums.len()], vec![0; sums.len()]);
        for (tasks, (sum, cut)) in (0..=all).zip(next.iter_mut().zip(&mut cut)) {
            let lowest = tasks & tasks.wrapping_neg();
            let others = tasks ^ lowest;
            let mut part = others;
            // Every proper subset of the others, with the lowest one.
            while part != 0 {
                part = (part - 1) & others;
                let own = at(&best, part | lowest) + at(&sums, others ^ part);
                if own > *sum {
                    (*sum, *cut) = (own, part | lowest);
                }
            }
        }
        sums = next;
        parts.push(cut);
    }
    let partition = |count: usize| {
        let mut left = all;
        let cuts = parts.iter().take(count).rev();
        cuts.map(|cuts| {
            let part = cuts.get(left as usize).copied().unwrap_or(left);
            left ^= part;
            part
        })
        .collect()
    };
    (1..=effects.count).map(partition).collect()
}

/// Good partitions into 1, 2, … parts: from every task on its own, two parts are joined at a time.
fn by_beam(effects: &Effects) -> Vec<Vec<Tasks>> {
    let mut known: BTreeMap<Tasks, f64> = BTreeMap::new();
    let mut value = |tasks: Tasks| *known.entry(tasks).or_insert_with(|| effects.best(tasks).0);
    let alone: Vec<Tasks> = (0..effects.count).map(|task| 1 << task).collect();
    let mut found = vec![alone.clone()];
    let mut beam = vec![(alone.iter().map(|&part| value(part)).sum::<f64>(), alone)];
    while beam.first().is_some_and(|(_, parts)| parts.len() > 1) {
        let mut joined: Vec<(f64, Vec<Tasks>)> = Vec::new();
        let mut seen: BTreeSet<Vec<Tasks>> = BTreeSet::new();
        for (score, parts) in &beam {
            for (index, &first) in parts.iter().enumerate() {
                for &second in parts.iter().skip(index + 1) {
                    let others = parts.iter().copied().filter(|&part| part != first && part != second);
                    let mut next: Vec<Tasks> = others.chain(std::iter::once(first | second)).collect();
                    next.sort_unstable();
                    let score = score - value(first) - value(second) + value(first | second);
                    if seen.insert(next.clone()) {
                        joined.push((score, next));
                    }
                }
            }
        }
        joined.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        joined.truncate(BEAM);
        beam = joined;
        found.extend(beam.first().map(|(_, parts)| parts.clone()));
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Affinities that look random: halves of the sine of squares.
    fn made(count: usize, seed: usize) -> Effects {
        let value = |from: usize, onto: usize| {
            ((from * 31 + onto * 17 + seed * 7 + from * onto) as f64).powi(2).sin() / 2.0
        };
        let row = |from: usize| (0..count).map(|onto| Some(value(from, onto))).collect();
        Effects::new(&(0..count).map(row).collect::<Vec<_>>())
    }

    #[test]
    fn the_beam_finds_nearly_what_is_best() {
        for (count, seed) in [(5, 1), (7, 2), (8, 3), (9, 4), (10, 5)] {
            let effects = made(count, seed);
            for (best, found) in by_subsets(&effects).iter().zip(by_beam(&effects)) {
                let [best, found] = [best, &found].map(|parts| effects.grouping(parts, true).score);
                assert!(found <= best + 1e-12 && found > best - 0.01, "{count}: {found} of {best}");
            }
        }
    }
}
