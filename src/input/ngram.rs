//! Text to numbers: words and the pieces they are made of, counted in a fixed number of places, or as codes of learned vectors.

/// Numbers per text that is counted.
pub const WIDTH: usize = 64;

/// Lengths of pieces, in characters, the marks at both ends of a word counted.
const PIECES: std::ops::RangeInclusive<usize> = 3..=5;

/// Buckets of words and pieces that have learned vectors; a power of two.
pub const BUCKETS: usize = 4_096;

/// Counts each word, and each piece of it, in the place that its hash gives, up or down by the hash's sign; the counts have
/// length 1, or 0 for no text.
///
/// Weinberger et al. 2009, <https://arxiv.org/abs/0902.2206>; words and pieces as in Bojanowski et al. 2017,
/// <https://arxiv.org/abs/1607.04606>.
pub fn push(text: Option<&str>, features: &mut Vec<f32>) {
    let mut counts = [0.0_f64; WIDTH];
    each(text, |what| {
        let hash = hash(what);
        counts[hash as usize % WIDTH] += if hash >> 63 == 0 { 1.0 } else { -1.0 };
    });
    let length = counts.iter().map(|count| count * count).sum::<f64>().sqrt();
    let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
    features.extend(counts.iter().map(|count| (count * scale) as f32));
}

/// The codes of the buckets of its words and then of their pieces, as many as there are slots; 0 in slots left empty.
///
/// Buckets as in Bojanowski et al. 2017, <https://arxiv.org/abs/1607.04606>.
pub fn push_codes(text: Option<&str>, slots: usize, features: &mut Vec<f32>) {
    let end = features.len() + slots;
    each(text, |what| {
        if features.len() < end {
            features.push((hash(what) as usize % BUCKETS + 1) as f32);
        }
    });
    features.resize(end, 0.0);
}

/// Words and pieces of a text.
pub fn count(text: Option<&str>) -> usize {
    let mut count = 0;
    each(text, |_| count += 1);
    count
}

/// The words of a text in lower case, each marked at both ends.
pub(super) fn words(text: Option<&str>) -> Vec<Vec<char>> {
    let lower = text.unwrap_or_default().to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| std::iter::once('<').chain(word.chars()).chain(Some('>')).collect()).collect()
}

/// First the words of a text, marked at both ends, then the pieces that they are made of.
fn each(text: Option<&str>, mut found: impl FnMut(&[char])) {
    let marked = words(text);
    marked.iter().for_each(|word| found(word));
    for word in &marked {
        // A piece as long as the word is the word.
        for length in PIECES.filter(|&length| length < word.len()) {
            word.windows(length).for_each(&mut found);
        }
    }
}

/// FNV-1a, with its bits mixed once more, since the lowest choose the place and the highest the sign.
pub(super) fn hash<'a>(letters: impl IntoIterator<Item = &'a char>) -> u64 {
    let step = |hash: u64, letter: &char| (hash ^ u64::from(*letter)).wrapping_mul(0x0100_0000_01b3);
    let hash = letters.into_iter().fold(0xcbf2_9ce4_8422_2325, step);
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}
