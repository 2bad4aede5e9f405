import Foundation

/// The postal places of Serbia by municipality.
struct Municipality {
    var name: String
    var district: String
    var slug: String
    /// The first one is the seat.
    var places: [Place]
    var seat: Point { places[0].point }
}

struct Place {
    var code: String
    var name: String
    var point: Point
}

enum Places {
    /// Municipalities in order of name, from the file of GeoNames places. Parts of a city and rows under two names are put together.
    static func municipalities(csv: String) -> [Municipality] {
        var places: [String: (district: String, places: [Place])] = [:]
        for line in csv.split(whereSeparator: \.isNewline).dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 7, let lat = Double(cells[4]), let lon = Double(cells[5]) else { continue }
            let name = municipality(cells[2], district: cells[3])
            places[name, default: (cells[3], [])].places.append(
                Place(code: cells[0], name: cells[1], point: Point(lat: lat, lon: lon)))
        }
        return places.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { name in
            let (district, found) = places[name] ?? ("", [])
            let seatName = seats[name] ?? name
            let sorted = found.sorted { ($0.name == seatName ? 0 : 1, $0.code) < ($1.name == seatName ? 0 : 1, $1.code) }
            return Municipality(name: name, district: district, slug: slug(name), places: sorted)
        }
    }

    /// Lower-case ASCII with `-` for everything else.
    static func slug(_ name: String) -> String {
        let letters: [Character: String] = ["č": "c", "ć": "c", "š": "s", "ž": "z", "đ": "dj"]
        let folded = name.lowercased().map { letters[$0] ?? String($0) }.joined()
        return folded.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "-")
    }

    private static let seats = ["Petrovac na Mlavi": "Petrovac", "Lapovo": "Lapovo (Varoš)", "Rača": "Rača Kragujevačka"]

    private static func municipality(_ name: String, district: String) -> String {
        switch (district, name) {
        case ("Nišavski okrug", "Palilula"), (_, "Palilula (Niš)"), (_, "Crveni Krst"), (_, "Pantelej"), (_, "Niška Banja"),
            (_, "Grad Niš"):
            "Niš"
        case ("Šumadijski okrug", "Aerodrom"), (_, "Pivara"), (_, "Stanovo"), (_, "Stari Grad (Kragujevac)"), (_, "Stragari"):
            "Kragujevac"
        case (_, "Petrovac"): "Petrovac na Mlavi"
        case (_, "Petrovaradin"): "Novi Sad"
        case (_, "Kostolac"): "Požarevac"
        case (_, "Vranjska Banja"): "Vranje"
        default: name.replacingOccurrences(of: "Opština ", with: "").replacingOccurrences(of: "Grad ", with: "")
        }
    }
}
