//! The normal distribution.

/// The number below which a standard normal draw lies with a probability between 1e-11 and 1 - 1e-11.
///
/// Wichura 1988, algorithm AS 241 (PPND16), <https://doi.org/10.2307/2347330>, without its far tails.
pub fn normal_quantile(probability: f64) -> f64 {
    const MIDDLE: ([f64; 8], [f64; 8]) = (
        [
            3.387_132_872_796_366_6,
            133.141_667_891_784_38,
            1_971.590_950_306_551_3,
            13_731.693_765_509_46,
            45_921.953_931_549_87,
            67_265.770_927_008_7,
            33_430.575_583_588_13,
            2_509.080_928_730_122_7,
        ],
        [
            1.0,
            42.313_330_701_600_91,
            687.187_007_492_057_9,
            5_394.196_021_424_751,
            21_213.794_301_586_597,
            39_307.895_800_092_71,
            28_729.085_735_721_943,
            5_226.495_278_852_854,
        ],
    );
    const TAIL: ([f64; 8], [f64; 8]) = (
        [
            1.423_437_110_749_683_5,
            4.630_337_846_156_546,
            5.769_497_221_460_691,
            3.647_848_324_763_204_5,
            1.270_458_252_452_368_4,
            0.241_780_725_177_450_6,
            0.022_723_844_989_269_184,
            7.745_450_142_783_414e-4,
        ],
        [
            1.0,
            2.053_191_626_637_759,
            1.676_384_830_183_803_8,
            0.689_767_334_985_1,
            0.148_103_976_427_480_08,
            0.015_198_666_563_616_457,
            5.475_938_084_995_345e-4,
            1.050_750_071_644_416_9e-9,
        ],
    );
    let ratio = |(over, under): ([f64; 8], [f64; 8]), at: f64| {
        let polynomial = |of: [f64; 8]| of.iter().rev().fold(0.0, |sum, factor| sum * at + factor);
        polynomial(over) / polynomial(under)
    };
    let distance = probability - 0.5;
    if distance.abs() <= 0.425 {
        return distance * ratio(MIDDLE, 0.180_625 - distance * distance);
    }
    let tail = (-probability.min(1.0 - probability).ln()).sqrt();
    ratio(TAIL, tail - 1.6).copysign(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_are_scipys() {
        let expected = [
            (1e-7, -5.199_337_582_193),
            (0.0001, -3.719_016_485_456),
            (0.024_25, -1.972_961_051_312),
            (0.07, -1.475_791_028_179),
            (0.2, -0.841_621_233_573),
            (0.5, 0.0),
            (0.9, 1.281_551_565_545),
            (0.93, 1.475_791_028_179),
            (0.999_999, 4.753_424_308_817),
        ];
        for (probability, quantile) in expected {
            let found = normal_quantile(probability);
            assert!((found - quantile).abs() < 1e-10, "{probability}: {found}");
        }
    }
}
