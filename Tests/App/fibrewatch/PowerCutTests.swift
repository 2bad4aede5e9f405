import Alerting
import DeclaredFiles
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

/// E2: the machine loses its power at every moment at which the monitor's file was made safe. The real program runs under strace, which
/// writes down each write to the state file and its log; from that the file is made again as the disk would hold it: with all, none or
/// half of what was written since the last sync.
@Suite(
    .serialized,
    .enabled(if: Program.path("strace") != nil && MailServer.obstacle == nil, "skipped: strace or aiosmtpd is missing"))
struct PowerCutTests {
    private enum Call {
        case write(file: String, offset: Int, bytes: [UInt8])
        case truncate(file: String, size: Int)
        case sync(file: String)
        case remove(file: String)
    }

    /// Reads `strace -y -xx` lines about the files of `database`: pid, time, `name(descriptor<path>, "data", …) = result`. A call that
    /// another thread interrupts is split in two lines; the first holds all that counts here.
    private func calls(_ trace: Data, database: String) -> [(time: Double, call: Call)] {
        [UInt8](trace).split(separator: 0x0A).compactMap { line in
            let quotes = line.indices.lazy.filter { line[$0] == UInt8(ascii: "\"") }.prefix(1).first
            let head = String(decoding: line[..<(quotes ?? line.endIndex)], as: UTF8.self)
            let words = head.split(separator: " ", maxSplits: 2)
            guard words.count == 3, let time = Double(words[1]), let name = words[2].split(separator: "(").first else {
                return nil
            }
            var (data, tail): (ArraySlice<UInt8>, String) = ([], head)
            if let quotes, let end = line[(quotes + 1)...].firstIndex(of: UInt8(ascii: "\"")) {
                (data, tail) = (line[(quotes + 1)..<end], String(decoding: line[end...], as: UTF8.self))
            }
            if tail.contains("= -1 ") { return nil }
            if name == "unlink" {
                let path = String(decoding: Self.bytes(data), as: UTF8.self)
                return path.hasPrefix(database) ? (time, .remove(file: String(path.dropFirst(database.count)))) : nil
            }
            let place = head.split(separator: "<").dropFirst().first?.split(separator: ">").first.map(String.init) ?? ""
            let path = place.contains("\\x") ? String(decoding: Self.bytes(Array(place.utf8)[...]), as: UTF8.self) : place
            guard path.hasPrefix(database) else { return nil }
            return Self.call(String(name), String(path.dropFirst(database.count)), data, tail, head).map { (time, $0) }
        }
    }

    private static func call(_ name: String, _ file: String, _ data: ArraySlice<UInt8>, _ tail: String, _ head: String) -> Call? {
        let numbers = tail.split { !$0.isNumber }.compactMap { Int($0) }
        switch name {
        case "pwrite64":
            let bytes = bytes(data)
            return numbers.count >= 2 && numbers[0] == bytes.count ? .write(file: file, offset: numbers[1], bytes: bytes) : nil
        case "ftruncate":
            let size = head.split(separator: ">").last?.split { !$0.isNumber }.first.flatMap { Int($0) }
            return size.map { .truncate(file: file, size: $0) }
        case "fdatasync", "fsync": return .sync(file: file)
        default: return nil
        }
    }

