/// Zones as calendars of other programs name them.
enum ZoneNames {
    /// IANA names, those with something before them (`/citadel.org/20210210_1/Europe/Belgrade`), names of Windows and letters in Europe.
    static func zone(_ name: String) -> WallZone? {
        if let zone = WallZone(name) { return zone }
        if ["UTC", "GMT", "Etc/UTC", "Z"].contains(name.uppercased()) { return .utc }
        let parts = name.split(separator: "/")
        if parts.count > 2, let zone = WallZone(parts.suffix(2).joined(separator: "/")) { return zone }
        return (ofWindows[name] ?? short[name.uppercased()]).flatMap(WallZone.init)
    }

    /// Zones under the letters that their clocks go by, as Python's icalendar writes them; of summer time, too: the date says which holds.
    private static let short = [
        "CET": "Europe/Brussels", "CEST": "Europe/Brussels", "MET": "Europe/Brussels", "EET": "Europe/Athens",
        "EEST": "Europe/Athens", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon", "BST": "Europe/London", "MSK": "Europe/Moscow",
    ]

    /// After Unicode CLDR, `windowsZones.xml`, territory 001, and Serbia's for its own.
    private static let ofWindows = [
        "Central Europe Standard Time": "Europe/Belgrade", "Central European Standard Time": "Europe/Warsaw",
        "W. Europe Standard Time": "Europe/Berlin", "Romance Standard Time": "Europe/Paris",
        "GMT Standard Time": "Europe/London", "Greenwich Standard Time": "Atlantic/Reykjavik",
        "E. Europe Standard Time": "Europe/Chisinau", "FLE Standard Time": "Europe/Kiev",
        "GTB Standard Time": "Europe/Bucharest", "Turkey Standard Time": "Europe/Istanbul",
        "Russian Standard Time": "Europe/Moscow",
    ]
}
