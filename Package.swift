// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target of ours: language mode 6 comes with the tools version, warnings are errors.
let ours: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// A release carries Swift's libraries within: a query at the shell is over before their loading would be, and it runs where Swift is not
/// installed. Tests built as a release cannot have two of each: `FIBREWATCH_SHARED_SWIFT=1 swift build -c release --build-tests`.
let carriesSwift: [LinkerSetting] =
    Context.environment["FIBREWATCH_SHARED_SWIFT"] != nil
    ? []
    : [
        .unsafeFlags(
            ["-static-stdlib", "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCShims", "-l_FoundationCollections"],
            .when(platforms: [.linux], configuration: .release))
    ]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// A module of `Sources/`: `group` is Core, Edges or App.
func module(_ name: String, in group: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(group)/\(name)", swiftSettings: ours)
}

/// The tests of a module, at the same place under `Tests/`.
/// `golden` names its folders of golden files, which tests read from the source tree.
func tests(of name: String, in group: String, _ dependencies: [Target.Dependency] = [], golden: [String] = []) -> Target {
    .testTarget(
        name: name == "fibrewatch" ? "ProgramTests" : "\(name)Tests",
        dependencies: (name == "fibrewatch" ? [] : [.byName(name: name)]) + ["TestSupport"] + dependencies,
        path: "Tests/\(group)/\(name)", exclude: golden, swiftSettings: ours)
}

let core: [Target] = [
    // What the network is: sites, devices, links, ducts, services, and graph questions about them.
    module("NetworkModel", in: "Core", [collections]),
    // What happened: observations in, incidents with root causes out.
    module("Diagnosis", in: "Core", ["NetworkModel"]),
    // Who is told: incidents in, notifications with their reasons out.
    module("Alerting", in: "Core", ["NetworkModel", "Diagnosis"]),
    // SNMP on the wire: BER, PDUs, USM; bytes in, values out.
    module("SNMPMessages", in: "Core", ["CCrypto"]),
    // What to ask a device and what its answers mean, one file a MIB.
    module("DeviceFacts", in: "Core", ["SNMPMessages"]),
    // Text that leaves fibrewatch: mails, tables, graphs; one escaping function a sink.
    module("Rendering", in: "Core", ["NetworkModel", "Diagnosis", "Alerting", "DeviceFacts", mustache]),
]

let allCore: [Target.Dependency] = ["NetworkModel", "Diagnosis", "Alerting", "SNMPMessages", "DeviceFacts", "Rendering"]

let edges: [Target] = [
    // Reads Topology/ and Alerts/ and foreign maps; every error with its place.
    module("DeclaredFiles", in: "Edges", allCore + ["Yams", logging]),
    // The SQLite file: inventory, states, incidents, outbox, samples, audit.
    module("InventoryStore", in: "Edges", allCore + [grdb, sqlite, logging]),
    // Polls devices over SNMP through one batched UDP socket.
    module("SNMPCollector", in: "Edges", allCore + ["CSocketBatch", logging]),
    // Asks hosts for ICMP echoes where the system permits it.
    module("PingCollector", in: "Edges", allCore + ["CSocketBatch", logging]),
    // Listens to LLDP frames on an interface or in a pcap file.
    module("FrameCapture", in: "Edges", allCore + ["CPcap", logging]),
    // Carries the rows of collectors to a monitor on the same machine.
    module("CollectorBus", in: "Edges", allCore + [logging]),
    // Hands mails to an SMTP relay through libcurl.
    module("MailDelivery", in: "Edges", allCore + ["CCurl", logging]),
    // Draws graphs without coordinates through Graphviz.
    module("GraphLayout", in: "Edges", allCore + ["CGraphviz", logging]),
]

let allEdges: [Target.Dependency] = [
    "DeclaredFiles", "InventoryStore", "SNMPCollector", "PingCollector", "FrameCapture", "CollectorBus", "MailDelivery",
    "GraphLayout",
]

let app: [Target] = [
    // The running monitor: joins collectors, diagnosis, store and mail.
    module("MonitorService", in: "App", allCore + allEdges + [lifecycle, signals, logging]),
    // SNMP agents of a whole declared network on loopback, for demo and tests.
    module("SimulatedNetwork", in: "App", allCore + ["CSocketBatch", logging]),
    // The verbs of the command line, one file each.
    module(
        "FibrewatchCommands", in: "App",
        allCore + allEdges + ["MonitorService", "SimulatedNetwork", "CQuickHeap", argumentParser, lifecycle, logging]),
    // The program.
    .executableTarget(
        name: "fibrewatch", dependencies: ["FibrewatchCommands"], path: "Sources/App/fibrewatch", swiftSettings: ours,
        linkerSettings: carriesSwift),
]

