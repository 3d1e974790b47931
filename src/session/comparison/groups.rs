//! Groups of tasks of which each is trained as one model: checked, and taken from one order of tasks to the other.

use crate::data::order::TaskOrder;
use crate::gain::Group;

/// Why groups can't be trained.
const WRONG: &str = "groups: expected each task among the answers of one group that has it among its tasks";

/// Groups that are asked for, with the tasks in the model's order.
///
/// # Errors
/// Groups that don't answer each task once, or name what is not there.
pub fn to_model(groups: &[Group], order: &TaskOrder, tasks: usize) -> Result<Vec<Group>, String> {
    let list = |named: &[usize]| {
        let mut found: Vec<usize> = (0..tasks).filter(|&task| named.contains(&order.in_file(task))).collect();
        found.sort_unstable();
        (found.len() == named.len() && !found.is_empty()).then_some(found)
    };
    let of = |group: &Group| {
        let (tasks, answers) = (list(&group.tasks)?, list(&group.answers)?);
        answers.iter().all(|task| tasks.contains(task)).then_some(Group { tasks, answers })
    };
    let groups: Option<Vec<Group>> = groups.iter().map(of).collect();
    let groups = groups.ok_or(WRONG)?;
    let mut answered: Vec<usize> = groups.iter().flat_map(|group| group.answers.clone()).collect();
    answered.sort_unstable();
    if answered.into_iter().eq(0..tasks) { Ok(groups) } else { Err(WRONG.to_owned()) }
}

/// The same in the order of the file.
pub fn to_file(groups: &[Group], order: &TaskOrder) -> Vec<Group> {
    let list = |tasks: &[usize]| {
        let mut list: Vec<usize> = tasks.iter().map(|&task| order.in_file(task)).collect();
        list.sort_unstable();
        list
    };
    groups.iter().map(|group| Group { tasks: list(&group.tasks), answers: list(&group.answers) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(tasks: &[usize], answers: &[usize]) -> Group {
        Group { tasks: tasks.to_vec(), answers: answers.to_vec() }
    }

    #[test]
    fn groups_find_their_way_back_and_wrong_ones_are_refused() {
        let order = TaskOrder::new(vec![2, 0, 1]);
        let groups = [group(&[0, 2], &[2]), group(&[0, 1], &[0, 1])];
        let model = to_model(&groups, &order, 3);
        assert_eq!(model, Ok(vec![group(&[0, 1], &[0]), group(&[1, 2], &[1, 2])]));
        assert_eq!(to_file(&model.unwrap_or_default(), &order), groups);
        for wrong in [
            vec![],
            vec![group(&[0, 1], &[0, 1])],
            vec![group(&[0, 1, 2], &[0, 1]), group(&[1, 2], &[1, 2])],
            vec![group(&[0, 1], &[0, 1, 2])],
            vec![group(&[0, 1, 3], &[0, 1, 3])],
            vec![group(&[0, 0, 1, 2], &[0, 1, 2])],
            vec![group(&[0, 1, 2], &[0, 1, 2]), group(&[1], &[])],
        ] {
            assert_eq!(to_model(&wrong, &order, 3), Err(WRONG.to_owned()), "{wrong:?}");
        }
    }
}
