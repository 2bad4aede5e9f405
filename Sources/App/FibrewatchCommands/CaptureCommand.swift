import ArgumentParser
import DeviceFacts
import Foundation
import FrameCapture
import NetworkModel
import Rendering

/// `capture`: neighbours as their own LLDP and CDP frames tell them.
struct CaptureCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "capture",
        abstract: "Listen to the LLDP and CDP frames of an interface or a pcap file and show the neighbours.",
        discussion: """
            Sends nothing. On an interface (needs root or CAP_NET_RAW) it listens for --seconds, most devices announce themselves every \
            30 s; with --jsonl each frame is one line as it comes. Ends with 0 when a neighbour was heard, 3 when none was.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    @Option(name: [.short, .long], help: ArgumentHelp("Listen on this interface.", valueName: "if"))
    var interface: String?

    @Option(name: [.customShort("r"), .long], help: ArgumentHelp("Read this pcap file.", valueName: "file"))
    var read: String?

    @Option(help: ArgumentHelp("End after so many announcements.", valueName: "n"))
    var count: Int = .max

    @Option(help: ArgumentHelp("Listen so long on an interface.", valueName: "s"))
    var seconds: Double = 35

    func validate() throws {
        guard (interface == nil) != (read == nil) else { throw ValidationError("name either an interface (-i) or a file (-r)") }
        guard count > 0, seconds > 0, seconds < 1e9 else { throw ValidationError("--count and --seconds are more than 0") }
    }

    func run() async throws {
        let output = Output(global)
        var listener = NeighbourListener()
        do {
            try listen(&listener, output)
        } catch let error as FrameCaptureError {
            output.complain("\(error)")
            if listener.entries.isEmpty { throw ExitCode.brokenConfiguration }
        }
        try report(listener, output)
        if listener.entries.isEmpty { throw ExitCode.unknown }
    }

    private func listen(_ listener: inout NeighbourListener, _ output: Output) throws {
        let capture = try open()
        let deadline = ContinuousClock.now + .seconds(seconds)
        if let interface { output.say("Listening on \(interface) for \(seconds.formatted()) s") }
        var heard = 0
        while heard < count {
            let frame = try capture.next(timeoutMilliseconds: read == nil ? 200 : 0)
            if let frame {
                guard let neighbour = listener.receive(frame, on: interface) else { continue }
                heard += 1
                if global.jsonl { try output.print(json: HeardDocument(neighbour, frame.time), pretty: false) }
            } else if read != nil || ContinuousClock.now > deadline {
                return
            }
        }
    }

    private func open() throws -> FrameCapture {
        if let interface { return try FrameCapture(interface: interface) }
        return try FrameCapture(file: read ?? "")
    }

    private func report(_ listener: NeighbourListener, _ output: Output) throws {
        for (time, reason) in listener.rejected { output.say("discarded at \(time.rfc3339()): \(reason)") }
        if global.jsonl { return }
        if global.json { return try output.print(json: CaptureDocument(listener, source: interface ?? read ?? "")) }
        var table = TextTable("PROTOCOL", "NEIGHBOUR", "CHASSIS", "PORT", "ADDRESS", "FRAMES", "HOLDS")
        for entry in listener.entries {
            let neighbour = entry.heard.neighbour
            table.add(
                .init(neighbour.neighbourProtocol.rawValue), .init(neighbour.remoteSysName?.text ?? ""),
                .init(neighbour.remoteChassisID?.text ?? ""), .init(neighbour.remotePortID?.text ?? ""),
                .init(neighbour.remoteAddresses.first ?? ""), .init("\(entry.frames)"),
                .init(entry.heard.isShutdown ? "left" : "\(entry.heard.timeToLiveSeconds) s"))
        }
        global.csv ? output.print(table.csv) : output.print(table)
        output.say("\(listener.entries.count) neighbours in \(listener.frameCount) frames, \(listener.rejectedCount) discarded")
    }
}

/// A neighbour with the time of its frame.
private struct HeardDocument: Encodable {
    var heard: HeardNeighbour
    var time: Timestamp

    init(_ heard: HeardNeighbour, _ time: Timestamp) { (self.heard, self.time) = (heard, time) }

    private enum Key: String, CodingKey { case time }

    func encode(to encoder: any Encoder) throws {
        try heard.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(time.rfc3339(), forKey: .time)
    }
}

/// What `capture --json` prints.
private struct CaptureDocument: Encodable {
    struct Neighbour: Encodable {
        var entry: NeighbourListener.Entry

        private enum Key: String, CodingKey { case first_heard, last_heard, frames }

        func encode(to encoder: any Encoder) throws {
            try entry.heard.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(entry.firstHeard.rfc3339(), forKey: .first_heard)
            try container.encode(entry.lastHeard.rfc3339(), forKey: .last_heard)
            try container.encode(entry.frames, forKey: .frames)
        }
    }

    var source: String
    var frames: Int
    var discarded: Int
    var neighbours: [Neighbour]

    init(_ listener: NeighbourListener, source: String) {
        self.source = source
        frames = listener.frameCount
        discarded = listener.rejectedCount
        neighbours = listener.entries.map { Neighbour(entry: $0) }
    }
}
