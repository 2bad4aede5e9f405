import SNMPMessages

/// The variable bindings of one answer while it is put together: names one after the other in a flat array, so that nothing is
/// allocated from one answer to the next.
struct AgentAnswer: Sendable {
    private var arcs: [UInt32] = []
    private var starts: [Int32] = [0]
    private(set) var values: [AgentValue] = []
    var status = SNMPErrorStatus.noError
    /// One-based place of the binding at fault, 0 for none.
    var errorIndex: Int32 = 0

    /// At least as many bytes as the bindings take when encoded.
    private(set) var size = 0

    var count: Int { values.count }

    mutating func clear() {
        arcs.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        starts.append(0)
        values.removeAll(keepingCapacity: true)
        status = .noError
        errorIndex = 0
        size = 0
    }

    mutating func append(_ name: borrowing ObjectName, _ value: AgentValue) {
        for i in 0..<name.count {
            arcs.append(name[i])
            size += name[i] < 0x80 ? 1 : name[i] < 0x4000 ? 2 : 5
        }
        size += 7 + value.largestSize
        starts.append(Int32(arcs.count))
        values.append(value)
    }

    /// The name of binding `index` into `name`.
    func copyName(_ index: Int, into name: inout ObjectName) {
        name.count = 0
        for i in Int(starts[index])..<Int(starts[index + 1]) { name.append(arcs[i]) }
    }

    mutating func changeValues(_ change: (AgentValue) -> AgentValue) { values = values.map(change) }

    /// Puts every value under another name.
    mutating func changeNames() {
        for end in starts.dropFirst() where end > 0 { arcs[Int(end) - 1] &+= 1000 }
    }

    /// Removes bindings from the end until `count` are left.
    mutating func truncate(to count: Int) {
        values.removeLast(values.count - count)
        starts.removeLast(starts.count - count - 1)
        arcs.removeLast(arcs.count - Int(starts[count]))
    }

    /// Writes the first `count` bindings, last first, as their list.
    func encode(
        _ writer: inout BERWriter, into buffer: inout MutableSpan<UInt8>, count: Int, texts: borrowing Span<UInt8>
    ) throws(BERError) {
        let end = writer.start
        let arcs = arcs.span
        for index in stride(from: count - 1, through: 0, by: -1) {
            let pairEnd = writer.start
            try values[index].encode(&writer, into: &buffer, texts: texts)
            try writer.objectName(arcs.extracting(Int(starts[index])..<Int(starts[index + 1])), into: &buffer)
            try writer.close(BERTag.sequence, to: pairEnd, into: &buffer)
        }
        try writer.close(BERTag.sequence, to: end, into: &buffer)
    }
}
