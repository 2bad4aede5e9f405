import Alerting
import ArgumentParser
import DeclaredFiles
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// `maintenance import FILE`: work that owners announce becomes windows; a changed or cancelled notice changes or ends them.
struct MaintenanceImportCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take maintenance notices of owners: iCalendar (.ics) or CSV.",
        discussion: """
            A notice is known by its UID: imported again it changes its windows, cancelled it ends them. Its objects are the identifiers in \
            its words (duct:bg-ns) and the names in its LOCATION. CSV has the columns uid, object, from, to, and as wanted zone, summary, \
            description, status, sequence, owner. What was left out is listed with its place; then the exit code is 1.
            fibrewatch maintenance import work.ics --owner owner:railways --dry-run
            """)

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions
    @Argument(help: ArgumentHelp("The notices; - is standard input.", valueName: "file")) var file: String
    @Option(help: ArgumentHelp("Who announces it (default: what the notice says, else whose duct it is).", valueName: "owner"))
    var owner: String?
    @Option(help: ArgumentHelp("The zone of times that have none.", valueName: "zone")) var zone = "Europe/Belgrade"
    @Flag(help: "Only show what would be done.") var dryRun = false

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let (notices, unread) = try read(output)
        var problems = unread
        let finder = NoticeObjects(network)
        var (taken, objects): ([MaintenanceNotice], [[ObjectID]]) = ([], [])
        let names = try NoticeOwners(network, option: owner)
        for notice in notices {
            let answer = finder.objects(of: notice)
            problems += self.problems(notice, answer) + names.doubts(notice, answer.objects).map { problem(notice, $0, .warning) }
            if notice.isCancelled || !answer.objects.isEmpty {
                taken.append(notice)
                objects.append(answer.objects)
            }
        }
        let source = StateSource(global)
        let store = dryRun ? try source.store() : try source.writableStore()
        let known = try store?.noticedWindows(Set(taken.map(\.uid))) ?? []
        let now = Timestamp.now
        var steps = NoticePlan.steps(taken, objects: objects, owner: names.owner, known: known, now: now)
        if !dryRun, let store { steps = try store.apply(steps, source: file, by: StateSource.person, at: now) }
        try show(steps, problems, network, try store?.maintenance(endingAfter: now) ?? [], output)
        if problems.contains(where: { $0.severity > .note }) { throw ExitCode.problemFound }
    }

    private func read(_ output: Output) throws -> (notices: [MaintenanceNotice], problems: [DeclaredProblem]) {
        guard let zone = WallZone(zone) else {
            output.complain("--zone \"\(zone)\" is no IANA zone such as Europe/Belgrade")
            throw ExitCode.brokenConfiguration
        }
        let data = file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        guard let data else {
            output.complain("\(file) cannot be read; check that it exists and its permissions")
            throw ExitCode.brokenConfiguration
        }
        return NoticeFile.read(SourceFile(path: file, bytes: [UInt8](data)), zone: zone)
    }

    private func problem(
        _ notice: MaintenanceNotice, _ message: String, _ severity: DeclaredProblem.Severity
    ) -> DeclaredProblem {
        DeclaredProblem(
            SourcePlace(path: file, line: notice.line, column: 1), "notice \"\(notice.uid)\": \(message)", severity: severity)
    }

    private func problems(_ notice: MaintenanceNotice, _ answer: NoticeObjects.Answer) -> [DeclaredProblem] {
        if notice.isCancelled { return [] }
        if answer.objects.isEmpty {
            let words = answer.unknown.isEmpty ? "it names no object" : answer.unknown.joined(separator: "; ")
            return [
                problem(
                    notice,
                    "\(words); left out. Put an identifier such as duct:… or seg:… into its LOCATION, or use `maintenance add`",
                    .error)
            ]
        }
        return answer.unknown.map { problem(notice, "\($0); the rest of the notice was taken", .warning) }
    }

    private func show(
        _ steps: [NoticeStep], _ problems: [DeclaredProblem], _ network: Network, _ kept: [MaintenanceWindow], _ output: Output
    ) throws {
        for problem in problems { output.say(TerminalText.escaped(problem.description)) }
        // A dry run judges what would stand, the real one what stands.
        let ended = steps.compactMap { step -> String? in if case .end(let old, _) = step { old.window.id } else { nil } }
        let planned = steps.compactMap { $0.kept?.window }
        let ids = Set(planned.map(\.id) + ended)
        let windows = kept.filter { !ids.contains($0.id) } + planned.filter { $0.to > .now }
        let warnings = LastWayWarning.warnings(windows, in: NetworkGraph(network))
        if global.wantsDocument {
            return try output.print(
                document: NoticeForm(
                    dryRun: dryRun, steps: steps.map { NoticeForm.Row($0, file) },
                    problems: problems.map(\.description), lastWays: warnings.map { LastWayForm($0, network) }))
        }
        var table = TextTable("DO", "ID", "OBJECT", "FROM", "TO", "OWNER", "NOTICE")
        for step in steps { table.add(row(step)) }
        if global.csv {
            output.print(table.csv)
        } else if table.rows.isEmpty {
            output.say("no notice in \(file) asks for anything")
        } else {
            output.print(table)
        }
        if dryRun { output.say("nothing was changed (--dry-run)") }
        for warning in warnings { output.say(TerminalText.escaped("warning: " + warning.words(network, utc: global.utc))) }
    }

    private func row(_ step: NoticeStep) -> [TextTable.Cell] {
        let form = NoticeForm.Row(step, file)
        let time = { (time: Timestamp?) in TextTable.Cell(time?.rfc3339(utc: global.utc) ?? "") }
        let window = step.window
        return [
            .init(form.step), .init(form.id ?? ""), .init(form.object ?? ""), time(window?.from), time(window?.to),
            .init(form.owner ?? ""), .init(form.words),
        ]
    }
}

