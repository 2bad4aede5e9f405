extension Timestamp {
    /// `2026-11-21 03:04:05 UTC`, by the proleptic Gregorian calendar, without any library's clock or zone.
    package var clock: String {
        let (date, seconds) = civil
        let two = { (n: Int64) in n < 10 ? "0\(n)" : "\(n)" }
        return
            "\(String(10_000 + date.year).suffix(4))-\(two(date.month))-\(two(date.day)) \(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)) UTC"
    }

    /// Date and second of the day in UTC. After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    package var civil: (date: (year: Int64, month: Int64, day: Int64), second: Int64) {
        // Beyond the years 1 to 9999 the nearest moment within them: what a person reads needs no more.
        let clamped = min(max(milliseconds, -62_135_596_800_000), 253_402_300_799_999)
        let total = (clamped - (((clamped % 1000) + 1000) % 1000)) / 1000
        let second = ((total % 86400) + 86400) % 86400
        let shifted = (total - second) / 86400 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return ((yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day), second)
    }
}
