/// An object identifier of at most 128 arcs (RFC 2578, section 3.5) without storage on the heap.
struct ObjectName {
    var count = 0
    var arcs = InlineArray<128, UInt32>(repeating: 0)

    subscript(index: Int) -> UInt32 { arcs[index] }

    mutating func append(_ arc: UInt32) {
        guard count < 128 else { return }
        arcs[count] = arc
        count += 1
    }

    var list: [UInt32] { (0..<count).map { arcs[$0] } }

    init() {}
    init(_ list: some Sequence<UInt32>) { for arc in list { append(arc) } }
}
