//! The rows of one split on the device, from which batches are gathered by index.

use burn::tensor::{Device, Int, Tensor, TensorData};

use crate::data::dataset::Dataset;
use crate::input::block::Block;
use crate::model::Rows;
use crate::schema::split::Split;
use crate::task::layout::Group;

/// One split's numbers and targets, with one empty row at the end that fills up the last batch of an epoch. What is more than numbers is
/// uploaded when it is asked for.
pub struct DeviceRows {
    split: Split,
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
        // A device has no tensors without columns.
        features.resize((rows.len() + 1) * width.max(1), 0.0);
        Self { values: Vec::new(), features: upload(features, width, device), count: rows.len(), split }
    }

    /// Rows, the empty one not counted; also the index of the empty one.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Numbers a row, pictures and targets included.
    pub fn width(&self, dataset: &Dataset) -> usize {
        let [_, inputs] = self.features.dims();
        let pictures: usize = dataset.encoding.inputs().pictures.iter().map(|picture| picture.count()).sum();
        inputs + pictures + self.values.iter().map(|values| values.dims()[1]).sum::<usize>()
    }

    /// Where the rows are.
    pub fn device(&self) -> Device {
        self.features.device()
    }

    /// The rows in `range`.
    pub fn features(&self, range: std::ops::Range<usize>, dataset: &Dataset) -> Rows {
        let numbers = self.features.clone().narrow(0, range.start, range.len());
        Rows { numbers, pictures: self.pictures(range, dataset) }
    }

    /// The rows at `indices`, and the labels of each group.
    pub fn gather(&self, indices: &[u32], dataset: &Dataset) -> (Rows, Vec<Tensor<2>>) {
        let places: Vec<i32> = indices.iter().map(|&index| index as i32).collect();
        let places = TensorData::new(places, [indices.len()]);
        let places = Tensor::<1, Int>::from_data(places, &self.device());
        let select = |tensor: &Tensor<2>| tensor.clone().select(0, places.clone());
        let pictures = self.pictures(indices.iter().map(|&index| index as usize), dataset);
        (Rows { numbers: select(&self.features), pictures }, self.values.iter().map(select).collect())
    }

    fn pictures(&self, indices: impl Iterator<Item = usize>, dataset: &Dataset) -> Vec<Tensor<2>> {
        let rows = dataset.rows(self.split);
        let rows: Vec<Option<u32>> = indices.map(|index| rows.get(index).copied()).collect();
        pictures(dataset.blocks(&rows), &self.device())
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

/// Pictures on the device, one tensor a column: see [`Rows::pictures`].
pub fn pictures(blocks: Vec<Block>, device: &Device) -> Vec<Tensor<2>> {
    let uploaded = blocks.into_iter().map(|Block::Pixels { shape, values }| {
        let values = values.into_iter().map(|value| f32::from(value) / 127.5 - 1.0).collect();
        upload(values, shape.count(), device)
    });
    uploaded.collect()
}

/// Rows of numbers on the device, `[rows, width]`, or of one number where they have none.
pub fn upload(values: Vec<f32>, width: usize, device: &Device) -> Tensor<2> {
    let rows = values.len() / width.max(1);
    Tensor::from_data(TensorData::new(values, [rows, width]), device)
}
