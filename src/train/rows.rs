//! The rows of one split on the device, from which batches are gathered by index.

use burn::tensor::{Device, Int, Tensor, TensorData};

use crate::data::dataset::Dataset;
use crate::schema::split::Split;
use crate::task::layout::Group;

/// One split's features and targets, with one empty row at the end that fills up the last batch of an epoch.
pub struct DeviceRows {
    features: Tensor<2>,
    /// The labels of each group of tasks, `[rows, tasks * outputs]`, as outputs are compared with them; 0 where unlabelled. Rows
    /// that are only answered for have none.
    values: Vec<Tensor<2>>,
    count: usize,
}

impl DeviceRows {
    /// Encodes and uploads the training rows, with their labels.
    pub fn to_train_on(dataset: &Dataset, device: &Device) -> Self {
        let rows = dataset.rows(Split::Train);
        let groups = dataset.layout().groups;
        let values = groups.iter().map(|group| upload(labels(dataset, group, rows), group.width(), device));
        Self { values: values.collect(), ..Self::to_answer(dataset, Split::Train, device) }
    }

    /// Encodes and uploads the rows of a split.
    pub fn to_answer(dataset: &Dataset, split: Split, device: &Device) -> Self {
        let rows = dataset.rows(split);
        let width = dataset.encoding.width();
        let mut features = dataset.features(rows);
        features.resize((rows.len() + 1) * width, 0.0);
        Self { values: Vec::new(), features: upload(features, width, device), count: rows.len() }
    }

    /// Rows, the empty one not counted; also the index of the empty one.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Numbers a row, targets included.
    pub fn width(&self) -> usize {
        let [_, inputs] = self.features.dims();
        inputs + self.values.iter().map(|values| values.dims()[1]).sum::<usize>()
    }

    /// Where the rows are.
    pub fn device(&self) -> Device {
        self.features.device()
    }

    /// The features of the rows in `range`: `[rows, inputs]`.
    pub fn features(&self, range: std::ops::Range<usize>) -> Tensor<2> {
        self.features.clone().narrow(0, range.start, range.len())
    }

    /// The rows at `indices` (`[rows]`): features `[rows, inputs]` and the labels of each group.
    pub fn gather(&self, indices: &Tensor<1, Int>) -> (Tensor<2>, Vec<Tensor<2>>) {
        let select = |tensor: &Tensor<2>| tensor.clone().select(0, indices.clone());
        (select(&self.features), self.values.iter().map(select).collect())
    }
}

/// The labels of one group, followed by an empty row.
fn labels(dataset: &Dataset, group: &Group, rows: &[u32]) -> Vec<f32> {
    let width = group.width();
    let mut values = vec![0.0; (rows.len() + 1) * width];
    for (column, task) in group.tasks.clone().enumerate() {
        for (index, &row) in rows.iter().enumerate() {
            let first = index * width + column * group.outputs;
            dataset.targets[task].write(row as usize, &mut values[first..first + group.outputs]);
        }
    }
    values
}

fn upload(values: Vec<f32>, width: usize, device: &Device) -> Tensor<2> {
    let rows = values.len() / width.max(1);
    Tensor::from_data(TensorData::new(values, [rows, width]), device)
}
