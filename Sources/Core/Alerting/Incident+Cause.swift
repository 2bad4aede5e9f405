import Diagnosis

extension Incident {
    /// Whether `other` may tell of the same cause: of the same rule or of none, of the same family of kinds, and with an object in common that
    /// may be the cause.
    package func sharesCause(with other: Incident) -> Bool {
        guard alert?.rule == other.alert?.rule, kind.family == other.kind.family else { return false }
        return best == other.best || !Set(candidates).isDisjoint(with: other.candidates)
    }
}

extension Incident.Kind {
    /// Kinds among which an incident changes while its cause lasts go by the first of them. Of another family is another incident, also of the
    /// same object: a device that hangs, or another box in its place, is not the outage that follows.
    var family: Self {
        switch self {
        case .fault, .flapping, .planned, .expected, .transient: .fault
        case .monitoring, .degraded, .redundancy, .management, .identity: self
        }
    }
}
