import Foundation
import GRDB
import NetworkModel

// What keeps the file whole, and what is done when it is not: a copy of the last good state, a reserve for the day when the disk is
// full, and a look at who keeps the write-ahead log long.

extension Store {
    /// Opens the state file of a monitor; a damaged one is moved aside and the last good copy takes its place, for alerting must not
    /// wait for a repair.
    /// - Returns: the store, and what happened in words; nil: nothing.
    package static func openOrRestore(_ path: String, at now: Timestamp) throws(StoreError) -> (store: Store, notice: String?) {
        let fault: StoreError
        do throws(StoreError) {
            let store = try open(path, mode: .readWrite)
            guard let problem = try store.quickProblems().first else {
                store.keepReserve()
                return (store, nil)
            }
            try? store.close()
            fault = .damaged(path: path, doing: "use it", detail: problem)
        } catch {
            fault = error
        }
        // Only what was ours before is replaced: anything else may be a slip of the command line.
        let hasCopy = FileManager.default.fileExists(atPath: path + ".backup")
        switch fault {
        case .damaged: break
        case .notOurs where hasCopy, .empty where hasCopy, .failed where hasCopy, .machineFailed where hasCopy: break
        default: throw fault
        }
        return try restore(path, fault, at: now)
    }

    private static func restore(_ path: String, _ fault: StoreError, at now: Timestamp) throws(StoreError)
        -> (store: Store, notice: String?)
    {
        let files = FileManager.default
        let hasCopy = files.fileExists(atPath: path + ".backup")
        let aside = "\(path).damaged-\(now.milliseconds / 1000)"
        do {
            for suffix in ["", "-wal", "-shm"] where files.fileExists(atPath: path + suffix) {
                try files.moveItem(atPath: path + suffix, toPath: aside + suffix)
            }
            if hasCopy { try files.copyItem(atPath: path + ".backup", toPath: path) }
        } catch {
            throw .failed(path: path, doing: "move it aside", detail: "\(error)")
        }
        var words = "the state file was damaged and stands now as \(aside)"
        do throws(StoreError) {
            let store = try open(path, mode: .readWrite)
            if !hasCopy { return (store, words + "; there is no copy, a new one was begun (\(fault))") }
            if try store.quickProblems().isEmpty {
                return (store, words + "; the last good copy took its place: acknowledgements since then are lost (\(fault))")
            }
            try? store.close()
        } catch {
            words += "; its copy could not be used: \(error)"
        }
        try? files.removeItem(atPath: path)
        return (try open(path, mode: .readWrite), words + "; a new one was begun (\(fault))")
    }

    /// What SQLite finds without comparing every index; empty where the file is whole.
    func quickProblems() throws(StoreError) -> [String] {
        try read("check it") { db in try String.fetchAll(db, sql: "PRAGMA quick_check(5)").filter { $0 != "ok" } }
    }

    /// Writes a copy of the present state beside the file, in place of the last one.
    package func backUp() throws(StoreError) {
        let part = path + ".backup.part"
        try? FileManager.default.removeItem(atPath: part)
        do {
            // Over a connection of its own, so that the monitor's writes do not wait for the copy.
            let reader = try DatabaseQueue(path: path)
            try reader.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [part]) }
            try reader.close()
        } catch {
            throw StoreError(error, path: path, doing: "copy it")
        }
        guard rename(part, path + ".backup") == 0 else {
            throw .failed(path: path, doing: "put the copy in its place", detail: String(cString: strerror(errno)))
        }
    }

    private var reserve: String { path + ".reserve" }

    /// Holds room on the disk that can be given back when it is full.
    package func keepReserve(bytes: Int = 4 << 20) {
        let size = (try? FileManager.default.attributesOfItem(atPath: reserve)[.size] as? Int) ?? 0
        if size < bytes, (try? Data(count: bytes).write(to: URL(fileURLWithPath: reserve))) == nil { _ = freeReserve() }
    }

    package var hasReserve: Bool { FileManager.default.fileExists(atPath: reserve) }

    /// Gives the room back. - Returns: false where there was none.
    package func freeReserve() -> Bool { unlink(reserve) == 0 }

    /// Deletes the older half of the samples; returns how many.
    package func shedHistory() throws(StoreError) -> Int {
        try write("shed history") { db in
            try db.execute(sql: "DELETE FROM sample WHERE at <= (SELECT (min(at) + max(at)) / 2 FROM sample)")
            return db.changesCount
        }
    }

    /// Folds the write-ahead log into the file and cuts it, as far as no reader needs it.
    package func checkpoint() throws(StoreError) {
        do {
            try database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        } catch {
            throw StoreError(error, path: path, doing: "fold its log")
        }
    }

    /// Bytes of the write-ahead log; 0 where there is none.
    package var logSize: Int64 {
        (try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int64) ?? 0
    }

    /// Programs other than this one that have the file open, as far as we may see them.
    package var otherPrograms: [(pid: Int32, name: String)] {
        let files = FileManager.default
        let own = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let pids = ((try? files.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap(Int32.init).filter { $0 != getpid() }
        return pids.sorted().compactMap { pid in
            let open = (try? files.contentsOfDirectory(atPath: "/proc/\(pid)/fd")) ?? []
            guard open.contains(where: { (try? files.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\($0)")) == own }) else {
                return nil
            }
            let name = (try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)) ?? "?"
            return (pid, name.split(separator: "\n").first.map(String.init) ?? "?")
        }
    }
}
