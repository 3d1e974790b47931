//! The texts of a document's rows, one after the other: lines, values of a stream, elements of a list, entries of an object.

use std::ops::Range;

use super::scan::{entry, next_sign, position, value};

/// How rows follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pieces {
    /// One value a line.
    Lines,
    /// Value after value, however many lines each has.
    Stream,
    /// In a list, which is all of the text where `is_whole`.
    List {
        /// Whether nothing was read yet, not even the bracket.
        is_first: bool,
        /// Whether nothing may follow the list.
        is_whole: bool,
    },
    /// Values of an object, the keys being names of rows.
    Entries {
        /// Whether nothing was read yet, not even the brace.
        is_first: bool,
    },
}

/// One row's text.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it is.
    pub range: Range<usize>,
    /// The row's name, where rows have one.
    pub key: Option<String>,
}

impl Pieces {
    /// Of a list that is all of the text.
    pub const WHOLE_LIST: Self = Self::List { is_first: true, is_whole: true };
    /// Of a list within a document.
    pub const INNER_LIST: Self = Self::List { is_first: true, is_whole: false };

    /// The next row's text, if there is one.
    pub fn next(&mut self, text: &str, at: &mut usize) -> Result<Option<Piece>, String> {
        let range = match self {
            Self::Lines => next_line(text, at),
            Self::Stream => match next_sign(text, at) {
                // Between objects that somebody took out of their list.
                Some(b',') if *at > 0 => {
                    *at += 1;
                    return self.next(text, at);
                }
                Some(b'}' | b']') => return Err(format!("trailing characters at {}", position(text, *at))),
                Some(_) => Some(value(text, at)),
                None => None,
            },
            Self::List { is_first, is_whole } => {
                let is_first = std::mem::replace(is_first, false);
                next_element(text, at, is_first, *is_whole)?
            }
            Self::Entries { is_first } => {
                let is_first = std::mem::replace(is_first, false);
                return next_entry(text, at, is_first);
            }
        };
        Ok(range.map(|range| Piece { range, key: None }))
    }
}

/// The next line that has more than blanks.
fn next_line(text: &str, at: &mut usize) -> Option<Range<usize>> {
    while *at < text.len() {
        let line = text[*at..].split_inclusive('\n').next().unwrap_or_default();
        let end = *at + line.len();
        next_sign(text, at);
        let begin = std::mem::replace(at, end.max(*at));
        if begin < end {
            return Some(begin..end);
        }
        *at = begin;
    }
    None
}

/// The next element with the sign before it, or the list's end.
fn next_element(
    text: &str,
    at: &mut usize,
    is_first: bool,
    is_whole: bool,
) -> Result<Option<Range<usize>>, String> {
    let trouble = |what: &str, at: usize| Err(format!("{what} at {}", position(text, at)));
    match next_sign(text, at) {
        Some(b'[') if is_first => {}
        Some(b',') if !is_first => {}
        Some(b']') if !is_first => return end_of_list(text, at, is_whole),
        Some(_) => return trouble("expected `,` or `]`", *at),
        None => return trouble("EOF while parsing a list", *at),
    }
    *at += 1;
    match next_sign(text, at) {
        Some(b']') if is_first => end_of_list(text, at, is_whole),
        Some(b']') => trouble("trailing comma", *at),
        Some(_) | None => Ok(Some(value(text, at))),
    }
}

/// Nothing may follow a list that is all of the text.
fn end_of_list(text: &str, at: &mut usize, is_whole: bool) -> Result<Option<Range<usize>>, String> {
    *at += 1;
    match next_sign(text, at).filter(|_| is_whole) {
        Some(_) => Err(format!("trailing characters at {}", position(text, *at))),
        None => Ok(None),
    }
}

fn next_entry(text: &str, at: &mut usize, is_first: bool) -> Result<Option<Piece>, String> {
    match next_sign(text, at) {
        Some(b'{') if is_first => {}
        Some(b',') if !is_first => {}
        _ => return Ok(None),
    }
    *at += 1;
    match entry(text, at) {
        Some((key, range)) => Ok(Some(Piece { range, key: Some(key) })),
        None => Err(format!("expected a key and its value at {}", position(text, *at))),
    }
}
