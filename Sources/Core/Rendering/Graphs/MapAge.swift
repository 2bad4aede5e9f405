import NetworkModel

/// How old a map's states are, in words: a picture outlives its moment.
package enum MapAge {
    static func text(of state: MapState) -> String {
        guard let asOf = state.asOf else { return state.states.isEmpty ? "as declared, no states" : "" }
        guard let now = state.now else { return "data of " + utc(asOf) }
        return "data of " + utc(asOf) + ", " + Age(now - asOf).description + " old"
    }

    /// `2026-11-21 03:12:05 UTC`; civil date from days as in the proleptic Gregorian calendar.
    package static func utc(_ time: Timestamp) -> String {
        let seconds = floorDivide(time.milliseconds, 1000)
        let days = floorDivide(seconds, 86_400)
        let ofDay = seconds - days * 86_400
        // Days are counted from 0000-03-01, so that the leap day ends a year.
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let ofEra = shifted - era * 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * month + 2) / 5 + 1
        let civilMonth = month < 10 ? month + 3 : month - 9
        let civilYear = year + era * 400 + (civilMonth <= 2 ? 1 : 0)
        let date = "\(civilYear)-\(two(civilMonth))-\(two(day))"
        return "\(date) \(two(ofDay / 3600)):\(two(ofDay / 60 % 60)):\(two(ofDay % 60)) UTC"
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : -((-(a + 1)) / b) - 1 }
}
