//! The Gramian: dot products of the tasks' gradients, a small symmetric matrix.

/// `G = J Jᵀ`, `[tasks, tasks]`, in f64.
#[derive(Clone, Debug, PartialEq)]
pub struct Gramian {
    size: usize,
    values: Vec<f64>,
}

impl Gramian {
    /// From row-major values `[size, size]`; made symmetric, as rounding on a device leaves it nearly so.
    pub fn new(size: usize, values: &[f64]) -> Self {
        let mean = |place: usize| {
            let (row, column) = (place / size, place % size);
            let mirrored = values.get(column * size + row).copied().unwrap_or(f64::NAN);
            (values.get(place).copied().unwrap_or(f64::NAN) + mirrored) / 2.0
        };
        Self { size, values: (0..size * size).map(mean).collect() }
    }

    /// The Gramian of explicit gradients, one row a task.
    pub fn of_rows(rows: &[Vec<f64>]) -> Self {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let values: Vec<f64> =
            rows.iter().flat_map(|row| rows.iter().map(move |other| dot(row, other))).collect();
        Self::new(rows.len(), &values)
    }

    /// Tasks.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Dot product of two tasks' gradients.
    pub fn get(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.size + column]
    }

    /// Dot products of one task's gradient with all.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.size..(row + 1) * self.size]
    }

    /// Length of a task's gradient.
    pub fn norm(&self, task: usize) -> f64 {
        self.get(task, task).max(0.0).sqrt()
    }

    /// Cosine of the angle between two tasks' gradients; 0 where one of them is 0.
    pub fn cosine(&self, row: usize, column: usize) -> f64 {
        let lengths = self.norm(row) * self.norm(column);
        if lengths > 0.0 { (self.get(row, column) / lengths).clamp(-1.0, 1.0) } else { 0.0 }
    }

    /// Cosines of all pairs of tasks: `[size, size]`, row-major.
    pub fn cosines(&self) -> Vec<f64> {
        let pairs = (0..self.size).flat_map(|row| (0..self.size).map(move |column| (row, column)));
        pairs.map(|(row, column)| self.cosine(row, column)).collect()
    }

    /// Sum of the squared lengths.
    pub fn trace(&self) -> f64 {
        (0..self.size).map(|task| self.get(task, task)).sum()
    }

    /// Whether every number is finite.
    pub fn is_finite(&self) -> bool {
        self.values.iter().all(|value| value.is_finite())
    }

    /// Dot product of one task's gradient with a weighted sum of all.
    pub fn along(&self, row: usize, weights: &[f64]) -> f64 {
        self.row(row).iter().zip(weights).map(|(dot, weight)| dot * weight).sum()
    }

    /// `G v`.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.size).map(|row| self.along(row, vector)).collect()
    }

    /// `vᵀ G v`, the squared length of the weighted sum of the gradients.
    pub fn quadratic(&self, vector: &[f64]) -> f64 {
        self.times(vector).iter().zip(vector).map(|(a, b)| a * b).sum()
    }

    /// The Gramian of some of the tasks, in the given order.
    pub fn select(&self, tasks: &[usize]) -> Self {
        let values = tasks.iter().flat_map(|&row| tasks.iter().map(move |&column| self.get(row, column)));
        Self { size: tasks.len(), values: values.collect() }
    }
}
