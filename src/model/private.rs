//! Which parameters below the heads serve one task alone, so that they follow that task's own loss.

use burn::module::{Module, ModuleVisitor, Param, ParamId};
use burn::tensor::Tensor;

/// Parameters below the heads of which each part, along the first axis, changes what one task's head reads and no other's.
#[derive(Debug, Default)]
pub struct Private {
    /// Parts from the first on; those after them are shared.
    parts: Vec<(ParamId, usize)>,
}

impl Private {
    /// Adds all parts of all parameters of a module.
    pub fn all(&mut self, module: &impl Module) {
        self.first(module, usize::MAX);
    }

    /// Adds the first parts of each parameter of a module.
    pub fn first(&mut self, module: &impl Module, count: usize) {
        module.visit(&mut Add { to: self, count });
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// How many parts of a parameter, from the first on, are private.
    pub fn count(&self, id: ParamId) -> usize {
        self.parts.iter().find(|(own, _)| *own == id).map_or(0, |(_, count)| *count)
    }
}

struct Add<'a> {
    to: &'a mut Private,
    count: usize,
}

impl ModuleVisitor for Add<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let parts = param.val().dims().first().map_or(0, |parts| self.count.min(*parts));
        self.to.parts.push((param.id, parts));
    }
}
