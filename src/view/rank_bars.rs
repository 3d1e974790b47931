//! Which levels of an order are taken for which: probabilities by actual level, and how far off answers are.

use super::card::ViewCard;
use super::scored::no_number;
use super::seen::{Evidence, Seen};
use crate::figure::{Axis, Bar, Body, Cell, Chart, Drawn, Grid, Layer, Options, Tone};
use crate::gain::Predicted;
use crate::metric::largest;
use crate::schema::text::{count, plural};

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "rank_bars", name: "Levels", needs_valid: false, draw };

/// The rows of one actual level.
struct Level {
    rows: Vec<u32>,
    /// Sum of the probabilities of each level.
    shares: Vec<f64>,
}

fn draw(seen: &Seen<'_>, _: &Options) -> Drawn {
    let Evidence::Rows(Predicted::Levels { probabilities, labels, classes }) = &seen.evidence else {
        return Drawn::default();
    };
    let classes = *classes;
    if classes == 0 {
        return Drawn::default();
    }
    let mut levels: Vec<Level> =
        (0..classes).map(|_| Level { rows: Vec::new(), shares: vec![0.0; classes] }).collect();
    // By how many levels the answer is above the actual one, from as far below as can be.
    let mut off = vec![Vec::new(); 2 * classes - 1];
    let mut broken = 0;
    for ((&row, &actual), shares) in seen.rows.iter().zip(labels).zip(probabilities.chunks_exact(classes)) {
        if shares.iter().any(|share| !share.is_finite()) {
            broken += 1;
            continue;
        }
        let Some(level) = levels.get_mut(actual) else { continue };
        level.rows.push(row);
        level.shares.iter_mut().zip(shares).for_each(|(sum, &share)| *sum += f64::from(share));
        off[largest(shares) + classes - 1 - actual].push(row);
    }
    let means = grid(seen, levels);
    let mut drawn = Drawn::of(
        "To the left each line holds the rows of one actual level, and its cells the mean probability that the head gives to each level: next to the diagonal, neighbours are taken for one another. To the right rows are counted by how many levels the answer is too low or too high.",
        seen.figure("mean probability of each level by actual level", Body::Grid(means)),
    );
    drawn.figures.push(seen.figure("rows by how far off the answer is", Body::Chart(distances(off))));
    drawn.notes.extend(no_number(broken));
    drawn
}

fn grid(seen: &Seen<'_>, levels: Vec<Level>) -> Grid {
    let name = |level: usize| seen.classes.get(level).cloned().unwrap_or_default();
    let names: Vec<String> = (0..levels.len()).map(name).collect();
    let line = |(actual, level): (usize, Level)| {
        let rows = level.rows.len();
        let cell = |(predicted, sum): (usize, f64)| {
            if rows == 0 {
                return Cell::text("–");
            }
            let mean = sum / rows as f64;
            let note = format!(
                "{} of {} are given a probability of {} of {:.1} % on average",
                plural(rows, "row"),
                names[actual],
                names[predicted],
                100.0 * mean
            );
            Cell::text(format!("{:.1} %", 100.0 * mean)).shaded(mean).noting(note)
        };
        let mut cells: Vec<Cell> = level.shares.into_iter().enumerate().map(cell).collect();
        // Every cell is a mean over the same rows, which stand once, at the end of the line.
        cells.push(Cell { rows: level.rows, ..Cell::text(count(rows)) });
        cells
    };
    Grid {
        corner: "actual ↓ probability of →".to_owned(),
        cells: levels.into_iter().enumerate().map(line).collect(),
        columns: names.iter().cloned().chain(["rows".to_owned()]).collect(),
        rows: names.clone(),
    }
}

/// Bars from the farthest below to the farthest above that there is, around 0.
fn distances(off: Vec<Vec<u32>>) -> Chart {
    let middle = off.len() / 2;
    let farthest = off.iter().enumerate().filter(|(_, rows)| !rows.is_empty());
    let reach = farthest.map(|(index, _)| index.abs_diff(middle)).max().unwrap_or(0);
    let name = |index: usize| match index as isize - middle as isize {
        0 => "0".to_owned(),
        below if below < 0 => format!("−{}", -below),
        above => format!("+{above}"),
    };
    let shown = middle - reach..=middle + reach;
    let names = shown.clone().map(name).collect();
    let kept = off.into_iter().enumerate().filter(|(index, rows)| shown.contains(index) && !rows.is_empty());
    let bar = |(index, rows): (usize, Vec<u32>)| {
        let band = (index + reach - middle) as f64;
        Bar { from: band - 0.4, to: band + 0.4, low: 0.0, high: rows.len() as f64, rows }
    };
    let bars = kept.map(bar).collect();
    Chart {
        x: Axis::bands("predicted less actual, in levels", names),
        y: Axis::holding("rows", &[0.0]),
        layers: vec![Layer::bars("rows", Tone::Own, bars)],
    }
}
