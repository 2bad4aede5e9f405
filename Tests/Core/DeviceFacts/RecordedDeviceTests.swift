import DeviceFacts
import Foundation
import TestSupport
import Testing

/// Every recording of a real device, read straight into facts, against its truth file.
@Suite struct RecordedDeviceTests {
    @Test(.enabled(if: SharedData.isPresent, SharedData.absent))
    func `every recorded device gives the facts of its truth file`() throws {
        var all = FactScore()
        var heldOut = FactScore()
        for (i, name) in DeviceRecordings.names.enumerated() {
            var one = FactScore()
            one.compare(device: name, probe: try Self.probe(name), truth: try DeviceRecordings.truth(name))
            all.add(one)
            // The rules were written looking at every other recording; the rest says how they do on devices not seen.
            if !i.isMultiple(of: 2) { heldOut.add(one) }
        }
        Self.report("152 recordings", all)
        Self.report("held-out half", heldOut)
        for category in [FactScore.Category.system, .interfaces, .inventory, .sensors] {
            #expect(
                all[category].share >= 0.999,
                "\(category): \(all.differences[category]?.prefix(10).joined(separator: "\n") ?? "")")
        }
        #expect(all[.neighbours].share >= 0.98, "\(all.differences[.neighbours]?.prefix(10).joined(separator: "\n") ?? "")")
        #expect(all[.interfaces].invented == 0)
        #expect(all[.inventory].invented == 0)
    }

    private static func probe(_ name: String) throws -> [String: Any] {
        let facts = DeviceFacts(try DeviceRecordings.view(name))
        let walk = ProbeDocument.Walk(requests: 0, varbinds: 0, seconds: 0, findings: [])
        let json = try ProbeDocument(address: "127.0.0.1:161", snmp: "2c", walk: walk, facts: facts).json()
        return try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
    }

    private static func report(_ title: String, _ score: FactScore) {
        print("\(title):")
        for category in FactScore.Category.allCases {
            let tally = score[category]
            print(
                "  \(category.rawValue): \(tally.right) right, \(tally.wrong) wrong, \(tally.invented) invented (\(tally.share))")
            let shown = ProcessInfo.processInfo.environment["FIBREWATCH_DIFFERENCES"].flatMap { Int($0) } ?? 3
            for difference in score.differences[category]?.prefix(shown) ?? [] { print("    \(difference)") }
        }
    }
}
