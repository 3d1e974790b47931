//! Where the marks of a chart stand: places on the drawing, what is under a pointer or in a frame, and the chart as lines of a table.

use crate::figure::{Chart, Layer, Marks, Rule, Scaling};
use crate::ui::format::number;
use crate::ui::scale::Scale;

/// Width of the drawing, in its own units.
pub const WIDTH: f64 = 320.0;
/// Its height.
pub const HEIGHT: f64 = 240.0;
/// Room for the names of the vertical axis.
pub const LEFT: f64 = 50.0;
/// Room to the right of the ground.
pub const RIGHT: f64 = 12.0;
/// Room above it.
pub const TOP: f64 = 20.0;
/// Room for the names of the horizontal axis.
pub const BOTTOM: f64 = 38.0;

/// Nearer than this a pointer means a mark.
const REACH: f64 = 10.0;

/// The places of both axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ground {
    x: Scale,
    y: Scale,
    is_log: [bool; 2],
}

/// Something that can be pointed at.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The middle of it on the drawing.
    pub at: [f64; 2],
    /// What it covers: left, top, right, bottom.
    pub frame: [f64; 4],
    /// What is said of it.
    pub text: String,
    /// The rows behind it.
    pub rows: Vec<u32>,
}

impl Ground {
    /// Of a chart.
    pub fn of(chart: &Chart) -> Self {
        let (mut across, mut up) = (Vec::new(), Vec::new());
        for layer in &chart.layers {
            extent(layer, &mut across, &mut up);
        }
        Self {
            x: scale(&chart.x.scaling, across, (LEFT, WIDTH - RIGHT)),
            y: scale(&chart.y.scaling, up, (HEIGHT - BOTTOM, TOP)),
            is_log: [&chart.x.scaling, &chart.y.scaling].map(|scaling| matches!(scaling, Scaling::Log)),
        }
    }

    /// Where a value stands across.
    pub fn across(&self, value: f64) -> f64 {
        self.x.place(if self.is_log[0] { value.log10() } else { value })
    }

    /// Where a value stands up.
    pub fn up(&self, value: f64) -> f64 {
        self.y.place(if self.is_log[1] { value.log10() } else { value })
    }

    /// The values at the ends of both axes.
    pub fn ends(&self) -> [[f64; 2]; 2] {
        [self.x.ends(), self.y.ends()]
    }

    /// Values worth a name on an axis, with their places and names: first the horizontal one's.
    pub fn ticks(&self, chart: &Chart) -> [Vec<(f64, String)>; 2] {
        [(&chart.x.scaling, self.x, 5), (&chart.y.scaling, self.y, 4)].map(|(scaling, scale, most)| {
            match scaling {
                Scaling::Bands { names } => {
                    let place = |(index, name): (usize, &String)| (scale.place(index as f64), name.clone());
                    names.iter().enumerate().map(place).collect()
                }
                Scaling::Linear { .. } => {
                    scale.ticks(most).into_iter().map(|tick| (scale.place(tick), number(tick))).collect()
                }
                Scaling::Log => scale
                    .ticks(most)
                    .into_iter()
                    .filter(|tick| tick.fract() == 0.0)
                    .map(|tick| (scale.place(tick), number(10_f64.powf(tick))))
                    .collect(),
            }
        })
    }

    /// All that can be pointed at, from left to right.
    pub fn marks(&self, chart: &Chart) -> Vec<Mark> {
        let mut marks: Vec<Mark> =
            chart.layers.iter().flat_map(|layer| self.of_layer(chart, layer)).collect();
        // A logarithm has no place for what is not above 0.
        marks.retain(|mark| mark.at.iter().all(|at| at.is_finite()));
        marks.sort_by(|a, b| a.at[0].total_cmp(&b.at[0]));
        marks
    }

