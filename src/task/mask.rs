//! A class for each pixel of a picture: one logit a class and pixel, learned by the mean cross-entropy of the pixels that have one.
//!
//! Labels are pictures of grey values, each of which is a class, as large as the input's picture or smaller by a whole number. Outputs go
//! position by position of the encoder's map: all pixels that lie under one stand together, so that the head is a product.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::examples::Response;
use crate::gain::Predicted;
use crate::metric::{MetricKind, Metrics, largest, mask_metrics};
use crate::read::picture::Picture;
use crate::schema::column::ColumnKind;
use crate::schema::error::DataError;
use crate::schema::role::Role;
use crate::table::picture;
use crate::task::answer::Answer;
use crate::task::baseline::{Baseline, entropy, held};
use crate::task::classes::softmax;
use crate::task::fit::Fit;
use crate::task::kind::{Choices, Kind, KindCard, LabelCode, TaskKind};
use crate::task::labelled::Labelled;
use crate::task::labels::{Labels as _, MaskLabels};
use crate::task::said::Said;
use crate::view::{Evidence, HeadView};

/// What is said of it.
pub const CARD: KindCard = KindCard {
    key: "mask",
    name: "A class for each pixel",
    answers: |outputs| format!("mask {outputs}"),
    loss: "cross-entropy",
    metrics: &[MetricKind::Loss, MetricKind::PixelAccuracy, MetricKind::MeanIou],
    main_metric: MetricKind::MeanIou,
    choices: Choices::None,
    has_thresholds: false,
    has_map: true,
    views: &[HeadView::Masks],
    label_code: LabelCode::Number,
};

/// Most classes of pixels.
const MOST_CLASSES: u8 = 16;

/// Most pixels of a mask: the labels of all training rows stay on the device, one number a class and pixel, and the loss is one group of
/// a GPU's threads a pixel, of which WebGPU starts at most 65 535 at once.
const MOST_PIXELS: usize = 64 * 64;

/// Pictures whose pixels are classes, to predict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mask {
    name: String,
    height: usize,
    width: usize,
    /// Height and width of the map that the head reads; both divide those of the mask.
    map: [usize; 2],
    /// The grey value of each class.
    classes: Vec<String>,
    /// Share of each class among the training pixels.
    shares: Vec<f64>,
}

impl Mask {
    /// Fits to a column of pictures.
    ///
    /// # Errors
    /// No picture among the inputs, masks of a size that does not fit to it, or values that are no classes.
    pub(super) fn fit(fit: &Fit<'_>) -> Result<Labelled<Self>, DataError> {
        let Fit { column, table, train, .. } = *fit;
        let task = || column.name.clone();
        let mut inputs = table.with_role(Role::Input);
        let input = inputs.find(|input| input.kind == ColumnKind::Image);
        let input = input.ok_or_else(|| DataError::NoPicture { task: task() })?;
        let map = picture::shape(input)?.map_size();
        let shape = picture::shape(column)?;
        let (height, width) = (shape.height, shape.width);
        let [down, across] = map;
        if height % down != 0 || width % across != 0 {
            let picture = input.name.clone();
            return Err(DataError::MaskSize { task: task(), picture, width, height, across, down });
        }
        let pixels = height * width;
        if pixels > MOST_PIXELS {
            return Err(DataError::LargeMask { task: task(), pixels, most: MOST_PIXELS });
        }
        let mut classes = Vec::with_capacity(table.rows * pixels);
        for row in 0..table.rows {
            match column.label(row).and_then(Picture::of).filter(|_| shape.channels == 1) {
                Some(mask) => classes.extend(mask.values),
                None => classes.resize(classes.len() + pixels, MaskLabels::NONE),
            }
        }
        let largest = classes.iter().copied().filter(|&class| class != MaskLabels::NONE).max().unwrap_or(0);
        if !(1..MOST_CLASSES).contains(&largest) {
            return Err(DataError::MaskClasses { task: task(), largest, most: MOST_CLASSES - 1 });
        }
        let labels = MaskLabels::new(pixels, classes);
        let mut own = Self {
            name: task(),
            height,
            width,
            map,
            classes: (0..=largest).map(|class| class.to_string()).collect(),
            shares: Vec::new(),
        };
        let counts = own.counts(&labels.pick(train), |_| 1.0);
        let total = counts.iter().sum::<f64>().max(1.0);
        own.shares = counts.iter().map(|count| count / total).collect();
        Ok(Labelled { kind: own, labels, kinds: vec![TaskKind::Mask], notes: Vec::new() })
    }

