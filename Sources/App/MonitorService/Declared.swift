import Alerting
import DeclaredFiles
import Diagnosis
import InventoryStore
import MailDelivery
import NetworkModel
import Rendering
import SNMPCollector
import SNMPMessages
import Synchronization

/// Topology/ and Alerts/ as one run of the monitor uses them.
package struct Declared: Sendable {
    let watched: WatchedNetwork
    var policy: AlertPolicy
    var templates = MailTemplates.builtIn
    /// What each credential opens; absent where its secret cannot be read.
    let credentials: [ObjectID: SNMPCredential]
    /// For devices that name no credential; nil: they are not polled.
    var defaultCredential: SNMPCredential?
    /// Why devices are not polled, in words.
    package var problems: [String] = []

    package init(
        watched: WatchedNetwork, policy: AlertPolicy, credentials: [ObjectID: SNMPCredential],
        defaultCredential: SNMPCredential? = nil
    ) {
        (self.watched, self.policy, self.credentials, self.defaultCredential) = (watched, policy, credentials, defaultCredential)
        problems = watched.assumptions
    }

    /// Topology/ and Alerts/ from their files.
    /// - Throws: `DeclaredErrors` with all errors of the folder that has some, `WatchedNetwork.UnknownCollector`.
    package static func load(_ settings: MonitorSettings) throws -> Declared {
        var declared = try loadNetwork(settings)
        let alerts = try DeclaredAlerts.load(path: settings.alerts, network: declared.watched.network)
        (declared.policy, declared.templates) = (alerts.policy, alerts.templates)
        // A monitor in shadow reports daily, also where nobody asked for a sign of life.
        if settings.isShadow, declared.policy.heartbeat == nil { declared.policy.heartbeat = .init(to: alerts.policy.fallback) }
        return declared
    }

    /// Topology/ alone, with a policy that tells nobody.
    package static func loadNetwork(_ settings: MonitorSettings) throws -> Declared {
        let network = try DeclaredNetwork.load(path: settings.topology).network
        let files = CredentialFiles(relativeTo: settings.topology)
        var credentials: [ObjectID: SNMPCredential] = [:]
        var problems: [String] = []
        for record in network.document.credentials {
            do throws(CredentialFiles.Problem) {
                credentials[record.id] = try files.credential(record)
            } catch {
                problems.append("devices read with \(error) are not polled")
            }
        }
        let others = settings.rowSources.isEmpty ? [] : network.document.collectors.map(\.id)
        let watched = try WatchedNetwork(network, collector: settings.collector, others: others)
        var declared = Declared(watched: watched, policy: AlertPolicy(), credentials: credentials)
        declared.problems += problems
        return declared
    }

    func context(_ settings: MonitorSettings, at now: Timestamp) -> EpisodeContext {
        var context = EpisodeContext(start: now, pollInterval: settings.cadence.reachability)
        context.epochOffset = 0
        context.startsWell = false
        context.hearsBreaks = false
        context.readTime = TimeSpan(milliseconds: 300)
        context.tellsRedundancy = true
        return context
    }

    func devices(_ settings: MonitorSettings, pinging: Bool, at now: Timestamp) -> Collector.Devices {
        let network = watched.network
        var watches: [Int32: DeviceWatch] = [:]
        var targets: [Int32: SNMPTarget] = [:]
        for device in watched.polled {
            guard let target = target(of: network.document.devices[Int(device)], settings) else { continue }
            targets[device] = target
            // The kernel answers an echo to any loopback address, whatever is broken behind it.
            watches[device] = DeviceWatch(
                device: device, in: network, collector: watched.collector, usesICMP: pinging && !target.address.ip.isLoopback)
        }
        let schedule = PollSchedule(devices: watched.polled.filter { targets[$0] != nil }, cadence: settings.cadence, start: now)
        var devices = Collector.Devices(schedule: schedule, watches: watches, targets: targets)
        devices.sensorMetrics = Set(policy.rules.compactMap(\.metric))
        return devices
    }

    private func target(of device: NetworkDocument.Device, _ settings: MonitorSettings) -> SNMPTarget? {
        guard let text = device.address, let credential = device.credential.map({ credentials[$0] }) ?? defaultCredential,
            let address = try? SocketAddress.resolve(text)
        else { return nil }
        let aliases = device.aliases.compactMap { IPAddress($0) }
        return SNMPTarget(address, credential: credential, aliases: aliases, timeout: settings.timeout, retries: settings.retries)
    }
}

/// What is declared now; a reload exchanges it for all services at once.
final class CurrentDeclared: Sendable {
    private let box: Mutex<Declared>
    init(_ declared: Declared) { box = Mutex(declared) }

    /// What targets that take no mail are given.
    func content(_ notification: AlertNotification) -> TargetDelivery.Content {
        let declared = value
        let context = MailContext(
            network: declared.watched.network, identity: declared.policy.mail, templates: declared.templates)
        let form = NotificationForm(notification, in: context)
        return .init(
            json: form.json,
            text: MailMessage.subject(notification, in: context) + "\n\n" + MailMessage.text(notification, in: context))
    }

    /// What an Alertmanager is told at `now`.
    func alerts(_ rows: [FiringAlerts.Row], for target: AlertPolicy.Target, at now: Timestamp) -> [UInt8] {
        let declared = value
        let context = MailContext(
            network: declared.watched.network, identity: declared.policy.mail, templates: declared.templates)
        return AlertmanagerForm.body(rows.map { AlertmanagerForm($0, level: target.level, at: now, in: context) })
    }

    /// The bytes of a mail, with the names and owners that are declared now and what the store knows of the last day.
    func render(
        _ notification: AlertNotification, store: Store, suspicion: TimeSpan? = nil, health: MonitorHealth = MonitorHealth()
    ) -> [UInt8] {
        let declared = value
        var context = MailContext(
            network: declared.watched.network, identity: declared.policy.mail, templates: declared.templates)
        let facts = MailFacts(store: store, network: declared.watched.network, zone: context.zone)
        context.recentChanges = facts.recentChanges(before: notification)
        context.remarks = facts.remarks(on: notification)
        context.clockSuspicion = suspicion
        let list = MorningList(store: store, network: declared.watched.network, policy: declared.policy)
        var notification = notification
        switch notification.reason {
        case .morning:
            let facts = list.facts(at: notification.decided)
            (context.morning, notification.facts) = (facts, [facts.summary(open: notification.collected.count)])
        case .weekly: context.report = list.report(at: notification.decided)
        default: break
        }
        if notification.kind == .heartbeat { context.monitorFacts = facts.health(health, at: notification.decided) }
        return MailMessage.render(notification, in: context)
    }

    /// A mail in one line with its time: `03:12 DOWN duct:x, 5 sites cut off [i47]`.
    func title(_ notification: AlertNotification) -> String {
        let declared = value
        let context = MailContext(network: declared.watched.network, identity: declared.policy.mail)
        return "\(context.dayAndClock(notification.decided)) \(MailMessage.subject(notification, in: context))"
    }

    var value: Declared {
        get { box.withLock { $0 } }
        set { box.withLock { $0 = newValue } }
    }
}
