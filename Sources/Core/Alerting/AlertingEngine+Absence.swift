import Diagnosis
import NetworkModel

// What happened while nobody looked, and what was told in shadow, is not known to anybody.

extension AlertingEngine {
    /// Lets what became due while the monitor was away wait until `time`, by which everything has been asked again: what was down may be up,
    /// and what had come back may be gone. What Diagnosis finds anew before then is decided as always.
    package mutating func lookFirst(until time: Timestamp) {
        for id in order {
            guard var alertCase = cases[id] else { continue }
            switch alertCase.stage {
            case .held(let due) where due < time: alertCase.stage = .held(until: time)
            case .settling(let due) where due < time: alertCase.stage = .settling(until: time)
            default: continue
            }
            keep(alertCase)
        }
    }

    /// Marks what a mail that a monitor in shadow kept back would have told for the first time.
    package mutating func withheld(_ mail: AlertNotification) {
        guard mail.kind != .heartbeat else { return }
        for id in [mail.incident?.id].compactMap(\.self) + mail.collected.map(\.id) {
            guard var alertCase = cases[id], (alertCase.mails.first?.decided ?? alertCase.told?.at) == mail.decided else {
                continue
            }
            alertCase.toldInShadow = true
            keep(alertCase)
        }
    }

    /// The monitor is in shadow no more: what it told nobody is to be told if it still lasts, and ends in silence if it does not.
    package mutating func endShadow() {
        for id in order {
            guard let alertCase = cases[id], alertCase.toldInShadow == true else { continue }
            keep(alertCase.untold(at: now))
        }
    }
}

extension AlertCase {
    /// The case as if no mail about it had been decided yet; ended where it is over.
    fileprivate func untold(at now: Timestamp) -> AlertCase {
        var untold = AlertCase(incident)
        (untold.page, untold.urgency, untold.root) = (page, urgency, root)
        (untold.acknowledgement, untold.reachTaken) = (acknowledgement, reachTaken)
        (untold.lastAcknowledged, untold.lastAcknowledgedRow) = (lastAcknowledged, lastAcknowledgedRow)
        (untold.openings, untold.partOf) = (openings, partOf)
        untold.stage = isOpen ? page == nil ? .open : .held(until: now) : .ended
        return untold
    }
}
