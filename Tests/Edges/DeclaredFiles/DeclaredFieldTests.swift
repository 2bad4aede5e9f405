import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import DeclaredFiles

@Suite struct DeclaredFieldTests {
    @Test func `every field of the document's lists can be declared`() {
        let ends = NetworkDocument.End.CodingKeys.allCases.map(\.rawValue)
        var links: [String] = []
        for key in NetworkDocument.Link.CodingKeys.allCases.map(\.rawValue) {
            links += key == "a" || key == "b" ? ends.map { "\(key).\($0)" } : [key]
        }
        let expected: [NetworkDocument.CodingKeys: [String]] = [
            .sites: NetworkDocument.Site.CodingKeys.allCases.map(\.rawValue),
            .feeds: NetworkDocument.Feed.CodingKeys.allCases.map(\.rawValue),
            .devices: NetworkDocument.Device.CodingKeys.allCases.map(\.rawValue),
            .ducts: NetworkDocument.Duct.CodingKeys.allCases.map(\.rawValue),
            .segments: NetworkDocument.Segment.CodingKeys.allCases.map(\.rawValue), .links: links,
            .collectors: NetworkDocument.Collector.CodingKeys.allCases.map(\.rawValue),
            .services: NetworkDocument.Service.CodingKeys.allCases.map(\.rawValue),
            .calendars: NetworkDocument.Calendar.CodingKeys.allCases.map(\.rawValue),
            .clouds: NetworkDocument.Cloud.CodingKeys.allCases.map(\.rawValue),
            .owners: NetworkDocument.Owner.CodingKeys.allCases.map(\.rawValue),
            .racks: NetworkDocument.Rack.CodingKeys.allCases.map(\.rawValue),
            .credentials: NetworkDocument.Credential.CodingKeys.allCases.map(\.rawValue),
        ]
        for list in DeclaredList.all {
            #expect(Set(list.fields.map(\.name)) == Set(expected[list.key] ?? []), "\(list.key)")
        }
        #expect(DeclaredList.all.count == expected.count)
        #expect(expected.count == NetworkDocument.CodingKeys.allCases.count - 2, "format and name are no lists")
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `a network written as JSON is read back as it was`(seed: UInt64) throws {
        let document = RandomNetwork.document(seed: seed)
        let file = SourceFile(path: "network.json", bytes: [UInt8](try JSONEncoder().encode(document)))
        #expect(try DeclaredNetwork.load(files: [file]).document == document)
    }

    @Test func `fields with a form of their own mean the same in CSV and in YAML`() throws {
        let csv = [
            SourceFile(
                path: "ducts.csv",
                text: "id,owner,km,path,manholes\nduct:1,owner:o,2.5,44.8 20.4; 44.9 20.5,MH 1@0.4; MH 2@1.2\n"),
            SourceFile(path: "owners.csv", text: "id,name\nowner:o,O\n"),
            SourceFile(path: "sites.csv", text: "id,calendar,tags,tags.eid\nsite:1,cal:p,pos=2;counter=4,yes\n"),
            SourceFile(
                path: "calendars.csv",
                text:
                    "id,open,open.sun,closed,grace_s\ncal:p,mon-fri=08:00-19:00 sat=08:00-13:00,09:00-10:00,2026-01-01;2026-01-02,60\n"
            ),
        ]
        let yaml = SourceFile(
            path: "all.yaml",
            text: """
                ducts:
                  - {id: duct:1, owner: owner:o, km: 2.5, path: [[44.8, 20.4], [44.9, 20.5]],
                     manholes: [{name: MH 1, km: 0.4}, {km: 1.2, name: MH 2}]}
                owners: [{id: owner:o, name: O}]
                sites: [{id: site:1, calendar: cal:p, tags: {pos: 2, counter: 4, eid: yes}}]
                calendars:
                  - id: cal:p
                    open: {mon-fri: 08:00-19:00, sat: 08:00-13:00, sun: 09:00-10:00}
                    closed: [2026-01-01, 2026-01-02]
                    grace_s: 60
                """)
        let document = try DeclaredNetwork.load(files: csv).document
        #expect(document == (try DeclaredNetwork.load(files: [yaml]).document))
        #expect(document.ducts[0].manholes.map(\.name) == ["MH 1", "MH 2"] && document.ducts[0].path.count == 2)
        #expect(document.sites[0].tags == ["pos": "2", "counter": "4", "eid": "yes"])
        #expect(document.calendars[0].open["sun"] == "09:00-10:00")
    }
}
