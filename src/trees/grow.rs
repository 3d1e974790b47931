//! One tree, leaf by leaf: always the leaf is divided whose division gains most.

use super::Options;
use super::bins::Column;
use super::histogram::{Histogram, Slopes, Sums};
use super::model::{Node, Tree};
use super::split::{Split, best};

/// What a tree is grown from.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    pub columns: &'a [Column],
    /// Of each training row.
    pub slopes: &'a [Slopes],
    pub options: &'a Options,
}

/// A leaf that may be divided.
#[derive(Clone, Debug)]
struct Leaf {
    /// Its node.
    node: usize,
    /// Indices of its training rows.
    rows: Vec<u32>,
    histogram: Histogram,
    /// The best division of it.
    split: Split,
}

/// A tree under way. Shi 2007, "Best-first Decision Tree Learning"; as in LightGBM, Ke et al. 2017.
#[derive(Clone, Debug, Default)]
pub struct Grower {
    nodes: Vec<Node>,
    leaves: usize,
    open: Vec<Leaf>,
    /// Training rows with what the tree adds to their scores.
    closed: Vec<(Vec<u32>, f64)>,
}

impl Grower {
    /// Begins with one leaf of all rows.
    pub fn begin(&mut self, ground: Ground<'_>) {
        let rows: Vec<u32> = (0..ground.slopes.len() as u32).collect();
        let mut total = Sums::default();
        for [gradient, curvature] in ground.slopes {
            let (gradient, curvature) = (f64::from(*gradient), f64::from(*curvature));
            total = total.plus(Sums { gradient, curvature, rows: 1 });
        }
        let histogram = Histogram::of(ground.columns, ground.slopes, &rows);
        self.leaves = 1;
        self.put(ground, rows, histogram, total);
    }

    /// Whether it has begun.
    pub fn has_begun(&self) -> bool {
        self.leaves > 0
    }

    /// Divides the leaf that gains most. The number of rows and columns looked at; `None` when the tree is grown.
    pub fn divide(&mut self, ground: Ground<'_>) -> Option<usize> {
        if self.leaves >= ground.options.leaves {
            return None;
        }
        let mut chosen: Option<(usize, f64)> = None;
        for (index, leaf) in self.open.iter().enumerate() {
            if chosen.is_none_or(|(_, most)| leaf.split.gain > most) {
                chosen = Some((index, leaf.split.gain));
            }
        }
        let Leaf { node, rows, histogram, split } = self.open.remove(chosen?.0);
        let column = ground.columns.get(split.column)?;
        let is_left = |row: &u32| {
            let code = column.codes.get(*row as usize).copied().unwrap_or_default();
            split.left.get(usize::from(code)).copied().unwrap_or_default()
        };
        let (left, right): (Vec<u32>, Vec<u32>) = rows.iter().partition(|row| is_left(row));
        // The sums of the larger side are those of both less those of the smaller.
        let smaller = if left.len() <= right.len() { &left } else { &right };
        let work = (smaller.len() + rows.len() / 8) * ground.columns.len();
        let own = Histogram::of(ground.columns, ground.slopes, smaller);
        let other = histogram.without(&own);
        let [of_left, of_right] = if left.len() <= right.len() { [own, other] } else { [other, own] };
        let [left_sums, right_sums] = split.sums;
        let children =
            [self.put(ground, left, of_left, left_sums), self.put(ground, right, of_right, right_sums)];
        self.leaves += 1;
        if let Some(node) = self.nodes.get_mut(node) {
            *node = Node::Split {
                feature: split.column as u32,
                test: column.test(&split.left),
                is_missing_left: split.left.last().copied().unwrap_or_default(),
                children: children.map(|child| child as u32),
            };
        }
        Some(work)
    }

    /// Adds a leaf; its node.
    fn put(&mut self, ground: Ground<'_>, rows: Vec<u32>, histogram: Histogram, sums: Sums) -> usize {
        let node = self.nodes.len();
        let value = -ground.options.rate * sums.gradient / (sums.curvature + ground.options.penalty);
        let value = if value.is_finite() { value } else { 0.0 };
        self.nodes.push(Node::Leaf(value));
        match best(&histogram, ground.columns, sums, ground.options) {
            Some(split) => self.open.push(Leaf { node, rows, histogram, split }),
            None => self.closed.push((rows, value)),
        }
        node
    }

    /// The tree, and what it adds to the scores of its training rows.
    pub fn finish(mut self) -> (Tree, Vec<(Vec<u32>, f64)>) {
        for leaf in self.open {
            if let Some(Node::Leaf(value)) = self.nodes.get(leaf.node) {
                self.closed.push((leaf.rows, *value));
            }
        }
        (Tree { nodes: self.nodes }, self.closed)
    }
}