    fn of_layer(&self, chart: &Chart, layer: &Layer) -> Vec<Mark> {
        let name = if layer.name.is_empty() { String::new() } else { format!("{}: ", layer.name) };
        let say = |x: f64, y: f64| {
            format!(
                "{name}{} {}, {} {}",
                chart.x.label,
                on_axis(&chart.x.scaling, x),
                chart.y.label,
                on_axis(&chart.y.scaling, y)
            )
        };
        match &layer.marks {
            Marks::Points(points) => {
                let mark = |(index, at): (usize, &[f64; 2])| {
                    let [x, y] = [self.across(at[0]), self.up(at[1])];
                    let row = points.rows.get(index).copied();
                    let behind = row.map(|row| format!(", row {}", row + 1)).unwrap_or_default();
                    let text = say(at[0], at[1]) + &behind;
                    Mark { at: [x, y], frame: [x, y, x, y], text, rows: row.into_iter().collect() }
                };
                points.at.iter().enumerate().map(mark).collect()
            }
            Marks::Line { at } => at
                .iter()
                .map(|at| {
                    let [x, y] = [self.across(at[0]), self.up(at[1])];
                    Mark { at: [x, y], frame: [x, y, x, y], text: say(at[0], at[1]), rows: Vec::new() }
                })
                .collect(),
            Marks::Bars { bars } => bars
                .iter()
                .map(|bar| {
                    let [left, right] = [self.across(bar.from), self.across(bar.to)];
                    let [top, bottom] = [self.up(bar.high), self.up(bar.low)];
                    let of = match &chart.x.scaling {
                        Scaling::Bands { .. } => on_axis(&chart.x.scaling, (bar.from + bar.to) / 2.0),
                        Scaling::Linear { .. } | Scaling::Log => {
                            format!("{} to {}", number(bar.from), number(bar.to))
                        }
                    };
                    Mark {
                        at: [(left + right) / 2.0, top],
                        frame: [left, top, right, bottom],
                        text: format!("{name}{} {of}, {} {}", chart.x.label, chart.y.label, number(bar.high)),
                        rows: bar.rows.clone(),
                    }
                })
                .collect(),
            Marks::Intervals { marks } => marks
                .iter()
                .map(|mark| {
                    let [x, y] = [self.across(mark.at), self.up(mark.value)];
                    let ends = mark.ends.unwrap_or([mark.value; 2]);
                    let sure = mark.ends.map(|[low, high]| format!(" ({} to {})", number(low), number(high)));
                    Mark {
                        at: [x, y],
                        frame: [x, self.up(ends[1]), x, self.up(ends[0])],
                        text: say(mark.at, mark.value) + &sure.unwrap_or_default(),
                        rows: mark.rows.clone(),
                    }
                })
                .collect(),
            Marks::Area { .. } | Marks::Field(_) | Marks::Rule(_) => Vec::new(),
        }
    }
}

/// The mark that a pointer means: one that covers it, or the nearest within reach.
pub fn under(marks: &[Mark], at: [f64; 2]) -> Option<usize> {
    let covers = |mark: &Mark| {
        let [left, top, right, bottom] = mark.frame;
        right > left && (left..=right).contains(&at[0]) && (top..=bottom).contains(&at[1])
    };
    let far = |mark: &Mark| {
        let [left, top, right, bottom] = mark.frame;
        let [x, y] = [at[0].clamp(left, right.max(left)), at[1].clamp(top, bottom.max(top))];
        (at[0] - x).hypot(at[1] - y)
    };
    let near = marks.iter().enumerate().map(|(index, mark)| (index, far(mark)));
    let near =
        near.filter(|(_, far)| *far <= REACH).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index);
    // A dot on a bar is meant before the bar.
    let is_dot = |index: &usize| marks[*index].frame[2] <= marks[*index].frame[0];
    near.filter(is_dot).or_else(|| marks.iter().position(covers)).or(near)
}

/// The rows of all marks that a frame touches: left, top, right, bottom.
pub fn within(marks: &[Mark], frame: [f64; 4]) -> Vec<u32> {
    let [left, top, right, bottom] = frame;
    let touches = |mark: &&Mark| {
        let [from, above, to, below] = mark.frame;
        from <= right && to >= left && above <= bottom && below >= top
    };
    marks.iter().filter(touches).flat_map(|mark| mark.rows.iter().copied()).collect()
}

/// A value as its axis names it.
fn on_axis(scaling: &Scaling, value: f64) -> String {
    match scaling {
        Scaling::Bands { names } => {
            names.get(value.round().max(0.0) as usize).cloned().unwrap_or_else(|| number(value))
        }
        Scaling::Linear { .. } | Scaling::Log => number(value),
    }
}

fn scale(scaling: &Scaling, values: Vec<f64>, places: (f64, f64)) -> Scale {
    match scaling {
        Scaling::Bands { names } => Scale::over([-0.5, names.len().max(1) as f64 - 0.5], places),
        Scaling::Linear { holds } => Scale::over(values.into_iter().chain(holds.iter().copied()), places),
        Scaling::Log => Scale::over(values.into_iter().filter(|&value| value > 0.0).map(f64::log10), places),
    }
}

/// The values that a layer reaches over.
fn extent(layer: &Layer, across: &mut Vec<f64>, up: &mut Vec<f64>) {
    match &layer.marks {
        Marks::Points(points) => {
            across.extend(points.at.iter().map(|at| at[0]));
            up.extend(points.at.iter().map(|at| at[1]));
        }
        Marks::Line { at } => {
            across.extend(at.iter().map(|at| at[0]));
            up.extend(at.iter().map(|at| at[1]));
        }
        Marks::Bars { bars } => {
            across.extend(bars.iter().flat_map(|bar| [bar.from, bar.to]));
            up.extend(bars.iter().flat_map(|bar| [bar.low, bar.high]));
        }
        Marks::Intervals { marks } => {
            across.extend(marks.iter().map(|mark| mark.at));
            up.extend(marks.iter().flat_map(|mark| mark.ends.unwrap_or([mark.value; 2])));
        }
        Marks::Area { bands } => {
            across.extend(bands.iter().map(|band| band.at));
            up.extend(bands.iter().flat_map(|band| [band.low, band.high]));
        }
        Marks::Field(field) => {
            across.extend(field.x);
            up.extend(field.y);
        }
        Marks::Rule(Rule::X { at }) => across.push(*at),
        Marks::Rule(Rule::Y { at }) => up.push(*at),
        Marks::Rule(Rule::Diagonal) => {}
    }
}

