//! How often two labels of a set are yes in the same row, actual beside predicted.

use super::card::ViewCard;
use super::seen::{Evidence, Seen};
use crate::figure::{Body, Cell, Control, Drawn, Grid, Options};
use crate::gain::Predicted;
use crate::metric::is_named;
use crate::schema::text::{count, plural};

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "together", name: "Labels together", needs_valid: false, draw };

/// Most labels that are shown: the cells of more can't be read.
const MOST_LABELS: usize = 24;

/// Most row numbers behind the cells of both grids: more take too long to be sent.
const MOST_ROWS: usize = 400_000;

/// What a cell can say, each with its key and name.
const SHOWN: [(&str, &str); 3] = [
    ("count", "rows"),
    ("share", "share of all rows"),
    ("given", "share of the rows in which the label of the line is yes"),
];

/// A bit a row.
struct Bits(Vec<u64>);

impl Bits {
    fn none(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(64)])
    }

    fn set(&mut self, index: usize, bit: bool) {
        if let Some(word) = self.0.get_mut(index / 64) {
            *word |= u64::from(bit) << (index % 64);
        }
    }

    fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    fn pick(&self, rows: &[u32]) -> Vec<u32> {
        let mut picked = Vec::with_capacity(self.count());
        for (&word, rows) in self.0.iter().zip(rows.chunks(64)) {
            let mut left = word;
            while left != 0 {
                picked.extend(rows.get(left.trailing_zeros() as usize));
                left &= left - 1;
            }
        }
        picked
    }
}

/// One label in all rows.
struct Label {
    name: String,
    known: Bits,
    actual: Bits,
    /// Only where it is known.
    predicted: Bits,
}

fn draw(seen: &Seen<'_>, options: &Options) -> Drawn {
    let Evidence::Rows(Predicted::Labels { probabilities, labels, count: width }) = &seen.evidence else {
        return Drawn::default();
    };
    let mut labels = read(seen, probabilities, labels, (*width).max(1));
    let all = labels.len();
    most_frequent(&mut labels);
    let shown = SHOWN.iter().find(|(key, _)| options.get("shown") == Some(key)).unwrap_or(&SHOWN[0]).0;
    let sides: [fn(&Label) -> &Bits; 2] = [|label| &label.actual, |label| &label.predicted];
    let pairs = || labels.iter().flat_map(|a| labels.iter().map(move |b| (a, b)));
    let behind: usize =
        sides.iter().map(|side| pairs().map(|(a, b)| side(a).and(side(b)).count()).sum::<usize>()).sum();
    let rows = (behind <= MOST_ROWS).then_some(seen.rows.as_slice());
    let [actual, predicted] = sides.map(|side| grid(&labels, side, shown, rows));
    let mut drawn = Drawn::of(
        "Each cell counts the rows in which the label of its line and that of its column are both yes: to the left what is so, to the right what the head says. On the diagonal stands how often a label is yes at all.",
        seen.figure("labels that are yes together", Body::Grid(actual)),
    )
    .with(Control::choice("shown", "A cell says", SHOWN, shown));
    drawn.figures.push(seen.figure("labels answered yes together", Body::Grid(predicted)));
    let is_whole = labels.iter().all(|label| label.known.count() == seen.rows.len());
    drawn
        .notes
        .extend((!is_whole).then(|| "A cell counts only rows in which both labels are known.".to_owned()));
    drawn.notes.extend(
        (all > labels.len()).then(|| {
            format!("The {} most frequent of {} labels are shown.", count(labels.len()), count(all))
        }),
    );
    drawn
        .notes
        .extend(rows.is_none().then(|| "There are too many rows to open them from a cell.".to_owned()));
    drawn
}

/// - `probabilities`, `labels`: `[rows, labels]`, row-major, and read in this order, which is many times as fast as label by label
fn read(seen: &Seen<'_>, probabilities: &[f64], labels: &[Option<bool>], width: usize) -> Vec<Label> {
    let none = || Bits::none(seen.rows.len());
    let label =
        |name: &String| Label { name: name.clone(), known: none(), actual: none(), predicted: none() };
    let mut read: Vec<Label> = seen.classes.iter().map(label).collect();
    for (row, (shares, labels)) in probabilities.chunks(width).zip(labels.chunks(width)).enumerate() {
        for (label, (&share, &is_yes)) in read.iter_mut().zip(shares.iter().zip(labels)) {
            label.known.set(row, is_yes.is_some());
            label.actual.set(row, is_yes == Some(true));
            label.predicted.set(row, is_yes.is_some() && is_named(share));
        }
    }
    read
}

/// Leaves the labels that are yes most often, in their order.
fn most_frequent(labels: &mut Vec<Label>) {
    let mut counts: Vec<(usize, usize)> =
        labels.iter().enumerate().map(|(index, label)| (label.actual.count(), index)).collect();
    counts.sort_by_key(|&(count, index)| (std::cmp::Reverse(count), index));
    let mut kept = vec![false; labels.len()];
    counts.iter().take(MOST_LABELS).for_each(|&(_, index)| kept[index] = true);
    let mut kept = kept.into_iter();
    labels.retain(|_| kept.next().unwrap_or(false));
}

/// - `rows`: by their numbers in the table; `None` where cells carry none
fn grid(labels: &[Label], side: fn(&Label) -> &Bits, shown: &str, rows: Option<&[u32]>) -> Grid {
    let cell = |line: &Label, column: &Label| {
        let both = side(line).and(side(column));
        let known = line.known.and(&column.known);
        let (part, all, given) = (both.count(), known.count(), side(line).and(&known).count());
        let percent = |whole: usize| match whole {
            0 => "–".to_owned(),
            whole => format!("{:.1} %", 100.0 * part as f64 / whole as f64),
        };
        let text = match shown {
            "share" => percent(all),
            "given" => percent(given),
            _ => count(part),
        };
        let note = format!(
            "{} with both {} and {}, {} of {} with {}",
            plural(part, "row"),
            line.name,
            column.name,
            percent(given),
            plural(given, "row"),
            line.name
        );
        let rows = rows.map(|rows| both.pick(rows)).unwrap_or_default();
        Cell { rows, ..Cell::text(text).shaded(part as f64 / given.max(1) as f64).noting(note) }
    };
    let names: Vec<String> = labels.iter().map(|label| label.name.clone()).collect();
    Grid {
        corner: "yes ↓ and yes →".to_owned(),
        cells: labels.iter().map(|line| labels.iter().map(|column| cell(line, column)).collect()).collect(),
        rows: names.clone(),
        columns: names,
    }
}
