//! What the optimiser remembers of each parameter, by the parameter's path.

use std::collections::BTreeMap;

use burn::module::{Module as _, ModuleVisitor, Param};
use burn::tensor::Tensor;

use super::super::optimizer::{Moments, Optimizer};
use super::error::FileError;
use super::parameters::Path;
use super::tensors::{Content, Gather};
use crate::model::Model;

/// Where the moments of a gradient, and of its square, stand.
const FIRST: &str = "optimizer.first";
const SECOND: &str = "optimizer.second";

/// Adds the moments of all parameters that have some.
///
/// - returns: the updates that each was counted from, by the parameter's path
pub fn add_moments(gather: &mut Gather, model: &Model, optimizer: &Optimizer) -> BTreeMap<String, usize> {
    let mut add = Add { path: Path::default(), gather, optimizer, updates: BTreeMap::new() };
    model.visit(&mut add);
    add.updates
}

/// Gives an optimiser the moments that a file holds.
///
/// - `updates`: of each parameter that has moments, by its path
///
/// # Errors
/// Where one is missing or has another shape, or belongs to no parameter.
pub fn restore_moments(
    content: &mut Content,
    updates: BTreeMap<String, usize>,
    model: &Model,
    optimizer: &mut Optimizer,
) -> Result<(), FileError> {
    let mut restore = Restore { path: Path::default(), content, updates, optimizer, failure: None };
    model.visit(&mut restore);
    let (unknown, failure) = (restore.updates.into_keys().next(), restore.failure);
    match (failure, unknown) {
        (Some(error), _) => Err(error),
        (None, Some(path)) => Err(FileError::UnknownTensor { kind: content.kind(), name: path }),
        (None, None) => Ok(()),
    }
}

struct Add<'a> {
    path: Path,
    gather: &'a mut Gather,
    optimizer: &'a Optimizer,
    updates: BTreeMap<String, usize>,
}

impl ModuleVisitor for Add<'_> {
    fn enter_module(&mut self, name: &str, of: &str) {
        self.path.enter(name, of);
    }

    fn exit_module(&mut self, _name: &str, _of: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let Some(moments) = self.optimizer.moments::<D>(param.id) else { return };
        self.gather.add(self.path.name(FIRST), moments.first.clone());
        self.gather.add(self.path.name(SECOND), moments.second.clone());
        self.updates.insert(self.path.name("model"), moments.updates);
    }
}

struct Restore<'a> {
    path: Path,
    content: &'a mut Content,
    updates: BTreeMap<String, usize>,
    optimizer: &'a mut Optimizer,
    failure: Option<FileError>,
}

impl Restore<'_> {
    fn moments<const D: usize>(&mut self, like: &Tensor<D>, updates: usize) -> Result<Moments<D>, FileError> {
        let (shape, device) = (like.dims(), like.device().without_autodiff());
        let first = self.content.take_tensor(&self.path.name(FIRST), shape, &device)?;
        let second = self.content.take_tensor(&self.path.name(SECOND), shape, &device)?;
        Ok(Moments { first, second, updates })
    }
}

impl ModuleVisitor for Restore<'_> {
    fn enter_module(&mut self, name: &str, of: &str) {
        self.path.enter(name, of);
    }

    fn exit_module(&mut self, _name: &str, _of: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let Some(updates) = self.updates.remove(&self.path.name("model")) else { return };
        match self.moments(&param.val(), updates) {
            Ok(moments) => self.optimizer.remember(param.id, moments),
            Err(error) => {
                self.failure.get_or_insert(error);
            }
        }
    }
}
