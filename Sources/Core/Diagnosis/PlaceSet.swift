/// A set of places in a cluster, a bit each.
struct PlaceSet: Sendable, Hashable {
    private var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    subscript(place: Int) -> Bool { words[place >> 6] >> UInt64(place & 63) & 1 == 1 }

    mutating func insert(_ place: Int) { words[place >> 6] |= 1 << UInt64(place & 63) }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// Whether both, made for the same cluster, share a place.
    func intersects(_ other: PlaceSet) -> Bool {
        for word in words.indices where words[word] & other.words[word] != 0 { return true }
        return false
    }
}
