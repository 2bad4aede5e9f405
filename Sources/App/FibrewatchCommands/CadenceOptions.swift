import ArgumentParser
import MonitorService
import NetworkModel

/// How often devices are asked.
struct CadenceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Seconds between two reachability polls of a device.", valueName: "s"))
    var pollInterval = 10.0

    @Option(help: ArgumentHelp("Seconds between two reads of a device's port states.", valueName: "s"))
    var portInterval = 30.0

    var cadence: PollSchedule.Cadence {
        var cadence = PollSchedule.Cadence()
        cadence.reachability = TimeSpan(seconds: pollInterval)
        cadence.ports = TimeSpan(seconds: portInterval)
        return cadence
    }

    func validate() throws {
        for (name, value) in [("--poll-interval", pollInterval), ("--port-interval", portInterval)]
        where !(0.2...86_400).contains(value) {
            throw ValidationError("\(name) \(value) is out of range: between 0.2 and 86400 seconds")
        }
    }
}
