import Alerting
import MailDelivery
import NetworkModel
import Rendering

/// One try of a target that takes no mail: what it would be handed, and what it answered.
struct TargetTrial {
    let target: AlertPolicy.Target
    let content: TargetDelivery.Content
    /// For an Alertmanager.
    let alerts: [UInt8]

    init(_ target: AlertPolicy.Target, _ notification: AlertNotification, in context: MailContext) {
        self.target = target
        content = .init(
            json: NotificationForm(notification, in: context).json,
            text: MailMessage.subject(notification, in: context) + "\n\n" + MailMessage.text(notification, in: context))
        alerts = AlertmanagerForm.body([AlertmanagerForm(testAt: notification.decided)])
    }

    /// The bytes that leave, as text.
    var shown: String {
        switch target.kind {
        case .webhook, .file: String(decoding: content.json, as: UTF8.self)
        case .alertmanager: String(decoding: alerts, as: UTF8.self)
        case .command: content.text
        }
    }

    /// What is sent, in words.
    var sent: String {
        switch target.kind {
        case .webhook: "POST of \(content.json.count) bytes of JSON"
        case .alertmanager: "alert FibrewatchTest, over after a minute"
        case .command: "\(content.text.utf8.count) bytes of text on its standard input"
        case .file: "a line of \(content.json.count) bytes of JSON"
        }
    }

    func run() async -> RelayAnswer {
        let delivery = TargetDelivery()
        return target.kind == .alertmanager ? await delivery.tell(alerts, to: target) : await delivery.send(content, to: target)
    }
}
