enum OthersBench { static func run() async throws {} }
