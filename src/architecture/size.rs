//! Sizes of stacks of layers, of which all architectures are made.

/// Inputs and outputs of each layer of a stack with the given widths.
pub fn layer_sizes(inputs: usize, widths: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    std::iter::once(inputs).chain(widths.iter().copied()).zip(widths.iter().copied())
}

/// Weights and biases of a stack of linear layers.
pub(super) fn stack_parameters(inputs: usize, widths: &[usize]) -> usize {
    layer_sizes(inputs, widths).map(|(from, to)| (from + 1) * to).sum()
}

/// Weights and biases of all heads on `width` features.
///
/// - `hidden`: widths of each head's hidden layers
/// - `outputs`: numbers that each task's head computes
pub(super) fn head_parameters(width: usize, hidden: &[usize], outputs: &[usize]) -> usize {
    let last = hidden.last().copied().unwrap_or(width);
    let head = |&output: &usize| stack_parameters(width, hidden) + (last + 1) * output;
    outputs.iter().map(head).sum()
}
