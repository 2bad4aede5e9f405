import ArgumentParser
import InventoryStore
import NetworkModel

extension Store {
    /// Asks something of the running monitor and waits until it has taken it.
    /// - Returns: the number of the request.
    /// - Throws: exit code 3 where no monitor takes it by `deadline`.
    @discardableResult
    func ask(
        _ request: PersonRequest, at time: Timestamp, until deadline: ContinuousClock.Instant, _ output: Output, database: String
    ) async throws -> Int64 {
        let number = try add(request, at: time)
        while try !isTaken(request: number) {
            guard ContinuousClock.now < deadline else {
                output.complain("no monitor took the request; is `fibrewatch run` running on \(database)?")
                throw ExitCode.unknown
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        return number
    }
}
