//! Reads every parameter's gradient, and moves one number of one parameter.

use burn::module::{Module as _, ModuleMapper, ModuleVisitor, Param, ParamId};
use burn::optim::GradientsParams;
use burn::tensor::{Device, ExecutionError, Tensor, TensorData};
use polyhead::model::Model;

/// What a device hands out.
pub fn block(future: impl Future<Output = Result<TensorData, ExecutionError>>) -> Vec<f64> {
    let data = futures::executor::block_on(future).expect("readable");
    let values: Vec<f32> = data.try_into_vec().expect("floats");
    values.into_iter().map(f64::from).collect()
}

/// Every parameter's gradient.
struct Collect<'a>(&'a GradientsParams, Vec<(ParamId, Vec<f64>)>);

impl ModuleVisitor for Collect<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.0.get::<D>(param.id) {
            self.1.push((param.id, block(gradient.into_data_async())));
        }
    }
}

/// Every parameter with its gradient, in the model's order.
pub fn collect(model: &Model, gradients: &GradientsParams) -> Vec<(ParamId, Vec<f64>)> {
    let mut collect = Collect(gradients, Vec::new());
    model.visit(&mut collect);
    collect.1
}

/// Moves one number of one parameter.
pub struct Move(pub ParamId, pub usize, pub f32);

impl ModuleMapper for Move {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        if param.id != self.0 {
            return param;
        }
        let (place, by) = (self.1, self.2);
        param.map(|value| {
            let shape = value.dims();
            let mut step = vec![0.0_f32; shape.iter().product()];
            step[place] = by;
            let step = Tensor::from_data(TensorData::new(step, shape), &Device::flex());
            (value.inner() + step).autodiff().require_grad()
        })
    }
}
