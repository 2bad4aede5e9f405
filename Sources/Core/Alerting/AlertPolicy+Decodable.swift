import NetworkModel

// The keys of `Alerts/*.yaml`. Absent keys keep the defaults of `AlertPolicy`; unknown ones are for the reader of the file to refuse,
// which finds the known ones in `CodingKeys.allCases`.

extension AlertPolicy: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case mail, relays, people, teams, rota, escalations, routes, fallback, holds, calm, heartbeat, morning, weekly, rules,
            targets
        case deadManFile = "dead_man_file"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        mail = try c.decodeIfPresent(MailIdentity.self, forKey: .mail) ?? MailIdentity()
        relays = try c.decodeIfPresent([Relay].self, forKey: .relays) ?? []
        people = try c.decodeIfPresent([Person].self, forKey: .people) ?? []
        teams = try c.decodeIfPresent([Team].self, forKey: .teams) ?? []
        rotas = try c.decodeIfPresent([Rota].self, forKey: .rota) ?? []
        escalations = try c.decodeIfPresent([Escalation].self, forKey: .escalations) ?? []
        routes = try c.decodeIfPresent([Route].self, forKey: .routes) ?? []
        fallback = try c.decodeIfPresent([ObjectID].self, forKey: .fallback) ?? []
        holds = try c.decodeIfPresent([Hold].self, forKey: .holds) ?? []
        calm = try c.decodeIfPresent(Calm.self, forKey: .calm) ?? Calm()
        heartbeat = try c.decodeIfPresent(Heartbeat.self, forKey: .heartbeat)
        morning = try c.decodeIfPresent(Heartbeat.self, forKey: .morning)
        weekly = try c.decodeIfPresent(Weekly.self, forKey: .weekly)
        targets = try c.decodeIfPresent([Target].self, forKey: .targets) ?? []
        deadManFile = try c.decodeIfPresent(String.self, forKey: .deadManFile)
        rules = try c.decodeIfPresent([AlertRule].self, forKey: .rules) ?? []
        settleZones()
    }

    /// Quiet hours of people who name no zone are those of the mails.
    package mutating func settleZones() {
        for row in people.indices where people[row].zone == nil { people[row].quiet?.zone = mail.zone }
    }
}

extension AlertPolicy.MailIdentity: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case from, domain, zone
        case envelopeFrom = "envelope_from"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        from = try c.decodeIfPresent(String.self, forKey: .from) ?? from
        envelopeFrom = try c.decodeIfPresent(String.self, forKey: .envelopeFrom) ?? envelopeFrom
        domain = try c.decodeIfPresent(String.self, forKey: .domain) ?? domain
        zone = try c.decodeIfPresent(String.self, forKey: .zone) ?? zone
        if WallZone(zone) == nil { throw c.corrupted(.zone, "\"\(zone)\" is no IANA zone such as Europe/Belgrade") }
    }
}

extension AlertPolicy.Relay: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, host, port, tls, user
        case passwordFile = "password_file"
        case caFile = "ca_file"
        case timeoutSeconds = "timeout_s"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        host = try c.decode(String.self, forKey: .host)
        name = try c.decodeIfPresent(String.self, forKey: .name) ?? host
        tls = try c.decodeIfPresent(TLS.self, forKey: .tls) ?? .required
        port = try c.decodeIfPresent(Int.self, forKey: .port) ?? (tls == .implicit ? 465 : 587)
        user = try c.decodeIfPresent(String.self, forKey: .user)
        passwordFile = try c.decodeIfPresent(String.self, forKey: .passwordFile)
        caFile = try c.decodeIfPresent(String.self, forKey: .caFile)
        timeoutSeconds = try c.decodeIfPresent(Int.self, forKey: .timeoutSeconds) ?? 60
    }
}

