//! Two classes, levels and a set of labels, made by hand, and what is read off their drawings.

use polyhead::figure::{Body, Chart, Drawn, Grid, Layer, Options};

use crate::seen::{Said, classes, labels};

/// Probabilities of the second of two classes.
pub const SCORES: [f32; 16] =
    [0.05, 0.1, 0.15, 0.2, 0.2, 0.35, 0.4, 0.4, 0.45, 0.55, 0.6, 0.6, 0.7, 0.8, 0.9, 0.95];
/// Whether each row is of it.
pub const IS_YES: [usize; 16] = [0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1];

/// Three classes, in order or not.
pub const LEVELS: [(&[f32], usize); 10] = [
    (&[0.7, 0.2, 0.1], 0),
    (&[0.3, 0.4, 0.3], 0),
    (&[0.2, 0.5, 0.3], 1),
    (&[0.1, 0.3, 0.6], 2),
    (&[0.6, 0.3, 0.1], 0),
    (&[0.2, 0.2, 0.6], 2),
    (&[0.4, 0.5, 0.1], 1),
    (&[0.25, 0.35, 0.4], 1),
    (&[0.1, 0.1, 0.8], 2),
    (&[0.5, 0.3, 0.2], 1),
];

/// [`SCORES`] of the second of two classes.
pub fn two_classes() -> Said {
    let rows: Vec<[f32; 2]> = SCORES.iter().map(|&score| [1.0 - score, score]).collect();
    let rows: Vec<(&[f32], usize)> = rows.iter().map(|row| row.as_slice()).zip(IS_YES).collect();
    classes("two classes", false, &rows)
}

/// The same of the second of two labels; the first one is known in every other row.
pub fn label_set() -> Said {
    let rows = SCORES.iter().zip(IS_YES).enumerate().map(|(index, (&score, is_yes))| {
        let second = (index % 2 == 0).then_some(index % 4 == 0);
        ([f64::from(1.0 - score), f64::from(score)], [second, Some(is_yes == 1)])
    });
    labels("a set", &rows.collect::<Vec<_>>())
}

/// Options of these keys and values.
pub fn set(options: &[(&str, &str)]) -> Options {
    Options(options.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect())
}

/// Of a drawing.
pub fn charts(drawn: &Drawn) -> Vec<&Chart> {
    let bodies = drawn.figures.iter().map(|figure| &figure.body);
    bodies.filter_map(|body| if let Body::Chart(chart) = body { Some(chart) } else { None }).collect()
}

/// Of a drawing.
pub fn grids(drawn: &Drawn) -> Vec<&Grid> {
    let bodies = drawn.figures.iter().map(|figure| &figure.body);
    bodies.filter_map(|body| if let Body::Grid(grid) = body { Some(grid) } else { None }).collect()
}

/// The layer of a name.
pub fn layer<'a>(chart: &'a Chart, name: &str) -> &'a Layer {
    let found = chart.layers.iter().find(|layer| layer.name == name);
    found.unwrap_or_else(|| panic!("no layer is called {name}"))
}

/// Whether points are the expected ones.
pub fn assert_near(found: &[[f64; 2]], expected: &[[f64; 2]], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: {found:?}");
    for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
        assert!((found - expected).abs() < 1e-6, "{what}: {found} is not {expected}");
    }
}

/// Whether each row stands in exactly one of some lists.
pub fn assert_each_once<'a>(lists: impl IntoIterator<Item = &'a Vec<u32>>, mut rows: Vec<u32>, what: &str) {
    let mut behind: Vec<u32> = lists.into_iter().flatten().copied().collect();
    behind.sort_unstable();
    rows.sort_unstable();
    assert_eq!(behind, rows, "{what}");
}

/// Rows of those cells of a grid that carry any.
pub fn cell_rows(grid: &Grid) -> impl Iterator<Item = &Vec<u32>> {
    grid.cells.iter().flatten().map(|cell| &cell.rows)
}

/// All sentences below a drawing.
pub fn notes(drawn: &Drawn) -> String {
    drawn.notes.join("\n")
}
