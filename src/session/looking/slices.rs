//! Parts of the table where a head is most wrong.

use super::ask::{Ask, LookError};
use super::cut::{self, Part};
use super::heads::Head;
use crate::figure::{Body, Cell, Column, Control, Drawn, Figure, Line, Table};
use crate::math::mean::Mean;
use crate::math::normal::normal_quantile;
use crate::schema::role::Role;
use crate::schema::text::{count, number, plural};
use crate::table::column;

/// Most columns that are looked at.
const MOST_COLUMNS: usize = 40;

/// Fewest labelled rows of a slice.
const FEWEST_ROWS: usize = 20;

/// Most lines.
const MOST_LINES: usize = 20;

/// Share of the intervals that hold the true mean.
const CONFIDENCE: f64 = 0.95;

/// How likely any slice may be to be marked where there is no difference at all.
const ERROR: f64 = 0.05;

/// Draws it.
pub async fn draw(ask: &mut Ask<'_>) -> Result<Drawn, LookError> {
    let answers = ask.answers().await?;
    let heads = Head::all(&answers, ask.dataset.rows(ask.request.split));
    let names: Vec<String> = heads.iter().map(|head| head.seen.name.to_owned()).collect();
    let chosen = ask.request.options.index("task", heads.len()).unwrap_or(0);
    let Some(head) = heads.get(chosen) else { return Ok(Drawn::default()) };
    let control = Control::of_names("task", "Task", &names, chosen);
    // What is cut by the answer itself says how errors depend on it, which other views show.
    let is_answer =
        |column: &column::Column| column.name == head.seen.name || head.seen.classes.contains(&column.name);
    let columns: Vec<_> = (ask.table.columns.iter())
        .filter(|column| cut::cuts(column) && !(column.role == Role::Task && is_answer(column)))
        .collect();
    let all = columns.len();
    let finite: Vec<usize> =
        (0..head.seen.rows.len()).filter(|&index| head.errors.values[index].is_finite()).collect();
    let rows: Vec<u32> = finite.iter().map(|&index| head.seen.rows[index]).collect();
    let errors: Vec<f64> = finite.iter().map(|&index| head.errors.values[index]).collect();
    let cut = columns.into_iter().take(MOST_COLUMNS).flat_map(|column| cut::parts(column, &rows));
    let Some((whole, mut slices)) = Slice::all(&errors, cut) else {
        return Ok(Drawn::nothing("No row of this split has a label of this task.").with(control));
    };
    let looked_at = slices.len();
    if looked_at == 0 {
        return Ok(Drawn::nothing(format!("It takes columns with at least two parts, one of {FEWEST_ROWS} labelled rows or more; this split has {} with a label.", plural(rows.len(), "row"))).with(control));
    }
    let limit = normal_quantile(1.0 - ERROR / looked_at as f64);
    slices.retain(|slice| slice.own.value > whole.value);
    slices.sort_by(|a, b| b.low().total_cmp(&a.low()));
    slices.truncate(MOST_LINES);
    let largest = slices.iter().map(|slice| slice.own.value - whole.value).fold(0.0, f64::max);
    let marked = slices.iter().filter(|slice| slice.is_marked(limit)).count();
    let lines = slices.into_iter().map(|slice| {
        let difference = slice.own.value - whole.value;
        let interval =
            slice.own.interval(CONFIDENCE).map(|[low, high]| format!("{} to {}", number(low), number(high)));
        let is_marked = slice.is_marked(limit);
        Line {
            cells: vec![
                Cell::text(slice.part.name),
                Cell::text(count(slice.part.rows.len())),
                Cell::text(number(slice.own.value)).shaded(-difference / largest),
                Cell::text(interval.unwrap_or_else(|| "–".to_owned())),
                Cell::text(format!("+{}", number(difference))),
                Cell::text(if is_marked { "yes" } else { "no" }),
            ],
            rows: slice.part.rows.iter().map(|&index| rows[index]).collect(),
        }
    });
    let columns = vec![
        Column::text("Rows with"),
        Column::number("Rows"),
        Column::number(format!("Mean {}", head.errors.label())),
        Column::number("95 % interval"),
        Column::number("More than on all rows"),
        Column::text("More than chance"),
    ];
    let table = Table { columns, lines: lines.collect() };
    let title =
        format!("{}: where it is most wrong in the {} split", head.seen.name, ask.request.split.key());
    let mut drawn = Drawn::of(
        format!(
            "Parts of the table, by the labels of each column or quarters of its numbers, that this head answers worse than all rows together, whose mean {} is {}. The first has the highest lower end of its interval, so that no small part leads by chance alone.",
            head.errors.name,
            number(whole.value)
        ),
        Figure { title, task: Some(head.seen.task), body: Body::Table(table) },
    )
    .with(control)
    .noting(format!(
        "{} of at least {FEWEST_ROWS} labelled rows looked at in {}. Of so many, some look bad by chance: “more than chance” is what lies {limit:.1} standard errors or more above all other rows (Bonferroni: if no part differed, 5 of 100 such tables would have any mark), as {} here. Intervals are of the mean, by the normal approximation.",
        plural(looked_at, "part"),
        plural(all.min(MOST_COLUMNS), "column"),
        match marked {
            0 => "none does".to_owned(),
            1 => "1 does".to_owned(),
            _ => format!("{marked} do"),
        }
    ));
    drawn.notes.extend(
        (all > MOST_COLUMNS).then(|| format!("The first {MOST_COLUMNS} of {all} columns are looked at.")),
    );
    drawn.notes.extend(head.seen.left_out(rows.len()));
    Ok(drawn)
}

/// A part with the errors in it.
struct Slice {
    part: Part,
    own: Mean,
    /// Of all other rows.
    others: Mean,
}

impl Slice {
    /// The mean error of all rows, and the parts that are large enough; `None` without rows.
    fn all(errors: &[f64], parts: impl Iterator<Item = Part>) -> Option<(Mean, Vec<Self>)> {
        let whole = Mean::of(errors.iter().copied())?;
        let sums = |errors: &mut dyn Iterator<Item = f64>| {
            errors
                .map(|error| error - whole.value)
                .fold([0.0; 2], |[sum, squares], own| [sum + own, squares + own * own])
        };
        let total = sums(&mut errors.iter().copied());
        let slice = |part: Part| {
            let (rows, others) = (part.rows.len(), errors.len() - part.rows.len());
            if rows < FEWEST_ROWS || others < 2 {
                return None;
            }
            let own = sums(&mut part.rows.iter().map(|&index| errors[index]));
            let mean =
                |count: usize, [sum, squares]: [f64; 2]| Mean::of_sums(count, whole.value, sum, squares);
            Some(Self {
                own: mean(rows, own)?,
                others: mean(others, [total[0] - own[0], total[1] - own[1]])?,
                part,
            })
        };
        let slices = parts.filter_map(slice).collect();
        Some((whole, slices))
    }

    /// The lower end of its interval.
    fn low(&self) -> f64 {
        self.own.interval(CONFIDENCE).map_or(self.own.value, |[low, _]| low)
    }

    fn is_marked(&self, limit: f64) -> bool {
        self.own.is_above(&self.others, limit)
    }
}
