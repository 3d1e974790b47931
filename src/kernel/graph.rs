//! How the operations stand in a graph: what each keeps for the way back, and how it goes.

use burn::backend::Autodiff;
use burn::backend::AutodiffBackend as _;
use burn::backend::TensorMetadata as _;
use burn::backend::tensor::FloatTensor;
use burn::tensor::Shape;
use burn_autodiff::checkpoint::base::Checkpointer;
use burn_autodiff::checkpoint::strategy::CheckpointStrategy;
use burn_autodiff::grads::Gradients;
use burn_autodiff::ops::{Backward, Ops, OpsKind, unary};

use super::Kernels;

/// Goes back through [`Kernels::layer`].
#[derive(Debug)]
struct Layer;

impl<B: Kernels> Backward<B, 3> for Layer {
    /// Input, weight, output, and whether the output went through a ReLU.
    type State = (FloatTensor<B>, FloatTensor<B>, FloatTensor<B>, bool);

    fn backward(self, ops: Ops<Self::State, 3>, grads: &mut Gradients, _checkpointer: &mut Checkpointer) {
        let slopes = grads.consume::<B>(&ops.node);
        let (x, weight, output, relu) = ops.state;
        let [by_input, by_weight, by_bias] = ops.parents;
        if let Some(node) = by_input {
            let is_shared = x.rank() == 3 && x.shape()[0] < weight.shape()[0];
            let own = B::slopes_by_input(slopes.clone(), output.clone(), weight, relu, is_shared);
            grads.register::<B>(node.id, own);
        }
        let rank = slopes.rank();
        let (weights, biases) = B::slopes_by_parameters(x, slopes, output, relu);
        if let Some(node) = by_weight {
            grads.register::<B>(node.id, weights);
        }
        if let Some(node) = by_bias {
            let outputs = biases.shape()[rank - 1];
            let biases = if rank == 2 { B::float_reshape(biases, Shape::new([outputs])) } else { biases };
            grads.register::<B>(node.id, biases);
        }
    }
}

/// Goes back from [`Kernels::follow`].
#[derive(Debug)]
struct Follow;

impl<B: Kernels> Backward<B, 1> for Follow {
    type State = FloatTensor<B>;

    fn backward(self, ops: Ops<Self::State, 1>, grads: &mut Gradients, _checkpointer: &mut Checkpointer) {
        let slopes = ops.state;
        // What comes is the one that a way back begins with: sums pass it on as it is.
        unary::<B, _>(ops.parents, ops.node, grads, |_one| slopes);
    }
}

/// Goes back through [`Kernels::weighted_sums`].
#[derive(Debug)]
struct WeightedSums;

impl<B: Kernels> Backward<B, 1> for WeightedSums {
    /// Codes, weights, and how many vectors the table has.
    type State = (FloatTensor<B>, FloatTensor<B>, usize);

    fn backward(self, ops: Ops<Self::State, 1>, grads: &mut Gradients, _checkpointer: &mut Checkpointer) {
        let (codes, weights, count) = ops.state;
        unary::<B, _>(ops.parents, ops.node, grads, |slopes| {
            B::slopes_by_table(slopes, codes, weights, count)
        });
    }
}

impl<B: Kernels, C: CheckpointStrategy> Kernels for Autodiff<B, C> {
    fn layer(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        relu: bool,
    ) -> FloatTensor<Self> {
        let nodes = [x.node(), weight.node(), bias.node()];
        let [x, weight, bias] = [x, weight, bias].map(|tensor| tensor.into_primitive());
        match Layer.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(prepared) => {
                let output = B::layer(x.clone(), weight.clone(), bias, relu);
                prepared.finish((x, weight, output.clone(), relu), output)
            }
            OpsKind::UnTracked(prepared) => prepared.finish(B::layer(x, weight, bias, relu)),
        }
    }

    fn weighted_sums(
        table: FloatTensor<Self>,
        codes: FloatTensor<Self>,
        weights: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let node = table.node();
        let [table, codes, weights] = [table, codes, weights].map(|tensor| tensor.into_primitive());
        let count = table.shape()[1];
        let sums = B::weighted_sums(table, codes.clone(), weights.clone());
        match WeightedSums.prepare::<C>([node]).compute_bound().stateful() {
            OpsKind::Tracked(prepared) => prepared.finish((codes, weights, count), sums),
            OpsKind::UnTracked(prepared) => prepared.finish(sums),
        }
    }

    // Slopes are numbers here: there is no way back from what is found on a way back.

    fn slopes_by_input(
        slopes: FloatTensor<Self>,
        output: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        relu: bool,
        is_shared: bool,
    ) -> FloatTensor<Self> {
        let [slopes, output, weight] = [slopes, output, weight].map(|tensor| tensor.into_primitive());
        Self::from_inner(B::slopes_by_input(slopes, output, weight, relu, is_shared))
    }

    fn slopes_by_parameters(
        x: FloatTensor<Self>,
        slopes: FloatTensor<Self>,
        output: FloatTensor<Self>,
        relu: bool,
    ) -> (FloatTensor<Self>, FloatTensor<Self>) {
        let [x, slopes, output] = [x, slopes, output].map(|tensor| tensor.into_primitive());
        let (weights, biases) = B::slopes_by_parameters(x, slopes, output, relu);
        (Self::from_inner(weights), Self::from_inner(biases))
    }

    fn slopes_by_table(
        slopes: FloatTensor<Self>,
        codes: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        count: usize,
    ) -> FloatTensor<Self> {
        let [slopes, codes, weights] = [slopes, codes, weights].map(|tensor| tensor.into_primitive());
        Self::from_inner(B::slopes_by_table(slopes, codes, weights, count))
    }

    fn cross_entropy(
        output: FloatTensor<Self>,
        target: FloatTensor<Self>,
        share: FloatTensor<Self>,
    ) -> (FloatTensor<Self>, FloatTensor<Self>) {
        let [output, target, share] = [output, target, share].map(|tensor| tensor.into_primitive());
        let (slopes, parts) = B::cross_entropy(output, target, share);
        (Self::from_inner(slopes), Self::from_inner(parts))
    }

    fn follow(
        output: FloatTensor<Self>,
        slopes: FloatTensor<Self>,
        number: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let node = output.node();
        let slopes = slopes.into_primitive();
        let number = B::follow(output.into_primitive(), slopes.clone(), number.into_primitive());
        match Follow.prepare::<C>([node]).compute_bound().stateful() {
            OpsKind::Tracked(prepared) => prepared.finish(slopes, number),
            OpsKind::UnTracked(prepared) => prepared.finish(number),
        }
    }
}