    /// `\x2f\x74` as strace -xx writes it.
    private static func bytes(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4)
        var at = text.startIndex
        while at + 3 < text.endIndex {
            result.append(digit(text[at + 2]) << 4 | digit(text[at + 3]))
            at += 4
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8 { byte >= 0x61 ? byte - 0x57 : byte & 15 }

    private enum Loss: CaseIterable { case keep, drop, tear }

    /// The files as the disk holds them when the power goes after `count` calls.
    private func disk(_ calls: [(time: Double, call: Call)], after count: Int, _ loss: Loss) -> [String: [UInt8]] {
        var (safe, open): ([String: [UInt8]], [String: [Call]]) = ([:], [:])
        for (_, call) in calls[..<count] {
            switch call {
            case .write(let file, _, _), .truncate(let file, _): open[file, default: []].append(call)
            case .sync(let file):
                for call in open[file] ?? [] { Self.apply(call, whole: true, to: &safe) }
                open[file] = []
                if safe[file] == nil { safe[file] = [] }
            case .remove(let file): (safe[file], open[file]) = (nil, nil)
            }
        }
        guard loss != .drop else { return safe }
        for file in open.keys.sorted() {
            for (number, call) in (open[file] ?? []).enumerated() {
                // Torn: every other write is there, and of those the first half.
                if loss == .keep {
                    Self.apply(call, whole: true, to: &safe)
                } else if number % 2 == 0 {
                    Self.apply(call, whole: false, to: &safe)
                }
            }
        }
        return safe
    }

    private static func apply(_ call: Call, whole: Bool, to files: inout [String: [UInt8]]) {
        switch call {
        case .write(let file, let offset, let bytes):
            let part = whole ? bytes[...] : bytes.prefix(bytes.count / 2)
            var content = files[file] ?? []
            if content.count < offset + part.count { content += Array(repeating: 0, count: offset + part.count - content.count) }
            content.replaceSubrange(offset..<offset + part.count, with: part)
            files[file] = content
        case .truncate(let file, let size): files[file] = Array((files[file] ?? []).prefix(size))
        case .sync, .remove: break
        }
    }

    @Test func `a power cut at any sync loses no told outage and tells none twice by another name`() throws {
        let folder = try TemporaryFolder()
        let relay = try MailServer(folder: folder.url, isSecured: false)
        let bench = try LoopbackBench(relayPort: relay.port)
        let trace = folder.path("trace")
        try bench.startMonitor(under: [
            "strace", "-f", "-ttt", "-y", "-xx", "-s", "200000", "--seccomp-bpf", "-o", trace, "-e",
            "trace=pwrite64,ftruncate,fdatasync,fsync,unlink",
        ])
        #expect(bench.comes(within: 90) { $0.devices["up"] == bench.polled }, "\(bench.log)")
        try bench.agents.cut("duct:beograd-mladenovac")
        let mails = relay.awaitMails(1, seconds: 60)
        #expect(mails.count == 1, "\(bench.log)")
        #expect(bench.comes(within: 20) { $0.monitor.waiting_mails == 0 })
        bench.killMonitor()
        let name = String((mails.first?.header("Message-ID") ?? "").dropFirst().dropLast())
        let calls = calls(try Data(contentsOf: URL(fileURLWithPath: trace)), database: bench.database)
        let syncs = calls.indices.filter { if case .sync = calls[$0].call { true } else { false } }
        #expect(syncs.count > 20, "\(calls.count) calls")
        let stride = SharedData.soak ? 1 : max(1, syncs.count / 12)
        var (cuts, known, tooEarly, lost, restarted) = (0, 0, 0, 0, 0)
        let fixture = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network")
        let network = try DeclaredNetwork.load(path: fixture.path).network
        for (position, sync) in syncs.enumerated() where position % stride == 0 || position > syncs.count - 3 {
            for loss in Loss.allCases {
                for point in [sync, sync + 1] {
                    cuts += 1
                    let place = try TemporaryFolder()
                    for (suffix, bytes) in disk(calls, after: point, loss) where suffix != "-shm" && suffix != ".reserve" {
                        try Data(bytes).write(to: URL(fileURLWithPath: place.path("state.db" + suffix)))
                    }
                    // Before the first sync there is no file, or an empty one that nobody was told of.
                    let size = (try? FileManager.default.attributesOfItem(atPath: place.path("state.db"))[.size] as? Int) ?? 0
                    if size == 0 { tooEarly += 1; continue }
                    let (store, _) = try Store.openOrRestore(place.path("state.db"), at: Timestamp(milliseconds: 0))
                    #expect(try store.integrityProblems().isEmpty, "sync \(position), \(loss)")
                    let names = try store.notifications().map(\.notification.messageID)
                    if names.contains(name) { known += 1 }
                    if names.contains(where: { $0 != name }) { lost += 1 }
                    // The mail was handed over after this sync at the earliest, or it is in the file.
                    let isLate = calls[sync].time >= Self.sent(relay) && !names.contains(name)
                    #expect(!isLate, "sync \(position), \(loss): told, and not in the file")
                    if isLate { lost += 1 }
                    #expect(try store.auditFaults().isEmpty, "sync \(position), \(loss)")
                    if point == sync + 1 {
                        // The cut lasts: the next run tells it, or knows that it is told.
                        let then = Timestamp(milliseconds: Int64(calls[sync].time * 1000) + 1000)
                        var core = try RestartedCore(
                            store, network: network, failed: "duct:beograd-mladenovac", policy: Self.policy, at: then)
                        try core.watch(seconds: 30)
                        let told = try store.notifications().filter { $0.notification.kind == .problem }
                        #expect(told.map(\.state) == [.sent], "sync \(position), \(loss): \(told.map(\.notification.object))")
                        let first = try #require(told.first).notification
                        #expect(first.incident?.candidates.contains("duct:beograd-mladenovac") == true)
                        #expect(!names.contains(name) || first.messageID == name)
                        #expect(try store.auditFaults().isEmpty && store.integrityProblems().isEmpty)
                        if told.count != 1 { lost += 1 }
                        restarted += 1
                    }
                    try store.close()
                }
            }
        }
        print(
            "E2: syncs \(syncs.count), cuts \(cuts), before the first page \(tooEarly), mail known \(known), started again \(restarted), lost or renamed \(lost)"
        )
        #expect(lost == 0 && known > 0 && restarted > 10)
    }

    /// As the program reads it from its files; see `LoopbackBench`.
    private static var policy: AlertPolicy {
        var policy = AlertPolicy()
        policy.people = [.init(id: "person:noc", name: "NOC on duty", mail: "noc@network.example", level: .restricted)]
        policy.fallback = ["person:noc"]
        var hold = AlertPolicy.Hold()
        (hold.proven, hold.inferred) = (.zero, .seconds(8))
        policy.holds = [hold]
        policy.calm.settle = .seconds(2)
        return policy
    }

    /// When the relay had the mail, seconds since 1970; a little later than it said so.
    private static func sent(_ relay: MailServer) -> Double { relay.firstArrival ?? .infinity }
}
