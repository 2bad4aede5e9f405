import InventoryStore
import NetworkModel

/// What a person said of how incidents belong together.
package struct GroupRequest: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        case merge(into: String)
        /// The object that is a fault of its own; nil: the whole incident is.
        case split(ObjectID?)
    }

    package var incident: String
    package var change: Change
    package var person: String
    package var reason: String
    package init(incident: String, change: Change, person: String, reason: String) {
        (self.incident, self.change, self.person, self.reason) = (incident, change, person, reason)
    }

    static let mergeVerb = "incident merge"
    static let splitVerb = "incident split"

    /// nil where the request is about something else.
    init?(_ request: PersonRequest) {
        switch request.verb {
        case Self.mergeVerb: change = .merge(into: request.detail)
        case Self.splitVerb: change = .split(request.detail.isEmpty ? nil : ObjectID(request.detail))
        default: return nil
        }
        (incident, person, reason) = (request.object, request.by, request.reason)
    }

    /// As it is written for the running monitor.
    package var written: PersonRequest {
        var request = PersonRequest(verb: "", object: incident, by: person)
        request.reason = reason
        switch change {
        case .merge(let whole): (request.verb, request.detail) = (Self.mergeVerb, whole)
        case .split(let object): (request.verb, request.detail) = (Self.splitVerb, object?.rawValue ?? "")
        }
        return request
    }
}
