import Foundation

/// One line of `make bench`: what was measured, and beside it the reference measured in the same run.
struct BenchmarkLine: Encodable {
    var bench: String
    var devices: Int?
    var varbinds: Int?
    var rate_per_s: Int?
    /// CPU of this process for one poll (or echo, or walk), microseconds.
    var cpu_us: Double?
    var rss_growth_mb: Double?
    /// Wall time of the whole, where the figure is one span.
    var seconds: Double?
    var lost: Int?
    var reference: String?
    var reference_rate_per_s: Int?
    var reference_cpu_us: Double?
    /// Our rate divided by the reference's.
    var ratio: Double?
    var cpu_ratio: Double?
    /// How busy the responder's core was, in percent, in our run and in the reference's.
    var responder_busy: Int?
    var reference_responder_busy: Int?
    /// What the issue asks for, and whether it is so; absent where the responder was the bottleneck, which makes a ratio void.
    var bar: String?
    var holds: Bool?
    var note: String?

    init(_ bench: String) { self.bench = bench }

    func print() {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return }
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
}

/// One measurement of a rate.
struct Measured {
    var rate = 0.0
    var cpu = 0.0
    var busy = 0.0
    var lost = 0
}

extension [Measured] {
    /// The median of each figure; of losses the sum.
    var median: Measured {
        func middle(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }
        return Measured(
            rate: middle(map(\.rate)), cpu: middle(map(\.cpu)), busy: middle(map(\.busy)), lost: reduce(0) { $0 + $1.lost })
    }
}

extension Double {
    func rounded(to digits: Int) -> Double {
        let scale = pow(10, Double(digits))
        return (self * scale).rounded() / scale
    }
}
