import Synchronization

/// What the monitor decided and the database has not taken yet, in order. While the database takes nothing (locked, full, slow), what
/// was decided waits here whole; history is the first to go, so that hours of it cost no more memory than their incidents do.
package final class RecordQueue: Sendable {
    /// A minute of quarter seconds: a lock that lasts so long loses no sample.
    package static let limit = 240

    private let stream: AsyncStream<Monitor.Record>
    private let sink: AsyncStream<Monitor.Record>.Continuation
    private let waiting = Atomic(0)
    private let shedSamples = Atomic(0)

    package init() { (stream, sink) = AsyncStream.makeStream(of: Monitor.Record.self) }

    /// Samples that were dropped since the start.
    package var shed: Int { shedSamples.load(ordering: .relaxed) }
    /// Records that wait now.
    package var count: Int { waiting.load(ordering: .relaxed) }

    /// Beyond the limit a record keeps what was decided and learned, without its samples, its rows and the copy of what the monitor
    /// knows: the next copy comes within its period. What is left empty is not queued.
    package func put(_ record: Monitor.Record) {
        var record = record
        if waiting.load(ordering: .relaxed) >= Self.limit {
            shedSamples.add(record.samples.count, ordering: .relaxed)
            (record.samples, record.observations, record.snapshot) = ([], [], nil)
        }
        if record.isEmpty { return }
        waiting.add(1, ordering: .relaxed)
        sink.yield(record)
    }

    /// No more comes; what waits is still read.
    package func finish() { sink.finish() }

    /// Gives each record to `write`, in order, until `finish`. For one reader.
    package func drain(_ write: (Monitor.Record) async -> Void) async {
        for await record in stream {
            await write(record)
            waiting.subtract(1, ordering: .relaxed)
        }
    }
}
