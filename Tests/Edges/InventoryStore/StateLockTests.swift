import Foundation
import InventoryStore
import TestSupport
import Testing

/// One monitor to a state file, for as long as its process lives and no longer.
struct StateLockTests {
    private static let began = StoreFixture.at(0)

    private func isRefused(_ path: String) -> StateLock.Holder? {
        do throws(StoreError) {
            _ = try StateLock.take(of: path, at: Self.began, patience: 0)
            return nil
        } catch {
            guard case .running(_, let holder) = error else { return nil }
            return holder ?? StateLock.Holder(pid: 0, since: Self.began)
        }
    }

    @Test func `a second monitor is refused and told who has the file and since when`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("state.db")
        let lock = try StateLock.take(of: path, at: Self.began)
        let holder = StateLock.Holder(pid: getpid(), since: Self.began)
        #expect(throws: StoreError.running(path: path, holder: holder)) {
            try StateLock.take(of: path, at: StoreFixture.at(60), patience: 0)
        }
        let words = StoreError.running(path: path, holder: holder).description
        #expect(words.contains("pid \(getpid()), since 20") && words.contains("--database"), "\(words)")
        withExtendedLifetime(lock) {}
    }

    @Test func `it is free when its holder has let go, and for the file of another name`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("state.db")
        do {
            let lock = try StateLock.take(of: path, at: Self.began)
            #expect(isRefused(path) != nil && isRefused(folder.path("other.db")) == nil)
            withExtendedLifetime(lock) {}
        }
        #expect(FileManager.default.fileExists(atPath: path + ".lock"), "who deletes it may delete what the next has just locked")
        #expect(isRefused(path) == nil)
    }

    @Test func `a link to the file is the same file`() throws {
        let folder = try TemporaryFolder()
        try Store.open(folder.path("state.db"), mode: .readWrite).close()
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link.db"), withDestinationPath: folder.path("state.db"))
        let lock = try StateLock.take(of: folder.path("state.db"), at: Self.began)
        #expect(isRefused(folder.path("link.db")) != nil)
        withExtendedLifetime(lock) {}
    }

    @Test func `what a dead or copied lock says about a pid locks nothing`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("state.db")
        // As it is left by kill -9, or came along with a copied folder: the pid is one that lives.
        try Data("1 1\n".utf8).write(to: URL(fileURLWithPath: path + ".lock"))
        let lock = try StateLock.take(of: path, at: Self.began)
        // While it is held, the pid of a process that is no more is not shown for that of the holder.
        let ended = try Program.run(["sh", "-c", "echo $$"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
        for text in ["\(ended) 1\n", "", "garbage", String(repeating: "9", count: 500)] {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path + ".lock"))
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
            #expect(throws: StoreError.running(path: path, holder: nil)) {
                try StateLock.take(of: path, at: Self.began, patience: 0)
            }
        }
        withExtendedLifetime(lock) {}
    }

    @Test func `a folder that is missing or a lock that cannot be opened is an error that names the file`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: StoreError.noFolder(path: folder.path("no/state.db"))) {
            try StateLock.take(of: folder.path("no/state.db"), at: Self.began)
        }
        let path = folder.path("state.db")
        try FileManager.default.createDirectory(atPath: path + ".lock", withIntermediateDirectories: false)
        #expect(throws: StoreError.self) { try StateLock.take(of: path, at: Self.began) }
    }
}
