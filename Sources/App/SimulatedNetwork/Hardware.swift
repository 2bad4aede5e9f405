/// What a simulated device claims to be, by the role that is declared for it.
struct Hardware: Sendable {
    var role: String
    var model: String
    /// sysDescr.
    var description: String

    /// By number; the first is for roles that are not listed.
    static let all: [Hardware] = [
        make("other", "FW-100"), make("core", "FW-9900"), make("hub", "FW-5500"), make("agg", "FW-3300"), make("cpe", "FW-800"),
        make("server-switch", "FW-4800"), make("nms", "FW-10"),
    ]

    static func number(ofRole role: String) -> Int { all.firstIndex { $0.role == role } ?? 0 }

    /// Different from device to device, the same in every run.
    static func serial(ofDevice device: Int) -> String {
        "FWS" + String(String(scrambled(UInt64(device)) | 1 << 63, radix: 36, uppercase: true).prefix(9))
    }

    private static func make(_ role: String, _ model: String) -> Hardware {
        Hardware(role: role, model: model, description: "fibrewatch simulated \(role) \(model), software 4.2.1")
    }
}