/// A chart as lines of a table: what is drawn, across, up, and more where marks have more.
pub fn lines(chart: &Chart) -> Vec<[String; 4]> {
    let [x, y] = [&chart.x.scaling, &chart.y.scaling];
    let mut lines = Vec::new();
    for layer in &chart.layers {
        let name = || layer.name.clone();
        match &layer.marks {
            Marks::Points(points) => lines.extend(points.at.iter().enumerate().map(|(index, at)| {
                let row = points.rows.get(index).map(|row| format!("row {}", row + 1));
                [name(), on_axis(x, at[0]), on_axis(y, at[1]), row.unwrap_or_default()]
            })),
            Marks::Line { at } => {
                lines.extend(
                    at.iter().map(|at| [name(), on_axis(x, at[0]), on_axis(y, at[1]), String::new()]),
                );
            }
            Marks::Bars { bars } => lines.extend(bars.iter().map(|bar| {
                let of = match x {
                    Scaling::Bands { .. } => on_axis(x, (bar.from + bar.to) / 2.0),
                    Scaling::Linear { .. } | Scaling::Log => {
                        format!("{} to {}", number(bar.from), number(bar.to))
                    }
                };
                let rows =
                    if bar.rows.is_empty() { String::new() } else { format!("{} rows", bar.rows.len()) };
                [name(), of, number(bar.high), rows]
            })),
            Marks::Intervals { marks } => lines.extend(marks.iter().map(|mark| {
                let ends = mark.ends.map(|[low, high]| format!("{} to {}", number(low), number(high)));
                [name(), on_axis(x, mark.at), on_axis(y, mark.value), ends.unwrap_or_default()]
            })),
            Marks::Area { bands } => lines.extend(bands.iter().map(|band| {
                [name(), on_axis(x, band.at), number(band.low), format!("to {}", number(band.high))]
            })),
            Marks::Field(field) => {
                let columns = field.columns.max(1);
                let height = field.values.len().div_ceil(columns).max(1);
                let middle = |ends: [f64; 2], index: usize, count: usize| {
                    ends[0] + (ends[1] - ends[0]) * (index as f64 + 0.5) / count as f64
                };
                lines.extend(field.values.iter().enumerate().map(|(index, value)| {
                    [
                        field.measure.clone(),
                        on_axis(x, middle(field.x, index % columns, columns)),
                        on_axis(y, middle(field.y, index / columns, height)),
                        number((*value).into()),
                    ]
                }));
            }
            Marks::Rule(Rule::X { at }) if !layer.name.is_empty() => {
                lines.push([name(), on_axis(x, *at), String::new(), String::new()]);
            }
            Marks::Rule(Rule::Y { at }) if !layer.name.is_empty() => {
                lines.push([name(), String::new(), on_axis(y, *at), String::new()]);
            }
            Marks::Rule(_) => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Axis, Bar, Points, Tone};

    fn chart() -> Chart {
        let bar = |from: f64, high: f64, rows: &[u32]| Bar {
            from,
            to: from + 1.0,
            low: 0.0,
            high,
            rows: rows.to_vec(),
        };
        let points = Points { at: vec![[0.5, 3.0]], rows: vec![9] };
        Chart {
            x: Axis::linear("error"),
            y: Axis::linear("rows"),
            layers: vec![
                Layer::bars("all", Tone::Own, vec![bar(0.0, 2.0, &[1, 2]), bar(1.0, 4.0, &[3])]),
                Layer::points("", Tone::Quiet, points),
            ],
        }
    }

    #[test]
    fn marks_stand_on_the_ground_and_are_found() {
        let chart = chart();
        let ground = Ground::of(&chart);
        assert_eq!((ground.across(0.0), ground.across(2.0)), (LEFT, WIDTH - RIGHT));
        assert_eq!((ground.up(0.0), ground.up(4.0)), (HEIGHT - BOTTOM, TOP));
        let marks = ground.marks(&chart);
        let found = |x: f64, y: f64| {
            under(&marks, [ground.across(x), ground.up(y)]).map(|index| marks[index].text.as_str())
        };
        assert_eq!(found(0.5, 1.0), Some("all: error 0 to 1, rows 2"));
        assert_eq!(found(0.5, 3.0), Some("error 0.5, rows 3, row 10"));
        assert_eq!(found(0.5, 4.0), None);
        let [left, right] = [ground.across(0.1), ground.across(0.6)];
        assert_eq!(within(&marks, [left, TOP, right, HEIGHT]), [1, 2, 9]);
    }

    #[test]
    fn a_chart_is_a_table_as_well() {
        let lines = lines(&chart());
        assert_eq!(lines[0], ["all", "0 to 1", "2", "2 rows"]);
        assert_eq!(lines[2], ["", "0.5", "3", "row 10"]);
    }
}
