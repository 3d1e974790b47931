//! Reads a picture that stands in a cell: a data URL that holds netpbm, whose grey or colour values follow a header in plain text.
//!
//! Netpbm needs no decoder: that of PNG does not fit into the worker, and belongs into a module that is loaded with the first picture.
//! The format: <https://netpbm.sourceforge.net/doc/pgm.html>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::schema::picture::PictureShape;

/// How every picture in a cell begins.
const START: &str = "data:image/";

/// What stands between the type of a picture and its bytes.
const MARK: &str = ";base64,";

/// Most pixels in a row or a column.
const MOST_PIXELS: usize = 1_024;

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its size.
    pub shape: PictureShape,
    /// `[height, width, channels]`, row-major.
    pub values: Vec<u8>,
}

impl Picture {
    /// Whether a cell says that it is a picture, of whatever type.
    pub fn is_like_one(cell: &str) -> bool {
        cell.starts_with(START)
    }

    /// Reads a cell: `data:image/x-portable-graymap;base64,…` of the binary form P5, or `-pixmap` of P6, one byte a value. `None` for
    /// anything else.
    pub fn of(cell: &str) -> Option<Self> {
        let (_, packed) = cell.strip_prefix(START)?.split_once(MARK)?;
        let bytes = STANDARD.decode(packed.trim()).ok()?;
        let (mut rest, mut words) = (bytes.as_slice(), Vec::new());
        while words.len() < 4 {
            let word = word(&mut rest)?;
            words.push(std::str::from_utf8(word).ok()?);
        }
        let [magic, width, height, largest] = words.try_into().ok()?;
        let channels = match magic {
            "P5" => 1,
            "P6" => 3,
            _ => return None,
        };
        let size = |word: &str| word.parse().ok().filter(|size| (1..=MOST_PIXELS).contains(size));
        let shape = PictureShape { height: size(height)?, width: size(width)?, channels };
        let is_byte = largest.parse().is_ok_and(|largest: usize| (1..=255).contains(&largest));
        (is_byte && rest.len() == shape.count()).then(|| Self { shape, values: rest.to_vec() })
    }
}

/// The next word of a header, and the one blank after it taken off; lines that begin with `#` are comments.
fn word<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    loop {
        *rest = rest.trim_ascii_start();
        if rest.first() != Some(&b'#') {
            break;
        }
        let end = rest.iter().position(|&byte| byte == b'\n')?;
        *rest = rest.get(end..)?;
    }
    let end = rest.iter().position(u8::is_ascii_whitespace)?;
    let (word, after) = rest.split_at_checked(end)?;
    *rest = after.get(1..)?;
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(bytes: &[u8]) -> String {
        format!("data:image/x-portable-anymap;base64,{}", STANDARD.encode(bytes))
    }

    #[test]
    fn grey_and_colour_are_read() {
        let grey = Picture::of(&cell(b"P5\n# made by hand\n3 2\n255\n\x0a\x20abcd")).expect("a picture");
        // A value may look like a blank.
        assert_eq!(grey.values, b"\x0a\x20abcd");
        assert_eq!(grey.shape, PictureShape { height: 2, width: 3, channels: 1 });
        let colour = Picture::of(&cell(b"P6 1 1 255 rgb")).expect("a picture");
        assert_eq!((colour.shape.channels, colour.values.as_slice()), (3, b"rgb".as_slice()));
        assert_eq!(colour.shape.to_string(), "1 × 1 pixels of colour");
    }

    #[test]
    fn what_is_no_picture_is_none() {
        let wrong: [&[u8]; 7] = [
            b"",
            b"P5",
            b"P5 2 2 255 abc",
            b"P5 2 2 255 abcde",
            b"P5 0 2 255 ",
            b"P5 2 1 65535 abcd",
            b"P2 1 1 255 7",
        ];
        for bytes in wrong {
            assert_eq!(Picture::of(&cell(bytes)), None, "{bytes:?}");
        }
        for text in ["", "data:image/png;base64,????", "data:image/png,abc", "P5 1 1 255 a"] {
            assert_eq!(Picture::of(text), None, "{text}");
        }
    }
}