extension AlertPolicy.Person: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id, name, mail, level, language, zone, quiet
        case quietLets = "quiet_lets"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        name = try c.decodeIfPresent(String.self, forKey: .name) ?? String(id.name)
        mail = try c.decode(String.self, forKey: .mail)
        level = try c.decodeIfPresent(Level.self, forKey: .level) ?? .internal
        language = try c.decodeIfPresent(Language.self, forKey: .language) ?? .english
        zone = try c.decodeIfPresent(String.self, forKey: .zone)
        if let zone, WallZone(zone) == nil {
            throw DecodingError.dataCorruptedError(
                forKey: .zone, in: c, debugDescription: "\"\(zone)\" is no IANA zone such as Europe/Belgrade")
        }
        guard let text = try c.decodeIfPresent(String.self, forKey: .quiet) else { return }
        guard let (from, to) = QuietHours.minutes(text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .quiet, in: c, debugDescription: "\"\(text)\" are no hours such as 22:00-07:00")
        }
        let lets = try c.decodeIfPresent([String].self, forKey: .quietLets) ?? ["page"]
        quiet = QuietHours(from: from, to: to, zone: zone ?? AlertPolicy.MailIdentity().zone, lets: lets)
    }
}

extension AlertPolicy.Route: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, to, kinds, urgencies, objects, owners, escalation
        case siteKinds = "site_kinds"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        to = try c.decode([ObjectID].self, forKey: .to)
        name = try c.decodeIfPresent(String.self, forKey: .name) ?? to.map(\.rawValue).joined(separator: ", ")
        kinds = try c.decodeIfPresent([String].self, forKey: .kinds) ?? []
        urgencies = try c.decodeIfPresent([String].self, forKey: .urgencies) ?? []
        objects = try c.decodeIfPresent([String].self, forKey: .objects) ?? []
        siteKinds = try c.decodeIfPresent([String].self, forKey: .siteKinds) ?? []
        owners = try c.decodeIfPresent([String].self, forKey: .owners) ?? []
        escalation = try c.decodeIfPresent(String.self, forKey: .escalation)
    }
}

extension AlertPolicy.Hold: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case only, hours, kind, isolates, causes, proven, inferred, max, until, to
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        only = try c.decodeIfPresent(String.self, forKey: .only)
        hours = try c.decodeIfPresent(Hours.self, forKey: .hours)
        kinds = try c.decodeIfPresent([String].self, forKey: .kind) ?? []
        isolatesAtLeast = try c.atLeast(forKey: .isolates)
        causes = try c.decodeIfPresent([String].self, forKey: .causes) ?? []
        proven = try c.span(forKey: .proven, to: .days(30))
        inferred = try c.span(forKey: .inferred, to: .days(30))
        max = try c.span(forKey: .max, to: .days(30))
        until = try c.decodeIfPresent(Until.self, forKey: .until)
        urgency = try c.decodeIfPresent(String.self, forKey: .to)
    }
}

extension AlertPolicy.Calm: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case settle, burst, reminder
        case flapCount = "flap_count"
        case flapWindow = "flap_window"
        case updateGap = "update_gap"
        case burstWindow = "burst_window"
        case severeSites = "severe_sites"
        case personBurst = "person_burst"
        case personWindow = "person_window"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        settle = try c.span(forKey: .settle, to: .days(1)) ?? settle
        flapCount = try c.count(forKey: .flapCount, from: 2) ?? flapCount
        flapWindow = try c.span(forKey: .flapWindow, to: .days(7)) ?? flapWindow
        updateGap = try c.span(forKey: .updateGap, to: .days(1)) ?? updateGap
        burst = try c.count(forKey: .burst, from: 1) ?? burst
        burstWindow = try c.span(forKey: .burstWindow, to: .days(7)) ?? burstWindow
        severeSites = try c.count(forKey: .severeSites, from: 1) ?? severeSites
        // Shorter, it would be a storm of its own.
        reminder = try c.span(forKey: .reminder, from: .seconds(60), to: .days(30))
        personBurst = try c.count(forKey: .personBurst, from: 0) ?? personBurst
        personWindow = try c.span(forKey: .personWindow, to: .days(7)) ?? personWindow
    }
}

extension AlertPolicy.Heartbeat: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable { case to, at }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        to = try c.decode([ObjectID].self, forKey: .to)
        let text = try c.decodeIfPresent(String.self, forKey: .at) ?? "07:30"
        guard let minute = minuteOfDay(text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .at, in: c, debugDescription: "\"\(text)\" is no time of day such as 07:30")
        }
        self.minute = minute
    }
}
