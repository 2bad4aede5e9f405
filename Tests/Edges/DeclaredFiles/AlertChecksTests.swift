import Alerting
import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import DeclaredFiles

/// One slip each in an otherwise sound policy, with the line that `check` says about it.
@Suite struct AlertChecksTests {
    static let network = """
        owners: [{id: owner:telecom}]
        sites: [{id: site:nis, kind: hub}, {id: site:bor, kind: post}]
        devices: [{id: dev:nis-core, site: site:nis, role: core}, {id: dev:bor-cpe, site: site:bor, role: cpe}]
        ducts: [{id: duct:u7, owner: owner:telecom}]
        """
    static let sound = """
        mail: {from: "Desk <desk@x.example>", domain: x.example, zone: Europe/Belgrade}
        people: [{id: person:ana, mail: ana@x.example}]
        relays: [{host: mail.x.example}]
        fallback: [person:ana]
        morning: {to: [person:ana], at: "07:00"}

        """

    static func findings(_ text: String) throws -> [String] {
        let network = try DeclaredNetwork.load(files: [SourceFile(path: "n.yaml", text: network)]).network
        do throws(DeclaredErrors) {
            return try DeclaredAlerts.load(files: [SourceFile(path: "a.yaml", text: text)], network: network).findings.map(
                \.description)
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `a sound policy is told nothing of`() throws { #expect(try Self.findings(Self.sound) == []) }

    /// What is written in the sound policy, what instead, and the message.
    @Test(arguments: [
        (
            "Europe/Belgrade", "Europe/Beograd",
            "a.yaml:1:64: mail has a wrong zone: \"Europe/Beograd\" is no IANA zone such as Europe/Belgrade"
        ),
        (
            "\"Desk <desk@x.example>\"", "Desk",
            "a.yaml:1:14: mail is from \"Desk\", which is no bare address such as ana@example.org; write "
                + "\"fibrewatch <fibrewatch@example.org>\""
        ),
        (
            "domain: x.example", "domain: x.example, envelope_from: bounces",
            "a.yaml:1:73: bounces go to \"bounces\", which is no bare address such as ana@example.org; leave it out for no bounces"
        ),
        (
            "domain: x.example", "domain: x_y",
            "a.yaml:1:47: \"x_y\" is no domain such as network.example, and Message-IDs end with it"
        ),
        (
            "ana@x.example", "ноћ@x.example",
            "a.yaml:2:33: person \"person:ana\" has mail \"ноћ@x.example\", which has letters beyond ASCII, which most relays "
                + "refuse; write it as ana@example.org, a domain as xn--…"
        ),
        (
            "ana@x.example", "\"ana(x@x.example\"",
            "a.yaml:2:33: person \"person:ana\" has mail \"ana(x@x.example\", which has \"(\" before the @, where it cannot stand"
        ),
        (
            "ana@x.example", "ana@-x.example",
            "a.yaml:2:33: person \"person:ana\" has mail \"ana@-x.example\", which has no domain such as example.org behind the @"
        ),
        (
            "fallback: [person:ana]\n", "",
            "a.yaml:2:10: nobody would be told: neither a route nor fallback names anybody; add fallback: [person:…]"
        ),
        (
            "fallback: [person:ana]", "routes: [{to: [person:ana], kinds: [fault]}]",
            "a.yaml:4:10: warning: what matches no route is told to nobody; add fallback: [person:…]"
        ),
        (
            "morning: {to: [person:ana], at: \"07:00\"}", "holds: [{proven: 1m, to: digest}]",
            "a.yaml:5:26: warning: a hold tells by digest, and nobody would read it: there is no section morning; add "
                + "morning: {to: [person:…], at: \"07:00\"}"
        ),
    ])
    func `what is wrong with who is told is found`(find: String, replace: String, message: String) throws {
        #expect(Self.sound.contains(find))
        #expect(try Self.findings(Self.sound.replacing(find, with: replace)) == [message])
    }

    /// What is added behind the sound policy, from its line 6 on.
    @Test(arguments: [
        ("calm: {reminder: 0s}", "a.yaml:6:18: calm has a wrong reminder: \"0s\" is too short; at least 1m is needed"),
        (
            "calm: {settle: -5}",
            "a.yaml:6:16: calm has a wrong settle: \"-5\" is less than nothing; write a time span such as 45s, 5m or 2h"
        ),
        ("calm: {burst: 0}", "a.yaml:6:15: calm has a wrong burst: 0 is not from 1 to 1000000"),
        ("holds: [{isolates: -5}]", "a.yaml:6:20: hold has a wrong isolates: \"-5\" is no least number such as \">=10\""),
        ("holds: [{proven: 1e300}]", "a.yaml:6:18: hold has a wrong proven: \"1e300\" is too long; at most 30d is possible"),
        (
            "holds: [{causes: [duct, cable], proven: 1m}]",
            "a.yaml:6:25: a hold is for causes of kind \"cable\", and there is none"
        ),
        (
            "holds: [{causes: [duct, link]}, {causes: [link], isolates: 3}]",
            "a.yaml:6:33: warning: this hold never decides: the one at a.yaml:6:9 matches all that it matches"
        ),
        (
            "holds: [{proven: 1m}, {isolates: 3, proven: 2m}]",
            "a.yaml:6:23: warning: this hold never decides: the one at a.yaml:6:9 matches all that it matches"
        ),
        (
            "routes: [{name: all, to: [person:ana]}, {name: posts, to: [person:ana], kinds: [fault]}]",
            "a.yaml:6:41: warning: route \"posts\" never decides: \"all\" at a.yaml:6:10 stands before it and matches all that it matches"
        ),
        (
            "routes: [{name: one, to: [person:ana], kinds: [fault, flapping]}, {name: two, to: [person:ana], kinds: [fault], "
                + "urgencies: [page]}]",
            "a.yaml:6:67: warning: route \"two\" never decides: \"one\" at a.yaml:6:10 stands before it and matches all that it matches"
        ),
        (
            "routes: [{name: own, to: [person:ana], owners: [telecom]}]",
            "a.yaml:6:49: route \"own\" is for owner \"telecom\", and there is none; write \"owner:telecom\""
        ),
        (
            "routes: [{name: own, to: [person:ana], owners: [\"owner:tele*\"]}]",
            "a.yaml:6:49: route \"own\" is for owner \"owner:tele*\", and there is none"
        ),
        (
            "routes: [{name: own, to: [person:ana], objects: [\"site:bg-*\"]}]",
            "a.yaml:6:50: warning: route \"own\" is for object \"site:bg-*\", and nothing in the network is called so"
        ),
        (
            "routes: [{name: own, to: [person:ana], objects: [duct:u8]}]",
            "a.yaml:6:50: warning: route \"own\" is for object \"duct:u8\", and nothing in the network is called so; did you mean "
                + "\"duct:u7\"?"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, owners: [owner:telekom]}]",
            "a.yaml:6:52: rule \"r\" is for owner \"owner:telekom\", and there is none; did you mean \"owner:telecom\"?"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, objects: [\"duct:*\"]}]",
            "a.yaml:6:53: warning: rule \"r\" is for device or port \"duct:*\", and nothing in the network is called so"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, sites: [site:niss]}]",
            "a.yaml:6:51: warning: rule \"r\" is for site \"site:niss\", and nothing in the network is called so; did you mean "
                + "\"site:nis\"?"
        ),
        (
            "rules: [{name: r, metric: tx_dbm, below: -9}]",
            "a.yaml:6:27: warning: rule \"r\" asks for tx_dbm, which nothing measures, so it never fires"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, within: 1h}]",
            "a.yaml:6:51: rule has a wrong within: it means nothing beside above; take it out"
        ),
        (
            "rules: [{name: r, metric: loss, rises: 1, within: 1h, over: 1h}]",
            "a.yaml:6:61: rule has a wrong over: it means nothing beside rises; take it out"
        ),
        (
            "rules: [{name: r, metric: loss, rises: 1, within: 1h, clear: 1}]",
            "a.yaml:6:62: rule has a wrong clear: it means nothing beside rises; take it out"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, least: 3}]",
            "a.yaml:6:50: rule has a wrong least: it means nothing without share; take it out or add share"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, group: site}]",
            "a.yaml:6:50: rule has a wrong group: it means nothing without share; take it out or add share"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, for: -300}]",
            "a.yaml:6:48: rule has a wrong for: \"-300\" is less than nothing; write a time span such as 45s, 5m or 2h"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, for: 1e300}]",
            "a.yaml:6:48: rule has a wrong for: \"1e300\" is too long; at most 3650d is possible"
        ),
        (
            "rules: [{name: r, metric: loss, reaches: 1, within: 7d, over: 1s}]",
            "a.yaml:6:63: rule has a wrong over: \"1s\" is too short; at least 10m is needed"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{kind: [post], urgency: page, hours: open}]}]",
            "a.yaml:6:57: rule has a wrong kind: what a rule finds is always of one kind; ask for the kinds of the sites that are "
                + "hit: only or site_kinds"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{hours: open}]}]",
            "a.yaml:6:50: rule \"r\": when 1 says neither severity nor urgency, so it changes nothing; add one of them"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{urgency: page}]}]",
            "a.yaml:6:50: rule \"r\": when 1 asks for none of only, hours, site_kinds and isolates; write what it says into the rule"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{isolates: 0, urgency: page}]}]",
            "a.yaml:6:61: rule has a wrong isolates: everything hits 0 sites or more; write a number from 1"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{isolates: 1, urgency: page, owner: x}]}]",
            "a.yaml:6:79: rule has the unknown key \"owner\""
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{hours: opn, urgency: page}]}]",
            "a.yaml:6:58: rule has a wrong hours: \"opn\" is not open or closed; did you mean \"open\"?"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{isolates: 1, urgency: page}, {isolates: 2, hours: open, severity: "
                + "critical}]}]",
            "a.yaml:6:80: warning: rule \"r\": when 2 never decides: when 1 stands before it and matches all that it matches"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{only: hub, site_kinds: [post], urgency: page}]}]",
            "a.yaml:6:57: warning: rule \"r\": when 1 never matches: only \"hub\" leaves out its site_kinds"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{only: posts, urgency: page}]}]",
            "a.yaml:6:57: warning: rule \"r\": when 1 is for sites of kind \"posts\", and there is none; did you mean \"post\"?"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{isolates: \">=3\", urgency: page}]}]",
            "a.yaml:6:61: warning: rule \"r\": when 1 never matches: there are 2 sites in all"
        ),
        (
            "rules: [{name: r, metric: loss, above: 1, when: [{only: hub, hours: closed, urgency: page}]}]",
            "a.yaml:6:69: warning: rule \"r\": when 1 never matches: no site of kind \"hub\" has a calendar, so all are always open"
        ),
        (
            "rules: [{name: r, metric: loss, state: down}]",
            "a.yaml:6:27: rule has a wrong metric: a rule over state has no metric; take one of them out"
        ),
    ])
    func `what means nothing or never comes about is found`(line: String, message: String) throws {
        #expect(try Self.findings(Self.sound + line + "\n") == [message])
    }

    @Test(arguments: [
        ("rises: -5, within: 1h", "-5.0 is not above 0, and everything changes by so much"),
        ("absent: 0s", "\"0s\" is too short; at least 1m is needed"),
    ])
    func `a condition that always holds is refused`(condition: String, words: String) throws {
        let found = try Self.findings(Self.sound + "rules: [{name: r, metric: loss, \(condition)}]\n")
        #expect(found.count == 1 && found[0].contains(words) && found[0].hasPrefix("a.yaml:6:4"), "\(found)")
    }

    @Test func `quiet hours stand in the zone of the mails where a person names none`() throws {
        let text = """
            people: [{id: person:ana, mail: ana@x.example, quiet: "22:00-07:00"}, {id: person:bo, mail: b@x.example, zone: Europe/Paris, quiet: "22:00-07:00"}]
            mail: {zone: Asia/Tokyo}
            fallback: [person:ana]
            """
        let policy = try DeclaredAlerts.load(files: [SourceFile(path: "a.yaml", text: text)]).policy
        #expect(policy.people.map(\.quiet?.zone) == ["Asia/Tokyo", "Europe/Paris"])
    }

    @Test func `a calendar in a zone that is none is told with the zone that was meant`() throws {
        let file = SourceFile(
            path: "n.yaml", text: "calendars: [{id: cal:post, zone: Europe/Belgrad, open: {mon-fri: 08:00-19:00}}]\n")
        let errors = #expect(throws: DeclaredErrors.self) { try DeclaredNetwork.load(files: [file]) }
        #expect(
            errors?.problems.map(\.description) == [
                "n.yaml:1:34: calendar \"cal:post\" has zone \"Europe/Belgrad\", which is no IANA zone such as Europe/Belgrade; did you mean \"Europe/Belgrade\"?"
            ])
    }

    @Test func `programs and folders that are not on this machine are warned of`() throws {
        let text = """
            targets:
              - {name: sms, kind: command, command: [/no/such/sms]}
              - {name: bare, kind: command, command: [sh]}
              - {name: log, kind: file, path: /no/such/log.json}
              - {name: here, kind: file, path: /tmp/log.json}
              - {name: shell, kind: command, command: [/bin/sh, -c, "true"]}
            dead_man_file: /no/such/alive
            """
        #expect(
            DeclaredAlerts.diskFindings(files: [SourceFile(path: "a.yaml", text: text)]).map(\.description) == [
                "a.yaml:2:42: warning: target \"sms\" starts \"/no/such/sms\", and there is no such program on this machine",
                "a.yaml:3:43: warning: target \"bare\" starts \"sh\", and there is no such program on this machine; write its whole path, such as /usr/local/bin/sh",
                "a.yaml:4:35: warning: target \"log\" writes into \"/no/such\", and there is no such folder on this machine",
                "a.yaml:7:16: warning: dead_man_file writes into \"/no/such\", and there is no such folder on this machine",
            ])
    }

    @Test func `an empty template is refused`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("templates"), withIntermediateDirectories: true)
        try Data("people: []\n".utf8).write(to: URL(fileURLWithPath: folder.path("people.yaml")))
        try Data(" \n".utf8).write(to: URL(fileURLWithPath: folder.path("templates/problem.txt.mustache")))
        let errors = #expect(throws: DeclaredErrors.self) { try DeclaredAlerts.load(path: folder.url.path) }
        #expect(
            errors?.problems.map(\.message) == [
                "this template is empty, and so would be its mails; delete the file to use the built-in one"
            ])
    }
}
