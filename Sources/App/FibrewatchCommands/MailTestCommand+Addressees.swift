import Alerting
import ArgumentParser
import NetworkModel
import Rendering

// Whom and what `mail test` tries: targets, people, relays of `--alerts`, each as the person named it.

extension MailTestCommand {
    func targets(_ policy: AlertPolicy, _ output: Output) throws -> [AlertPolicy.Target] {
        let known = policy.targets.map(\.name)
        if let unknown = target.first(where: { !known.contains($0) && $0 != "all" }) {
            output.complain(
                "there is no target \"\(unknown)\" in \(global.alerts); there are: \(known.joined(separator: ", "))")
            throw ExitCode.brokenConfiguration
        }
        let isAll = target.contains("all") && !known.contains("all")
        guard !isAll || !known.isEmpty else {
            output.complain("\(global.alerts) declares no target")
            throw ExitCode.brokenConfiguration
        }
        return policy.targets.filter { isAll || target.contains($0.name) }
    }

    func recipients(_ policy: AlertPolicy, _ output: Output) throws -> [Recipient] {
        let names = to.isEmpty ? (policy.fallback.isEmpty ? policy.routes.first?.to ?? [] : policy.fallback).map(\.rawValue) : to
        let found = try onDuty(names, policy).map { name -> Recipient in
            if let person = policy.person(ObjectID(name)) {
                return Recipient(person: person.id, name: person.name, address: person.mail)
            }
            guard Mailbox(name).isValid else {
                output.complain("\"\(name)\" is neither a person of \(global.alerts) nor a mail address")
                throw ExitCode.brokenConfiguration
            }
            return Recipient(
                person: ObjectID(kind: .person, name: name), name: Mailbox(name).name, address: Mailbox(name).address)
        }
        guard !found.isEmpty else {
            output.complain("\(global.alerts) names nobody: add people, and a route or a fallback, or say --to ADDRESS")
            throw ExitCode.brokenConfiguration
        }
        return found
    }

    /// Teams as those who are on duty now, in their place.
    private func onDuty(_ names: [String], _ policy: AlertPolicy) throws -> [String] {
        let roster = DutyRoster(policy)
        var seen: Set<String> = []
        return try names.flatMap { name -> [String] in
            let id = ObjectID(name)
            guard id.isTeam else { return [name] }
            let people = roster.duty(id, at: .now).people.map(\.rawValue)
            guard !people.isEmpty else { throw ValidationError("\(name) is no team of \(global.alerts), or has nobody") }
            return people
        }.filter { seen.insert($0).inserted }
    }

    func relays(_ policy: AlertPolicy, _ output: Output) throws -> [AlertPolicy.Relay] {
        let chosen = policy.relays.filter { relay == nil || $0.name == relay }
        guard !chosen.isEmpty || show else {
            let known = policy.relays.map(\.name).joined(separator: ", ")
            output.complain(
                relay.map { "there is no relay \"\($0)\" in \(global.alerts); there are: \(known)" }
                    ?? "\(global.alerts) declares no relay")
            throw ExitCode.brokenConfiguration
        }
        return chosen
    }
}
