import Foundation

/// The plan as declared files, for `--topology` of the program under test.
extension LabPlan {
    /// Writes the declared network into `folder`, and the community into a file that only its owner reads.
    func writeTopology(to folder: URL, communityFile: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("public\n".utf8).write(to: communityFile)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: communityFile.path)
        let files = [
            "network.yaml": network(communityFile.path), "sites.csv": sites, "devices.csv": devices, "links.csv": linkRows,
            "ducts.csv": ductRows, "segments.csv": segmentRows,
        ]
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    }

    private func network(_ communityFile: String) -> String {
        """
        name: lab
        collectors:
        \(monitors.map { "  - {id: collector:\($0.collector), device: dev:\($0.name)}" }.joined(separator: "\n"))
        credentials:
          - {id: cred:lab, snmp: 2c, community_file: \(communityFile)}
        owners:
          - {id: owner:railways, name: Railways, contact: dispatch@railways.example}
        services:
          - {id: svc:portal, name: eGovernment portal, hosts: [dev:bg], clients: [municipality]}

        """
    }

    private var sites: String {
        let rows = towns.map { "site:\($0.name),\($0.title),\($0.name == "bg" ? "dc" : "municipality"),\($0.lat),\($0.lon)" }
        return (["id,name,kind,lat,lon"] + rows).joined(separator: "\n") + "\n"
    }

    private var devices: String {
        let collectors = monitors.map { "collector:" + $0.collector }.joined(separator: " ")
        let hosts = monitors.map { "dev:\($0.name),site:\($0.town),nms,,," }
        let rows = towns.map { "dev:\($0.name),site:\($0.name),core,\($0.address),cred:lab,\(collectors)" }
        return (["id,site,role,address,cred,collectors"] + rows + hosts).joined(separator: "\n") + "\n"
    }

    private var linkRows: String {
        let rows = links.map { link in
            let segments = link.ducts.map { "seg:\(link.name).\($0)" }.joined(separator: " ")
            let (a, b) = (link.interface(at: link.a), link.interface(at: link.b))
            return "\(link.id),dev:\(link.a),if:\(link.a)#\(a),dev:\(link.b),if:\(link.b)#\(b),"
                + "\(link.ducts.isEmpty ? "patch" : "fibre"),10000,\(segments)"
        }
        return (["id,a.device,a.if,b.device,b.if,kind,mbps,segments"] + rows).joined(separator: "\n") + "\n"
    }

    private var ductRows: String {
        (["id,owner,km"] + ducts.map { "duct:\($0),owner:railways,40" }).joined(separator: "\n") + "\n"
    }

    private var segmentRows: String {
        let rows = links.flatMap { link in link.ducts.map { "seg:\(link.name).\($0),duct:\($0),40" } }
        return (["id,duct,km"] + rows).joined(separator: "\n") + "\n"
    }
}
