//! What a model's shared part hands to its heads.

use burn::tensor::Tensor;

/// What the trunk makes of rows, and, where heads read it, the map of a picture: the same for all tasks, or each task's own.
#[derive(Clone, Debug)]
pub enum Representation {
    /// `[rows, width]`
    Shared(Tensor<2>),
    /// `[tasks, rows, width]`, in the model's order.
    PerTask(Tensor<3>),
}

impl Representation {
    /// A copy for each task, cut from the graph, that gathers its own gradient: `[tasks, rows, width]`.
    pub fn leaves(&self, tasks: usize) -> Tensor<3> {
        let own = match self {
            Self::Shared(features) => {
                let [rows, width] = features.dims();
                features.clone().inner().unsqueeze::<3>().expand([tasks, rows, width])
            }
            Self::PerTask(features) => features.clone().inner(),
        };
        own.autodiff().require_grad()
    }

    /// The same with the map of a picture, which heads may read beside the trunk's features, behind them.
    ///
    /// - `map`: `[1 or tasks, rows, positions, channels]`
    pub fn with_map(self, map: Tensor<4>) -> Self {
        let [count, rows, positions, channels] = map.dims();
        let map = map.reshape([count, rows, positions * channels]);
        match self {
            Self::Shared(features) => {
                // Members of an ensemble read the same map.
                let [all, _] = features.dims();
                let map: Tensor<2> = map.squeeze_dim(0);
                let map = if all == rows { map } else { map.repeat_dim(0, all / rows.max(1)) };
                Self::Shared(Tensor::cat(vec![features, map], 1))
            }
            Self::PerTask(features) => {
                let [tasks, rows, _] = features.dims();
                let map = map.expand([tasks, rows, positions * channels]);
                Self::PerTask(Tensor::cat(vec![features, map], 2))
            }
        }
    }

    /// The trunk's features and the map behind them, `[1 or tasks, rows, positions, channels]`.
    pub fn apart(&self, [positions, channels]: [usize; 2]) -> (Self, Tensor<4>) {
        let size = positions * channels;
        let apart = |all: Tensor<3>| {
            let [count, rows, width] = all.dims();
            let map = all.clone().narrow(2, width - size, size);
            (all.narrow(2, 0, width - size), map.reshape([count, rows, positions, channels]))
        };
        match self {
            Self::Shared(all) => {
                let (features, map) = apart(all.clone().unsqueeze());
                (Self::Shared(features.squeeze_dim(0)), map)
            }
            Self::PerTask(all) => {
                let (features, map) = apart(all.clone());
                (Self::PerTask(features), map)
            }
        }
    }

    /// What one task reads, by its place in the model's order.
    pub fn of_task(self, place: usize) -> Self {
        match self {
            Self::Shared(features) => Self::Shared(features),
            Self::PerTask(features) => Self::PerTask(features.narrow(0, place, 1)),
        }
    }

    /// A number whose gradient by the shared parameters is that of the losses; `None` where no parameter is shared.
    ///
    /// - `slopes`: derivative of the losses by the features of each task that reads it, `[tasks, rows, width]`, without a graph
    pub fn surrogate(self, slopes: Tensor<3>) -> Option<Tensor<1>> {
        match self {
            Self::Shared(features) if features.is_autodiff() => {
                let shape = features.dims();
                Some((features * slopes.sum_dim(0).reshape(shape)).sum())
            }
            Self::PerTask(features) if features.is_autodiff() => Some((features * slopes).sum()),
            Self::Shared(_) | Self::PerTask(_) => None,
        }
    }
}
