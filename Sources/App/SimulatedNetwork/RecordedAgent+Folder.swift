import DeviceFacts
import Foundation

extension RecordedAgent {
    /// The recordings in `folder`: its files `*.snmprec`, by name.
    /// - Throws: `SimulationError.recording` for a folder or a file that cannot be read.
    package static func load(folder: URL) throws(SimulationError) -> [RecordedAgent] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder.path) } catch {
            throw .recording(file: folder.path, line: 0, reason: error.localizedDescription)
        }
        var agents: [RecordedAgent] = []
        for name in names.filter({ $0.hasSuffix(".snmprec") }).sorted() {
            agents.append(try RecordedAgent(file: folder.appendingPathComponent(name)))
        }
        return agents
    }

    /// The recording in `file`, under the file's name without `.snmprec`.
    package init(file: URL) throws(SimulationError) {
        let data: Data
        do { data = try Data(contentsOf: file) } catch {
            throw .recording(file: file.path, line: 0, reason: error.localizedDescription)
        }
        do throws(SNMPRecording.BadLine) {
            self.init(
                name: file.deletingPathExtension().lastPathComponent, objects: try SNMPRecording.read(Array(data)))
        } catch {
            throw .recording(file: file.path, line: error.line, reason: error.reason)
        }
    }
}
