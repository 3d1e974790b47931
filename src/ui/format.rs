//! Text a person reads at a glance, and the colours of tasks.

pub use crate::schema::text::{count, number, plural, score, time};

/// The CSS class that gives a task its colour; there are eight, then they come round again.
pub fn task_class(place: usize) -> String {
    format!("task-{}", place % 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ninth_task_has_the_first_ones_colour() {
        assert_eq!((task_class(2), task_class(8)), ("task-2".into(), "task-0".into()));
    }
}
