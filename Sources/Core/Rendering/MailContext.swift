import Alerting
import Foundation
import NetworkModel

/// What a mail needs beside its notification.
package struct MailContext: Sendable {
    package var network: Network
    package var identity: AlertPolicy.MailIdentity
    /// The zone in which people read times.
    package var zone: TimeZone
    /// What changed around the cause in the last 24 hours, newest first; empty: nothing is said about it.
    package var recentChanges: [MailChange]
    /// What people entered about the incident, oldest first.
    package var remarks: [MailRemark] = []
    /// The monitor's own health in words, for the heartbeat.
    package var monitorFacts: [String] = []
    /// For the morning list.
    package var morning: MorningFacts?
    /// For the weekly mail.
    package var report: WeeklyReport?
    /// How far the system's clock is from the monitor's, where it was set while the monitor ran: times in the mail may be wrong by as
    /// much, and the mail says so. nil: they can be trusted.
    package var clockSuspicion: TimeSpan?
    package var templates: MailTemplates

    /// An unknown zone falls back to UTC; `AlertPolicy.problems` reports it.
    package init(
        network: Network, identity: AlertPolicy.MailIdentity, recentChanges: [MailChange] = [],
        templates: MailTemplates = .builtIn
    ) {
        self.network = network
        self.identity = identity
        zone = TimeZone(identifier: identity.zone) ?? TimeZone(secondsFromGMT: 0) ?? .current
        self.recentChanges = recentChanges
        self.templates = templates
    }

    /// The catalogue in the language of a mail's readers.
    func words(_ notification: AlertNotification) -> MailWords {
        MailWords(notification.language ?? .english, catalogue: templates.catalogue)
    }

    /// `Sat 22 Nov 2025, 03:12:45 +01:00 (02:12:45 UTC)`.
    func moment(_ time: Timestamp, _ words: MailWords = MailWords()) -> String {
        let local = LocalTime(time, zone)
        let utc = LocalTime(time, offset: 0)
        let utcDay = utc.day == local.day ? "" : "\(words.weekday(utc)) "
        return "\(words.date(local)), \(local.clock) \(local.offsetText) (\(utcDay)\(utc.clock) UTC)"
    }

    /// `21 Nov 23:40`.
    package func dayAndClock(_ time: Timestamp) -> String { dayAndClock(time, MailWords()) }

    func dayAndClock(_ time: Timestamp, _ words: MailWords) -> String {
        let local = LocalTime(time, zone)
        return words(
            "date.short", ["day": "\(local.day)", "month": words.month(local), "clock": String(local.clock.prefix(5))])
    }

    func clock(_ time: Timestamp) -> String { LocalTime(time, zone).clock }

    /// The Date header (RFC 5322, section 3.3).
    func dateHeader(_ time: Timestamp) -> String {
        let local = LocalTime(time, zone)
        return "\(local.weekdayName), \(local.day) \(local.monthName) \(local.year) \(local.clock) "
            + local.offsetText.replacingOccurrences(of: ":", with: "")
    }
}

/// What changed before an incident, and at what: readers who may not know the object are not told.
package struct MailChange: Hashable, Sendable {
    package var time: Timestamp
    package var object: ObjectID
    package var text: String
    package init(time: Timestamp, object: ObjectID, text: String) { (self.time, self.object, self.text) = (time, object, text) }
}

/// What a person entered about an incident: its cause, the carrier's ticket, who works on it, a note.
package struct MailRemark: Hashable, Sendable {
    package enum Kind: String, Sendable { case cause, ticket, assign, note }
    package var kind: Kind
    package var time: Timestamp
    package var by: String
    package var text: String
    package init(_ kind: Kind, time: Timestamp, by: String, text: String) {
        (self.kind, self.time, self.by, self.text) = (kind, time, by, text)
    }
}

extension MailWords {
    func weekday(_ time: LocalTime) -> String { list("days", time.weekday) }
    func month(_ time: LocalTime) -> String { list("months", Int(time.month) - 1) }

    /// `Sat 22 Nov 2025`.
    func date(_ time: LocalTime) -> String {
        self("date.full", ["weekday": weekday(time), "day": "\(time.day)", "month": month(time), "year": "\(time.year)"])
    }

    private func list(_ key: String, _ row: Int) -> String {
        let words = self(key).split(separator: " ")
        return words.indices.contains(row) ? String(words[row]) : ""
    }
}

/// A time in a zone, taken apart.
struct LocalTime {
    let year: Int64
    let month: Int64
    let day: Int64
    let second: Int64
    let offset: Int

    init(_ time: Timestamp, _ zone: TimeZone) {
        self.init(time, offset: zone.secondsFromGMT(for: Date(timeIntervalSince1970: time.seconds)))
    }

    init(_ time: Timestamp, offset: Int) {
        let civil = (time + .seconds(Int64(offset))).civil
        (year, month, day) = civil.date
        second = civil.second
        self.offset = offset
    }

    var clock: String { "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))" }
    var offsetText: String {
        "\(offset < 0 ? "-" : "+")\(two(Int64(abs(offset) / 3600))):\(two(Int64(abs(offset) / 60 % 60)))"
    }
    var monthName: String {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][Int(month - 1)]
    }

    /// By Zeller's congruence, Saturday first.
    var weekdayName: String { ["Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"][weekday] }

    /// Saturday is 0.
    var weekday: Int {
        let (m, y) = month < 3 ? (month + 12, year - 1) : (month, year)
        return Int((day + 13 * (m + 1) / 5 + y + y / 4 - y / 100 + y / 400) % 7)
    }

    private func two(_ n: Int64) -> String { n < 10 ? "0\(n)" : "\(n)" }
}