    fn pixels(&self) -> usize {
        self.height * self.width
    }

    /// What the pixels of each class weigh, each as its row does.
    fn counts(&self, labels: &MaskLabels, weight: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut counts = vec![0.0; self.classes.len()];
        for (index, class) in labels.known() {
            if let Some(count) = counts.get_mut(class) {
                *count += weight(index / self.pixels());
            }
        }
        counts
    }

    /// Where each pixel stands among the outputs: position by position of the map, and row by row under each.
    fn order(&self) -> impl Iterator<Item = usize> {
        let [down, across] = self.map;
        let (height, width) = (self.height / down, self.width / across);
        let index = move |pixel: usize| {
            let (y, x) = (pixel / self.width, pixel % self.width);
            ((y / height * across + x / width) * height + y % height) * width + x % width
        };
        (0..self.pixels()).map(index)
    }

    /// The likeliest class of each pixel.
    ///
    /// - `shares`: `[pixels, classes]`, row-major
    fn likeliest(&self, shares: &[f32]) -> Vec<u8> {
        shares.chunks_exact(self.classes.len()).map(|shares| largest(shares) as u8).collect()
    }

    /// Pixels by actual and predicted class: `[actual][predicted]`.
    fn confusion(&self, labels: &MaskLabels, predicted: impl Fn(usize) -> usize) -> Vec<Vec<usize>> {
        let mut counts = vec![vec![0; self.classes.len()]; self.classes.len()];
        for (index, class) in labels.known() {
            if let Some(count) = counts.get_mut(class).and_then(|row| row.get_mut(predicted(index))) {
                *count += 1;
            }
        }
        counts
    }
}

impl Kind for Mask {
    const KIND: TaskKind = TaskKind::Mask;
    type Labels = MaskLabels;
    /// `[rows, height, width, classes]` probabilities, row-major.
    type Answers = Vec<f32>;

    fn name(&self) -> &str {
        &self.name
    }

    fn classes(&self) -> &[String] {
        &self.classes
    }

    fn output_count(&self) -> usize {
        self.pixels() * self.classes.len()
    }

    fn is_sound(&self) -> bool {
        let [down, across] = self.map;
        let classes = self.classes.len();
        down > 0
            && across > 0
            && self.height.is_multiple_of(down)
            && self.width.is_multiple_of(across)
            && (1..=MOST_PIXELS).contains(&self.height.saturating_mul(self.width))
            && (2..=usize::from(MOST_CLASSES)).contains(&classes)
            && self.shares.len() == classes
    }

    fn write(&self, labels: &MaskLabels, row: usize, into: &mut [f32]) {
        for (&class, index) in labels.get(row).iter().zip(self.order()) {
            let is_known = usize::from(class) < self.classes.len();
            let own = into.get_mut(index * self.classes.len() + usize::from(class)).filter(|_| is_known);
            if let Some(own) = own {
                *own = 1.0;
            }
        }
    }

    fn baseline(&self, labels: &MaskLabels, weights: &[f32]) -> Baseline {
        let counts = self.counts(labels, |row| weights.get(row).copied().unwrap_or(0.0).into());
        let total: f64 = counts.iter().sum();
        let equal = 1.0 / counts.len() as f64;
        let share = |count: &f64| if total > 0.0 { count / total } else { equal };
        let shares: Vec<f64> = counts.iter().map(share).collect();
        let pixels = labels.known().count();
        let outputs = held(&shares, pixels).iter().map(|share| share.ln()).collect();
        // Of labels that weigh nothing there is nothing to learn.
        Baseline { outputs, loss: if total > 0.0 { entropy(&shares) } else { 0.0 } }
    }

    fn baseline_metrics(&self, labels: &MaskLabels) -> Metrics {
        let shares: Vec<f32> = self.shares.iter().map(|&share| share as f32).collect();
        let class = largest(&shares);
        mask_metrics(&self.confusion(labels, |_| class))
    }

    fn read(&self, outputs: &[f32]) -> Vec<f32> {
        let count = self.classes.len();
        let rows = outputs.chunks_exact(self.output_count());
        let pixel = |row: &[f32], index: usize| row.get(index * count..(index + 1) * count).map(softmax);
        rows.flat_map(|row| self.order().filter_map(move |index| pixel(row, index)).flatten()).collect()
    }

    fn response(&self) -> Option<Response> {
        None
    }

