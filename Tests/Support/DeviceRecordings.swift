import DeviceFacts
import Foundation
import SNMPMessages

/// Recordings of real devices in `../shared/recordings`, each with the facts that it must give.
package enum DeviceRecordings {
    package static let folder = SharedData.url.appendingPathComponent("recordings")

    /// Names without extension, sorted; empty without shared data.
    package static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".snmprec.gz") }.map { String($0.dropLast(".snmprec.gz".count)) }.sorted()
    }()

    package static func octets(_ name: String) throws -> [UInt8] {
        try run("/usr/bin/gzip", ["-dc", folder.appendingPathComponent(name + ".snmprec.gz").path])
    }

    package static func view(_ name: String) throws -> MIBView { MIBView(try SNMPRecording.read(octets(name))) }

    /// The truth file as JSON objects.
    package static func truth(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appendingPathComponent(name + ".truth.json"))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }
}
