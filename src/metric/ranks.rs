//! Ranks of values, and the scores that depend on order alone.

/// Ranks from 1, equal values sharing the mean of theirs.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for group in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let middle = start as f64 + (group.len() as f64 + 1.0) / 2.0;
        group.iter().for_each(|&place| ranks[place] = middle);
        start += group.len();
    }
    ranks
}

/// Area under the ROC curve: the share of (positive, negative) pairs in the right order, ties counting half.
pub fn auc(scores: &[f64], is_positive: &[bool]) -> Option<f64> {
    let positives = is_positive.iter().filter(|&&is| is).count() as f64;
    let negatives = is_positive.len() as f64 - positives;
    let ranks = ranks(scores);
    let sum: f64 = ranks.iter().zip(is_positive).filter(|(_, is)| **is).map(|(rank, _)| rank).sum();
    (positives > 0.0 && negatives > 0.0)
        .then(|| (sum - positives * (positives + 1.0) / 2.0) / (positives * negatives))
}

/// Precision at each threshold, weighted by the recall it adds; rows of equal score share a threshold.
pub fn average_precision(scores: &[f64], is_positive: &[bool]) -> Option<f64> {
    let positives = is_positive.iter().filter(|&&is| is).count() as f64;
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let (mut seen, mut hits, mut area) = (0.0, 0.0, 0.0);
    for group in order.chunk_by(|&a, &b| scores[a] == scores[b]) {
        let gained = group.iter().filter(|&&place| is_positive[place]).count() as f64;
        seen += group.len() as f64;
        hits += gained;
        area += gained / positives * (hits / seen);
    }
    (positives > 0.0).then_some(area)
}
