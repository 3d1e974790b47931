//! The parameters of a model by their paths in it.

use burn::module::{Module as _, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::Tensor;

use super::error::FileError;
use super::tensors::{Content, Gather};
use crate::model::Model;

/// Where a walk through a model is. Kinds of trunks and heads are no parts of the path: a model has one trunk.
#[derive(Default)]
pub struct Path(Vec<Option<String>>);

impl Path {
    /// Steps into a field, an entry of a list, or a kind.
    pub fn enter(&mut self, name: &str, of: &str) {
        self.0.push((!of.starts_with("Enum")).then(|| name.to_owned()));
    }

    /// Steps out.
    pub fn exit(&mut self) {
        self.0.pop();
    }

    /// The name of a tensor here.
    pub fn name(&self, prefix: &str) -> String {
        self.0.iter().flatten().fold(prefix.to_owned(), |path, part| format!("{path}.{part}"))
    }
}

/// Adds all parameters of a model.
///
/// - `model`: without autodiff
pub fn add_parameters(gather: &mut Gather, prefix: &str, model: &Model) {
    model.visit(&mut Add { path: Path::default(), prefix, gather });
}

/// The model with the parameters that a file holds.
///
/// # Errors
/// Where one is missing or has another shape.
pub fn restore_parameters(content: &mut Content, prefix: &str, model: Model) -> Result<Model, FileError> {
    let mut restore = Restore { path: Path::default(), prefix, content, failure: None };
    let model = model.map(&mut restore);
    match restore.failure {
        Some(error) => Err(error),
        None => Ok(model),
    }
}

struct Add<'a> {
    path: Path,
    prefix: &'a str,
    gather: &'a mut Gather,
}

impl ModuleVisitor for Add<'_> {
    fn enter_module(&mut self, name: &str, of: &str) {
        self.path.enter(name, of);
    }

    fn exit_module(&mut self, _name: &str, _of: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.gather.add(self.path.name(self.prefix), param.val());
    }
}

struct Restore<'a> {
    path: Path,
    prefix: &'a str,
    content: &'a mut Content,
    failure: Option<FileError>,
}

impl ModuleMapper for Restore<'_> {
    fn enter_module(&mut self, name: &str, of: &str) {
        self.path.enter(name, of);
    }

    fn exit_module(&mut self, _name: &str, _of: &str) {
        self.path.exit();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let value = param.val();
        match self.content.take_data(&self.path.name(self.prefix), &value.dims()) {
            Ok(data) => Param::from_data(data, &value.device()),
            Err(error) => {
                self.failure.get_or_insert(error);
                param
            }
        }
    }
}
