import NetworkModel

// The keys of `rota:` and `teams:` in `Alerts/*.yaml`.

extension Rota: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case team, role, zone, shifts, overrides, swaps, holidays, fallback
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        let name = try c.decode(String.self, forKey: .zone)
        guard let zone = WallZone(name) else {
            throw DecodingError.dataCorruptedError(
                forKey: .zone, in: c, debugDescription: "\"\(name)\" is no IANA zone such as Europe/Belgrade")
        }
        self.init(
            team: try c.decode(ObjectID.self, forKey: .team), role: try c.decodeIfPresent(String.self, forKey: .role), zone: zone,
            shifts: try c.decodeIfPresent([Shift].self, forKey: .shifts) ?? [],
            fallback: try c.decode([ObjectID].self, forKey: .fallback))
        overrides = try c.decodeIfPresent([Override].self, forKey: .overrides) ?? []
        swaps = try c.decodeIfPresent([Swap].self, forKey: .swaps) ?? []
        holidays = Set(try c.decodeIfPresent([Day].self, forKey: .holidays)?.map(\.number) ?? [])
        if fallback.isEmpty {
            throw DecodingError.dataCorruptedError(
                forKey: .fallback, in: c, debugDescription: "nobody is named; a gap in the rota must not mean that nobody is told"
            )
        }
    }

    private struct Day: Decodable {
        var number: Int64
        init(from decoder: any Decoder) throws {
            let c = try decoder.singleValueContainer()
            let text = try c.decode(String.self)
            guard let day = WallTime.day(of: text) else {
                throw DecodingError.dataCorruptedError(in: c, debugDescription: "\"\(text)\" is no day such as 2027-01-01")
            }
            number = day
        }
    }
}

extension Rota.Shift: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, start, people, each, holidays
        case length = "for"
        case rule = "repeat"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        let start = try c.wall(forKey: .start)
        guard let span = try c.span(forKey: .length) else {
            throw DecodingError.keyNotFound(
                CodingKeys.length, .init(codingPath: c.codingPath, debugDescription: "absent"))
        }
        guard span >= .seconds(60), span <= .seconds(366 * 86_400) else {
            throw DecodingError.dataCorruptedError(
                forKey: .length, in: c, debugDescription: "\(span.text) is not from 1m to 366d")
        }
        var rule: RecurrenceRule?
        if let text = try c.decodeIfPresent(String.self, forKey: .rule) {
            do throws(RecurrenceError) { rule = try RecurrenceRule(text: text) } catch {
                throw DecodingError.dataCorruptedError(forKey: .rule, in: c, debugDescription: "\(error)")
            }
        }
        self.init(
            name: try c.decodeIfPresent(String.self, forKey: .name) ?? "shift", start: start, length: span.milliseconds / 1000,
            rule: rule, people: try c.decode([ObjectID].self, forKey: .people))
        each = try c.decodeIfPresent(Int.self, forKey: .each) ?? 1
        holidays = try c.decodeIfPresent(Holidays.self, forKey: .holidays) ?? .usual
        if !(1...1000).contains(each) {
            throw DecodingError.dataCorruptedError(forKey: .each, in: c, debugDescription: "\(each) in a row is not possible")
        }
        if people.isEmpty {
            throw DecodingError.dataCorruptedError(forKey: .people, in: c, debugDescription: "nobody is named")
        }
    }
}

extension Rota.Override: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable { case from, to, person, reason }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            from: try c.wall(forKey: .from), to: try c.wall(forKey: .to), person: try c.decode(ObjectID.self, forKey: .person),
            reason: try c.decodeIfPresent(String.self, forKey: .reason))
        if to <= from {
            throw DecodingError.dataCorruptedError(
                forKey: .to, in: c, debugDescription: "\(to.text) is not after its beginning \(from.text)")
        }
    }
}

extension Rota.Swap: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable { case between, at }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        let words = try c.decode([Moment].self, forKey: .at)
        self.init(between: try c.decode([ObjectID].self, forKey: .between), at: words.map(\.wall))
        if between.count != 2 || at.count != 2 {
            throw DecodingError.dataCorruptedError(
                forKey: .between, in: c, debugDescription: "a swap names two people and two moments, one of a shift of each")
        }
    }

    private struct Moment: Decodable {
        var wall: WallTime
        init(from decoder: any Decoder) throws {
            let c = try decoder.singleValueContainer()
            let text = try c.decode(String.self)
            guard let wall = WallTime(text: text) else {
                throw DecodingError.dataCorruptedError(
                    in: c, debugDescription: "\"\(text)\" is no time such as \"2026-12-24 20:00\"")
            }
            self.wall = wall
        }
    }
}

extension AlertPolicy.Team: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable { case id, name, members, lead }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        let id = try c.decode(ObjectID.self, forKey: .id)
        self.init(
            id: id, name: try c.decodeIfPresent(String.self, forKey: .name) ?? String(id.name),
            members: try c.decode([ObjectID].self, forKey: .members), lead: try c.decodeIfPresent(ObjectID.self, forKey: .lead))
    }
}

extension KeyedDecodingContainer {
    func wall(forKey key: Key) throws -> WallTime {
        let text = try decode(String.self, forKey: key)
        guard let wall = WallTime(text: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self, debugDescription: "\"\(text)\" is no time such as \"2026-01-05 08:00\"")
        }
        return wall
    }
}
