//! Chart geometry: values to places, round ticks, and lines thin enough to draw; no drawing.

/// Maps a range of values on a range of places, linearly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    values: (f64, f64),
    places: (f64, f64),
}

impl Scale {
    /// A scale that shows all given values, or `0..1` if there are none; equal values get room around them.
    pub fn over(values: impl IntoIterator<Item = f64>, places: (f64, f64)) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = finite
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let values = match (low, high) {
            (low, high) if low > high => (0.0, 1.0),
            (low, high) if low == high => (low - low.abs().max(1.0) / 2.0, high + high.abs().max(1.0) / 2.0),
            range => range,
        };
        Self { values, places }
    }

    /// The least and the largest value.
    pub fn ends(&self) -> [f64; 2] {
        [self.values.0, self.values.1]
    }

    /// The place of a value.
    pub fn place(&self, value: f64) -> f64 {
        let share = (value - self.values.0) / (self.values.1 - self.values.0);
        self.places.0 + share * (self.places.1 - self.places.0)
    }

    /// About `count` round values within the range, in order.
    pub fn ticks(&self, count: usize) -> Vec<f64> {
        let (low, high) = self.values;
        let rough = (high - low) / count.max(1) as f64;
        let power = 10_f64.powf(rough.log10().floor());
        let step =
            [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= rough).unwrap_or(10.0) * power;
        let first = (low / step).ceil() as i64;
        let last = (high / step).floor() as i64;
        // Division by the inverse keeps 0.3 from becoming 0.30000000000000004.
        let value =
            |place: i64| if step < 1.0 { place as f64 / (1.0 / step).round() } else { place as f64 * step };
        (first..=last).map(value).collect()
    }
}

/// Every k-th point, so that at most about `most` are left; the last point stays.
pub fn thinned(points: &[(f64, f64)], most: usize) -> Vec<(f64, f64)> {
    let step = points.len().div_ceil(most.max(1)).max(1);
    let mut kept: Vec<_> = points.iter().copied().step_by(step).collect();
    if let (Some(&last), Some(&end)) = (points.last(), kept.last())
        && last != end
    {
        kept.push(last);
    }
    kept
}

/// An SVG path through points.
pub fn path(points: &[(f64, f64)], x: Scale, y: Scale) -> String {
    let mut path = String::new();
    for (place, (across, up)) in points.iter().enumerate() {
        let letter = if place == 0 { 'M' } else { 'L' };
        path.push_str(&format!("{letter}{:.1} {:.1}", x.place(*across), y.place(*up)));
    }
    path
}

/// The cells of a ground, as column and row, from the lowest up in `count` bands of as many cells each: so narrow valleys show too.
pub fn bands(heights: &[Vec<f64>], count: usize) -> Vec<Vec<(usize, usize)>> {
    let cells = heights.iter().enumerate().flat_map(|(row, heights)| {
        heights.iter().enumerate().map(move |(column, &height)| (height, (column, row)))
    });
    let mut cells: Vec<(f64, (usize, usize))> = cells.collect();
    cells.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = cells.len().div_ceil(count.max(1)).max(1);
    cells.chunks(size).map(|band| band.iter().map(|(_, cell)| *cell).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_values_are_the_ends_of_the_places() {
        let scale = Scale::over([2.0, 6.0, 4.0], (100.0, 0.0));
        assert_eq!((scale.place(2.0), scale.place(4.0), scale.place(6.0)), (100.0, 50.0, 0.0));
    }

    #[test]
    fn no_value_and_equal_values_still_give_a_range() {
        assert_eq!(Scale::over([], (0.0, 10.0)).place(0.5), 5.0);
        assert_eq!(Scale::over([3.0, 3.0, f64::NAN], (0.0, 10.0)).place(3.0), 5.0);
    }

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(Scale::over([0.0, 0.97], (0.0, 1.0)).ticks(4), vec![0.0, 0.5]);
        assert_eq!(Scale::over([0.13, 0.41], (0.0, 1.0)).ticks(3), vec![0.2, 0.3, 0.4]);
        assert_eq!(Scale::over([0.0, 4100.0], (0.0, 1.0)).ticks(3), vec![0.0, 2000.0, 4000.0]);
    }

    #[test]
    fn thinning_keeps_the_last_point() {
        let points: Vec<(f64, f64)> = (0..10).map(|x| (f64::from(x), 0.0)).collect();
        let kept = thinned(&points, 4);
        assert_eq!(kept.iter().map(|point| point.0).collect::<Vec<_>>(), vec![0.0, 3.0, 6.0, 9.0]);
        assert_eq!(thinned(&points, 3).last(), points.last());
    }

    #[test]
    fn bands_hold_every_cell_once_from_the_lowest_up() {
        let heights = [vec![0.0, 4.0, 9.9], vec![10.0, 5.0, 1.0]];
        let expected = [[(0, 0), (2, 1)], [(1, 0), (1, 1)], [(2, 0), (0, 1)]];
        assert_eq!(bands(&heights, 3), expected.map(Vec::from));
        assert_eq!(bands(&heights, 4).iter().map(Vec::len).collect::<Vec<_>>(), vec![2, 2, 2]);
        assert!(bands(&[], 3).is_empty());
    }

    #[test]
    fn paths_move_once() {
        let unit = Scale::over([0.0, 1.0], (0.0, 10.0));
        assert_eq!(path(&[(0.0, 0.0), (1.0, 0.5)], unit, unit), "M0.0 0.0L10.0 5.0");
    }
}