extension NoticeStep {
    /// The window that it is about; nil where nothing is done.
    fileprivate var window: MaintenanceWindow? {
        switch self {
        case .add(let noticed), .change(let noticed, _), .same(let noticed), .end(let noticed, _): noticed.window
        case .skip: nil
        }
    }
}

/// Who stands as responsible for a notice.
private struct NoticeOwners {
    private let network: Network
    private let option: ObjectID?

    /// - Throws: `ValidationError` for an owner that is not declared.
    init(_ network: Network, option: String?) throws {
        self.network = network
        self.option = try option.map { text in
            let id = try network.object(named: text)
            guard id.kind == .owner else { throw ValidationError("--owner \(text) is no owner; name one as owner:…") }
            return id
        }
    }

    func owner(_ notice: MaintenanceNotice, _ object: ObjectID) -> String {
        if let option { return option.rawValue }
        let sender = notice.organizer.lowercased()
        let declared = network.document.owners.first {
            [$0.id.rawValue, $0.name, $0.contact ?? ""].contains { !sender.isEmpty && $0.lowercased() == sender }
        }
        return declared?.id.rawValue ?? holder(of: object) ?? (notice.organizer.isEmpty ? StateSource.person : notice.organizer)
    }

    /// Objects of the notice that belong to somebody else than `--owner`.
    func doubts(_ notice: MaintenanceNotice, _ objects: [ObjectID]) -> [String] {
        guard let option else { return [] }
        return objects.compactMap { object in
            guard let holder = holder(of: object), holder != option.rawValue, holder != String(option.name) else { return nil }
            return "\(object) belongs to \(holder), not to \(option)"
        }
    }

    private func holder(of object: ObjectID) -> String? {
        switch network[object] {
        case .duct(let duct)?: network.document.ducts[Int(duct)].owner
        case .segment(let segment)?: network.document.ducts[Int(network.ductOfSegment[Int(segment)])].owner
        case .link(let link)?: network.document.links[Int(link)].owner
        case .feed(let feed)?: network.document.feeds[Int(feed)].owner?.rawValue
        case .cloud(let cloud)?: network.document.clouds[Int(cloud)].owner
        default: nil
        }
    }
}

/// `maintenance import --json`.
private struct NoticeForm: Encodable {
    enum CodingKeys: String, CodingKey { case dryRun = "dry_run", steps, problems, lastWays = "last_ways" }

    struct Row: Encodable {
        /// `add`, `change`, `end`, `same` or `skip`.
        var step: String
        @OrNull var id: String? = nil
        @OrNull var object: String? = nil
        @OrNull var from: String? = nil
        @OrNull var to: String? = nil
        @OrNull var owner: String? = nil
        var words: String

        init(_ step: NoticeStep, _ file: String) {
            switch step {
            case .add(let new): (self.step, words) = ("add", new.window.reason)
            case .change(let new, let was):
                let words = "\(new.window.reason) (was \(was.from.rfc3339()) to \(was.to.rfc3339()))"
                (self.step, self.words) = ("change", words)
            case .same(let new): (self.step, words) = ("same", new.window.reason)
            case .end(let old, let reason): (self.step, words) = ("end", "\(old.window.reason): \(reason)")
            case .skip(let line, let reason): (self.step, words) = ("skip", "\(file):\(line): \(reason)")
            }
            guard let window = step.window else { return }
            (id, object, owner) = (window.id.isEmpty ? nil : window.id, window.object.rawValue, window.owner)
            (from, to) = (window.from.rfc3339(), window.to.rfc3339())
        }
    }

    var dryRun: Bool
    var steps: [Row]
    var problems: [String]
    var lastWays: [LastWayForm]
}

/// Work that leaves sites without any way, for programs.
struct LastWayForm: Encodable {
    var windows: [String]
    var objects: [String]
    var sites: [ObjectID]
    var from: String
    var to: String

    init(_ warning: LastWayWarning, _ network: Network) {
        windows = warning.windows.map(\.id)
        objects = warning.windows.map(\.object.rawValue)
        sites = network.siteIDs(warning.sites)
        (from, to) = (warning.from.rfc3339(), warning.to.rfc3339())
    }
}

extension LastWayWarning {
    /// `m3 (duct:x) and m4 (duct:y) together take the last way of 12 sites from … to …: site:a, …`
    func words(_ network: Network, utc: Bool) -> String {
        let names = windows.map { $0.id.isEmpty ? $0.object.rawValue : "\($0.id) (\($0.object))" }.joined(separator: " and ")
        let verb = windows.count == 1 ? "takes" : "together take"
        let count = "\(sites.count) site\(sites.count == 1 ? "" : "s")"
        return "\(names) \(verb) the last way of \(count) from \(from.rfc3339(utc: utc)) to \(to.rfc3339(utc: utc)): "
            + network.listed(sites, most: 8)
    }
}