let c: [Target] = [
    // libsnmp: the oracle of our encoder in tests.
    .systemLibrary(name: "CNetSNMP", path: "Sources/C/CNetSNMP", pkgConfig: "netsnmp", providers: [.apt(["libsnmp-dev"])]),
    // libpcap, loaded when first used: frames from interfaces and files.
    .target(name: "CPcap", path: "Sources/C/CPcap"),
    // libcurl, loaded when first used: SMTP and webhooks.
    .target(name: "CCurl", path: "Sources/C/CCurl"),
    // libcrypto: digests and ciphers of USM.
    .systemLibrary(name: "CCrypto", path: "Sources/C/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    // Graphviz, loaded when first used: layout of graphs that have no coordinates.
    .target(name: "CGraphviz", path: "Sources/C/CGraphviz"),
    // The heap of a command that answers and ends, grown at once.
    .target(name: "CQuickHeap", path: "Sources/C/CQuickHeap"),
    // sendmmsg and recvmmsg, which Swift cannot call without _GNU_SOURCE.
    .target(name: "CSocketBatch", path: "Sources/C/CSocketBatch"),
]

let testTargets: [Target] = [
    // Fake peers, scenario reading, the namespace test bed: what several test targets share.
    .target(
        name: "TestSupport", dependencies: allCore + allEdges + ["SimulatedNetwork"], path: "Tests/Support", swiftSettings: ours),
    tests(of: "NetworkModel", in: "Core"),
    tests(of: "Diagnosis", in: "Core"),
    tests(of: "Alerting", in: "Core"),
    tests(of: "SNMPMessages", in: "Core", ["CNetSNMP"]),
    tests(of: "DeviceFacts", in: "Core"),
    tests(of: "Rendering", in: "Core", golden: ["Golden"]),
    tests(of: "DeclaredFiles", in: "Edges"),
    tests(of: "InventoryStore", in: "Edges", [grdb]),
    tests(of: "SNMPCollector", in: "Edges", ["SimulatedNetwork"]),
    tests(of: "PingCollector", in: "Edges"),
    tests(of: "FrameCapture", in: "Edges"),
    tests(of: "CollectorBus", in: "Edges"),
    tests(of: "MailDelivery", in: "Edges"),
    tests(of: "GraphLayout", in: "Edges"),
    tests(
        of: "MonitorService", in: "App",
        ["SimulatedNetwork", "DeclaredFiles", "InventoryStore", "MailDelivery", "ScenarioGenerator", logging]),
    tests(of: "SimulatedNetwork", in: "App"),
    tests(of: "FibrewatchCommands", in: "App", ["NetworkModel", "Diagnosis", "Alerting", "InventoryStore"]),
    // The built program end to end, and the layout of this package.
    tests(
        of: "fibrewatch", in: "App",
        ["fibrewatch", "MonitorService", "SimulatedNetwork", "DeclaredFiles", "NationalModel", "InventoryStore", "Alerting"]),
    // Episodes from a seed in the form of the recorded scenarios, with their truth.
    .target(
        name: "ScenarioGenerator", dependencies: ["NetworkModel", "Diagnosis"], path: "Tests/ScenarioGenerator",
        swiftSettings: ours),
    // Writes generated episodes as folders for the scorer.
    .executableTarget(
        name: "scenario-writer", dependencies: ["ScenarioGenerator"], path: "Tests/ScenarioWriter", swiftSettings: ours),
    // Makes Topology/serbia from the list of postal places: `swift run NationalModel`.
    .executableTarget(name: "NationalModel", dependencies: ["NetworkModel"], path: "Tests/NationalModel", swiftSettings: ours),
    // Whole episodes on a manual clock.
    .testTarget(
        name: "ScenarioTests", dependencies: allCore + ["DeclaredFiles", "TestSupport", "ScenarioGenerator"],
        path: "Tests/Scenarios",
        swiftSettings: ours),
    // The other side of a benchmark in plain C: responder and bare UDP echo.
    .target(name: "BenchmarkPeers", path: "Tests/BenchmarkPeers"),
    // `make bench`: ratios against an anchor in the same run.
    .executableTarget(
        name: "Benchmarks",
        dependencies: allCore + allEdges + ["SimulatedNetwork", "MonitorService", "CSocketBatch", "BenchmarkPeers", logging],
        path: "Tests/Benchmarks", exclude: ["gosnmp"],
        swiftSettings: ours),
]

let package = Package(
    name: "fibrewatch",
    products: [.executable(name: "fibrewatch", targets: ["fibrewatch"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: core + edges + app + c + testTargets
)
