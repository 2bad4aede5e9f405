enum V3Bench { static func run() async throws {} }
