//! Signs and names of money before or after a number.

/// Each currency's names, the first of which stands for all.
const CURRENCIES: [&[&str]; 56] = [
    &["$", "US$", "USD", "U$S"],
    &["€", "EUR", "Euro", "euros"],
    &["£", "GBP"],
    &["¥", "JPY", "円", "yen"],
    &["元", "CNY", "RMB", "CN¥", "人民币"],
    &["₹", "INR", "Rs.", "Rs"],
    &["₽", "RUB", "руб.", "руб", "р."],
    &["₩", "KRW", "원"],
    &["₺", "TRY", "TL"],
    &["₴", "UAH", "грн.", "грн"],
    &["₪", "ILS", "NIS"],
    &["₫", "VND", "đ"],
    &["฿", "THB", "baht"],
    &["CHF", "SFr.", "Fr."],
    &["SEK"],
    &["NOK"],
    &["DKK"],
    &["kr", "kr."],
    &["zł", "PLN", "zl"],
    &["Kč", "CZK"],
    &["Ft", "HUF"],
    &["lei", "RON"],
    &["лв.", "лв", "BGN"],
    &["A$", "AU$", "AUD"],
    &["C$", "CA$", "CAD"],
    &["NZ$", "NZD"],
    &["HK$", "HKD"],
    &["S$", "SGD"],
    &["NT$", "TWD"],
    &["R$", "BRL"],
    &["MX$", "MXN"],
    &["₱", "PHP"],
    &["Rp", "Rp.", "IDR"],
    &["RM", "MYR"],
    &["₦", "NGN"],
    &["₵", "GHS"],
    &["KSh", "KES"],
    &["ZAR"],
    &["EGP", "ج.م"],
    &["SAR", "ر.س"],
    &["AED", "د.إ"],
    &["₸", "KZT"],
    &["₼", "AZN"],
    &["₾", "GEL"],
    &["₡", "CRC"],
    &["৳", "BDT"],
    &["₨", "PKR"],
    &["ARS"],
    &["CLP"],
    &["COP"],
    &["S/", "PEN"],
    &["¢"],
    &["₿", "BTC"],
    &["ETH"],
    &["ISK"],
    &["USDT"],
];

/// The currency that a text begins with: its first name, and the text's length.
pub fn at_start(text: &str) -> Option<(&'static str, usize)> {
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    longest(|name| {
        let rest = text.strip_prefix(name)?;
        // “kr 5” and “USD5”, but no word that only begins so.
        (!rest.starts_with(char::is_alphabetic)).then_some(())
    })
}

/// The currency that a whole text names.
pub fn named(text: &str) -> Option<&'static str> {
    CURRENCIES.iter().find(|names| names.contains(&text)).map(|names| names[0])
}

fn longest(fits: impl Fn(&str) -> Option<()>) -> Option<(&'static str, usize)> {
    let all = CURRENCIES.iter().flat_map(|names| names.iter().map(|name| (names[0], *name)));
    all.filter(|(_, name)| fits(name).is_some())
        .max_by_key(|(_, name)| name.len())
        .map(|(first, name)| (first, name.len()))
}
