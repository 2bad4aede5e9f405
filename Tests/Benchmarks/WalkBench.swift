enum WalkBench { static func run() async throws {} }
