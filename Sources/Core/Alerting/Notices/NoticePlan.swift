import NetworkModel

/// A window that a notice made: one object in one of its spans.
package struct NoticedWindow: Hashable, Sendable {
    package var uid: String
    /// Which of the notice's spans, from 0.
    package var part: Int
    package var sequence: Int
    /// Its `id` is empty before it is kept.
    package var window: MaintenanceWindow

    package init(uid: String, part: Int, sequence: Int, window: MaintenanceWindow) {
        (self.uid, self.part, self.sequence, self.window) = (uid, part, sequence, window)
    }
}

/// What an import of notices will do: nothing is dropped without a step that says so.
package enum NoticeStep: Hashable, Sendable {
    case add(NoticedWindow)
    case change(NoticedWindow, was: MaintenanceWindow)
    /// Called off, or no longer about this object.
    case end(NoticedWindow, because: String)
    case same(NoticedWindow)
    /// Nothing is done, and why.
    case skip(line: Int, String)
}

package enum NoticePlan {
    /// The steps of `notices` in their order.
    /// - Parameters:
    ///   - objects: the objects of each notice, in the order of `notices`.
    ///   - owner: who stands as responsible for a notice on an object.
    ///   - known: windows of earlier imports, ended ones too.
    package static func steps(
        _ notices: [MaintenanceNotice], objects: [[ObjectID]], owner: (MaintenanceNotice, ObjectID) -> String,
        known: [NoticedWindow], now: Timestamp
    ) -> [NoticeStep] {
        var known = Dictionary(grouping: known, by: \.uid)
        var steps: [NoticeStep] = []
        for (notice, objects) in zip(notices, objects) {
            let before = known[notice.uid] ?? []
            if let newest = before.map(\.sequence).max(), newest > notice.sequence {
                steps.append(
                    .skip(
                        line: notice.line, "\(notice.uid) is older (SEQUENCE \(notice.sequence)) than what is known (\(newest))"))
                continue
            }
            let wanted = notice.isCancelled ? [] : windows(notice, objects, owner)
            let done = self.steps(notice, wanted, before, now)
            steps += done
            // The same file may say it twice: what comes later counts.
            known[notice.uid] = done.compactMap(\.kept)
        }
        return steps
    }

    private static func windows(
        _ notice: MaintenanceNotice, _ objects: [ObjectID], _ owner: (MaintenanceNotice, ObjectID) -> String
    ) -> [NoticedWindow] {
        objects.flatMap { object in
            notice.spans.enumerated().map { part, span in
                NoticedWindow(
                    uid: notice.uid, part: part, sequence: notice.sequence,
                    window: MaintenanceWindow(
                        id: "", object: object, from: span.from, to: span.to, owner: owner(notice, object), reason: notice.reason)
                )
            }
        }
    }

    private static func steps(
        _ notice: MaintenanceNotice, _ wanted: [NoticedWindow], _ before: [NoticedWindow], _ now: Timestamp
    ) -> [NoticeStep] {
        if notice.isCancelled, before.allSatisfy({ $0.window.to <= now }) {
            let why = before.isEmpty ? "it was never taken" : "it has ended"
            return [.skip(line: notice.line, "\(notice.uid) is cancelled, and \(why)")] + before.map { .same($0) }
        }
        var steps = wanted.map { step($0, before, notice.line, now) }
        for old in before where !wanted.contains(where: { $0.window.object == old.window.object && $0.part == old.part }) {
            var ended = old
            ended.sequence = notice.sequence
            let reason = notice.isCancelled ? "cancelled by its owner" : "no longer part of the notice"
            steps.append(old.window.to > now ? .end(ended, because: reason) : .same(ended))
        }
        return steps
    }

    private static func step(_ wanted: NoticedWindow, _ before: [NoticedWindow], _ line: Int, _ now: Timestamp) -> NoticeStep {
        guard let old = before.first(where: { $0.window.object == wanted.window.object && $0.part == wanted.part }) else {
            return wanted.window.to > now ? .add(wanted) : .skip(line: line, "\(wanted.uid) on \(wanted.window.object) is over")
        }
        var new = wanted
        new.window.id = old.window.id
        if new.window == old.window { return .same(new) }
        // What is over stays as it was: the audit tells what held then.
        if old.window.to <= now, new.window.to <= now { return .same(old) }
        return .change(new, was: old.window)
    }
}

extension NoticeStep {
    /// The window that stands after it; nil where there is none.
    package var kept: NoticedWindow? {
        switch self {
        case .add(let window), .change(let window, _), .same(let window): window
        case .end, .skip: nil
        }
    }
}
