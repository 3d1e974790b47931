//! What all weightings on the Gramian share: absent tasks are left out, weights are scaled, failures are kept for the report.

use super::status::SolverStatus;
use super::{Gramian, Needs, Signals, Weighting};
use crate::schema::state::{State, StateError, expect_none, restored, state_of};

/// What a step's batch says about the tasks that have a labelled row in it.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The tasks, by their places in task order.
    pub tasks: Vec<usize>,
    /// Their losses.
    pub losses: Vec<f64>,
    /// Dot products of their gradients.
    pub gramian: Gramian,
}

impl Measured {
    /// Solves without the tasks whose gradient is zero, for methods that divide by its length, and reports it.
    ///
    /// Such a task is given the others' mean weight: in this step any number would do, and until the next measurement it counts
    /// as it would with equal weights. Zero is also what is lost beside the mean squared length.
    pub fn without_zeros(&self, solve: impl FnOnce(&Self) -> Solution) -> Solution {
        let size = self.gramian.size();
        let mean = self.gramian.trace() / size as f64;
        let is_moved = |&place: &usize| mean > 0.0 && self.gramian.get(place, place) / mean > 0.0;
        let moved: Vec<usize> = (0..size).filter(is_moved).collect();
        if moved.len() == size {
            return solve(self);
        }
        if moved.is_empty() {
            return Solution::equal(size, "all gradients are zero");
        }
        let of = |values: &[f64]| moved.iter().map(|&place| values[place]).collect::<Vec<f64>>();
        let solution = solve(&Self {
            tasks: moved.iter().map(|&place| self.tasks[place]).collect(),
            losses: of(&self.losses),
            gramian: self.gramian.select(&moved),
        });
        let mut weights = vec![solution.weights.iter().sum::<f64>() / moved.len() as f64; size];
        moved.iter().zip(&solution.weights).for_each(|(&place, &weight)| weights[place] = weight);
        let zeros = "a task's gradient is zero: solved for the others".to_owned();
        Solution { weights, problem: Some(solution.problem.unwrap_or(zeros)), ..solution }
    }
}

/// Weights of the measured tasks, as the paper gives them, and how they came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// One weight a measured task, not scaled.
    pub weights: Vec<f64>,
    /// Rounds of an iterative solver; 0 for a formula.
    pub iterations: usize,
    /// Why the weights are not the method's own, if they aren't.
    pub problem: Option<String>,
}

impl Solution {
    /// Equal weights, because the method has none of its own to give.
    pub fn equal(tasks: usize, problem: &str) -> Self {
        Self { weights: vec![1.0; tasks], iterations: 0, problem: Some(format!("{problem}: equal weights")) }
    }

    /// Weights by a formula.
    pub fn exact(weights: Vec<f64>) -> Self {
        Self { weights, iterations: 0, problem: None }
    }
}

/// How raw weights are scaled, so that learning rates compare between methods: equal weights are 1 for every task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// As they are.
    Raw,
    /// Times the number of tasks: for methods whose preference is `1 / T`.
    TimesTasks,
    /// To the number of tasks as their sum: for methods that fix only a direction.
    SumToTasks,
}

/// A method: from the Gramian to weights.
pub trait Solve {
    /// How its weights are scaled.
    const SCALE: Scale;

    /// Weights for the measured tasks; state of the others must be left alone. The Gramian is finite and has a task.
    fn solve(&mut self, measured: &Measured) -> Solution;

    /// What it has learned and drawn so far; see [`Weighting::state`].
    fn state(&self) -> Result<State, StateError> {
        Ok(State::Null)
    }

    /// Goes on from a state; see [`Weighting::restore`].
    fn restore(&mut self, state: State) -> Result<(), StateError> {
        expect_none(&state)
    }
}

/// A weighting that solves for its weights on the Gramian; 1 until it is solved. A task absent from the measured batch keeps its
/// weight, which counts in the batches up to the next measurement, and has no say in the others'.
#[derive(Debug)]
pub struct OnGramian<S> {
    solver: S,
    weights: Vec<f64>,
    status: SolverStatus,
}

impl<S: Solve> OnGramian<S> {
    /// A weighting for so many tasks.
    pub fn new(solver: S, task_count: usize) -> Self {
        Self { solver, weights: vec![1.0; task_count], status: SolverStatus::default() }
    }

    fn solve(&mut self, signals: &Signals<'_>) -> (Vec<usize>, Solution) {
        let present = signals.losses.iter().enumerate().filter_map(|(task, loss)| Some((task, (*loss)?)));
        let (tasks, losses): (Vec<usize>, Vec<f64>) = present.unzip();
        let count = tasks.len();
        let Some(gramian) = signals.gramian else {
            return (tasks, Solution::equal(count, "no Gramian was measured"));
        };
        let gramian = gramian.select(&tasks);
        if !gramian.is_finite() {
            return (tasks, Solution::equal(count, "the Gramian is not finite"));
        }
        if tasks.is_empty() {
            return (tasks, Solution::exact(Vec::new()));
        }
        let measured = Measured { tasks, losses, gramian };
        let mut solution = self.solver.solve(&measured);
        scale(&mut solution, S::SCALE);
        (measured.tasks, solution)
    }
}

/// Scales the weights; where that fails they are equal, and the solution says so.
fn scale(solution: &mut Solution, scale: Scale) {
    let count = solution.weights.len();
    let tasks = count as f64;
    let factor = match scale {
        Scale::Raw => 1.0,
        Scale::TimesTasks => tasks,
        Scale::SumToTasks => tasks / solution.weights.iter().sum::<f64>(),
    };
    solution.weights.iter_mut().for_each(|weight| *weight *= factor);
    if solution.weights.iter().any(|weight| !weight.is_finite()) {
        solution.weights = vec![1.0; count];
        solution.problem.get_or_insert_with(|| "its weights are not finite: equal weights".into());
    }
}

impl<S: Solve> Weighting for OnGramian<S> {
    fn needs(&self) -> Needs {
        Needs::Gramian
    }

    fn weights(&mut self, signals: &Signals<'_>) -> Vec<f64> {
        let (tasks, solution) = self.solve(signals);
        self.status.solved += 1;
        self.status.most_iterations = self.status.most_iterations.max(solution.iterations);
        if let Some(problem) = solution.problem {
            self.status.failed += 1;
            self.status.last_problem = Some(problem);
        }
        for (task, weight) in tasks.into_iter().zip(solution.weights) {
            self.weights[task] = weight;
        }
        self.weights.clone()
    }

    fn solver(&self) -> Option<SolverStatus> {
        Some(self.status.clone())
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&(&self.weights, &self.status, self.solver.state()?))
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        let solver;
        (self.weights, self.status, solver) = restored(&self.state()?, state)?;
        self.solver.restore(solver)
    }
}