    fn example(&self, labels: &MaskLabels, row: usize) -> Vec<f64> {
        labels.get(row).iter().map(|&class| class.into()).collect()
    }

    fn read_numbers(&self, numbers: &[f64]) -> Vec<f32> {
        numbers.iter().map(|&share| share as f32).collect()
    }

    fn predicted(&self, _answers: &Vec<f32>, _labels: &MaskLabels) -> Option<Predicted> {
        None
    }

    fn said(&self, _answers: &Vec<f32>) -> Said {
        Said::Pixels
    }

    fn answer(&self, answers: &Vec<f32>, index: usize) -> Answer {
        let shares = answers.chunks_exact(self.output_count()).nth(index).unwrap_or(&[]);
        let classes = self.likeliest(shares);
        Answer { value: classes.chunks(self.width).map(Value::from).collect(), probabilities: None }
    }

    fn loss(&self, answers: &Vec<f32>, labels: &MaskLabels) -> Option<f64> {
        let share = |(index, class): (usize, usize)| answers.get(index * self.classes.len() + class).copied();
        let losses = labels.known().filter_map(share);
        let (mut count, mut sum) = (0, 0.0);
        for share in losses {
            count += 1;
            sum -= f64::from(share.max(f32::MIN_POSITIVE)).ln();
        }
        (count > 0).then(|| sum / f64::from(count))
    }

    fn metrics(&self, answers: &Vec<f32>, labels: &MaskLabels) -> Metrics {
        let predicted = self.likeliest(answers);
        mask_metrics(&self.confusion(labels, |index| predicted.get(index).copied().unwrap_or(0).into()))
    }

    fn evidence(&self, answers: &Vec<f32>, labels: &MaskLabels) -> Option<Evidence> {
        let likeliest = self.likeliest(answers);
        let found = likeliest.chunks_exact(self.pixels()).enumerate();
        let found = found.filter(|(index, _)| labels.count(*index) > 0);
        let (actual, predicted) =
            found.map(|(index, mask)| (labels.get(index).to_vec(), mask.to_vec())).unzip();
        Some(Evidence::Pixels { width: self.width, actual, predicted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask() -> Mask {
        let classes = ["0", "1", "2"].map(str::to_owned).to_vec();
        Mask { name: "m".into(), height: 4, width: 2, map: [2, 1], classes, shares: vec![0.5, 0.5, 0.0] }
    }

    #[test]
    fn outputs_are_read_where_labels_are_written() {
        let mask = Mask { height: 4, width: 6, map: [2, 3], ..mask() };
        // Each position of the map has two rows of two pixels: the first row's pixels are those of three positions.
        assert_eq!(mask.order().take(8).collect::<Vec<_>>(), [0, 1, 4, 5, 8, 9, 2, 3]);
        let classes: Vec<u8> = (0..24).map(|pixel| [0, 1, 2, 1, 255][pixel % 5]).collect();
        let labels = MaskLabels::new(24, classes.clone());
        let mut outputs = vec![0.0; 72];
        mask.write(&labels, 0, &mut outputs);
        assert_eq!(outputs.iter().sum::<f32>(), 20.0, "one for each pixel with a class");
        outputs.iter_mut().for_each(|output| *output *= 99.0);
        let answers = mask.read(&outputs);
        assert_eq!(mask.metrics(&answers, &labels)[&MetricKind::PixelAccuracy], Some(1.0));
        assert!(mask.loss(&answers, &labels).is_some_and(|loss| loss < 1e-6));
        let rows = mask.answer(&answers, 0).value;
        assert_eq!((rows[0][2].as_u64(), rows[1][0].as_u64()), (Some(2), Some(1)), "{rows}");
    }

    /// Of eight pixels, four are 0, two 1, one 2 and one has none: the shares are 4/7, 2/7 and 1/7, whose entropy is 0.955 700.
    #[test]
    fn the_baseline_is_the_share_of_each_class() {
        let labels = MaskLabels::new(8, vec![0, 0, 0, 0, 1, 1, 2, 255]);
        let baseline = mask().baseline(&labels, &[3.0]);
        assert!((baseline.loss - 0.955_700).abs() < 1e-6, "{baseline:?}");
        assert!((baseline.outputs[1].exp() - 2.0 / 7.0).abs() < 1e-12);
        assert_eq!(mask().baseline_metrics(&labels)[&MetricKind::PixelAccuracy], Some(4.0 / 7.0));
    }
}
