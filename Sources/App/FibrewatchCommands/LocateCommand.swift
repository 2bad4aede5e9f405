import ArgumentParser
import NetworkModel
import Rendering

/// `locate LINK KM`: where on earth that is: coordinates, duct and the manholes beside it.
struct LocateCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "locate", abstract: "Where a distance along a link is: duct, coordinates, manholes, owner.",
        discussion: "KM counts along the glass from end a of the link (--from b: from the other end), as an OTDR shows it.")

    enum End: String, ExpressibleByArgument, CaseIterable { case a, b }

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A link of fibre, such as link:bg-ns-1.") var link: String
    @Argument(help: "Kilometres from its end.") var km: Double
    @Option(help: "The end from which was measured.") var from = End.a

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let id = try network.object(named: link)
        guard case .link(let row)? = network[id] else {
            output.complain("\(id) is no link; `fibrewatch list links` shows them")
            throw ExitCode.brokenConfiguration
        }
        guard let place = PlaceOnLink(km: km, alongLink: row, fromEndB: from == .b, in: network) else {
            let length = PlaceOnLink.length(ofLink: row, in: network)
            output.complain(
                length.map { "\(id) is \(Self.rounded($0)) km long: \(km) km is not on it" }
                    ?? "\(id) lies in no duct with a known length, so its kilometres cannot be placed")
            throw ExitCode.problemFound
        }
        if global.wantsDocument { return try output.print(document: place) }
        var table = TextTable("PLACE", place.duct.rawValue)
        if let name = place.ductName { table.add("name", .init(name)) }
        table.add("in the duct", "km \(Self.rounded(place.ductKm))")
        if let latitude = place.lat, let longitude = place.lon { table.add("coordinates", .init("\(latitude), \(longitude)")) }
        for manhole in place.manholes {
            table.add("manhole", .init("\(manhole.name), \(Self.rounded(manhole.distance_km)) km \(manhole.towards)"))
        }
        if let owner = place.owner { table.add("owner", .init(owner)) }
        output.print(table)
        output.say("whom to call: fibrewatch contact \(place.duct)")
    }

    static func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
