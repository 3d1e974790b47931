//! Which rows stay in one split: those of one group, and those that are copies of one another.

use std::collections::HashMap;

use crate::schema::role::Role;
use crate::table::Table;

/// Rows by what holds them together.
#[derive(Debug)]
pub struct Together {
    /// For each row the first of those it stays with; its own index where it stays with none before it.
    firsts: Vec<u32>,
    /// The column with the role group.
    pub group: Option<String>,
}

impl Together {
    /// What holds a table's rows together, if anything does.
    ///
    /// - `keeps_copies`: whether equal rows stay together
    pub fn of(table: &Table, keeps_copies: bool) -> Option<Self> {
        let group = table.with_role(Role::Group).next();
        let copies = table.advice().copies.as_ref().filter(|_| keeps_copies);
        if group.is_none() && copies.is_none() {
            return None;
        }
        let mut own =
            Self { firsts: (0..table.rows as u32).collect(), group: group.map(|column| column.name.clone()) };
        if let Some(column) = group {
            let mut of_code: Vec<Option<u32>> = vec![None; column.levels().len()];
            for row in 0..table.rows {
                if let Some(code) = column.code(row) {
                    let first = *of_code[code].get_or_insert(row as u32);
                    own.join(row as u32, first);
                }
            }
        }
        for (&copy, &first) in copies.iter().flat_map(|copies| &copies.firsts) {
            own.join(copy, first);
        }
        // A row stays with one before it, so each is known when its turn comes.
        for row in 0..own.firsts.len() {
            own.firsts[row] = own.firsts[own.firsts[row] as usize];
        }
        Some(own)
    }

    /// The first of the rows that a row stays with.
    fn root(&mut self, mut row: u32) -> u32 {
        while self.firsts[row as usize] != row {
            let above = self.firsts[row as usize];
            self.firsts[row as usize] = self.firsts[above as usize];
            row = self.firsts[row as usize];
        }
        row
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        let (first, second) = (a.min(b), a.max(b));
        self.firsts[second as usize] = first;
    }

    /// Rows in groups, each in the order of the rows given.
    pub fn groups(&self, rows: Vec<u32>) -> Vec<Vec<u32>> {
        let mut indices: HashMap<u32, usize> = HashMap::new();
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for row in rows {
            let index = *indices.entry(self.firsts[row as usize]).or_insert(groups.len());
            if index == groups.len() {
                groups.push(Vec::new());
            }
            groups[index].push(row);
        }
        groups
    }
}
