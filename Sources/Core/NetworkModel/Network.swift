/// The declared network, checked and compiled: immutable, with integer indices and flat arrays inside and names outside.
///
/// Every list of the document keeps its order; an index (`Int32`) is the position in that list. Tables of neighbours are in
/// compressed rows (`Rows`). Objects with a dangling reference are left out and reported, so that the rest can be watched.
package struct Network: Sendable {
    /// Without the objects that `problems` names as dropped, in the same order.
    package let document: NetworkDocument
    /// Where each identifier stands; interfaces stand at their link and end.
    package let index: NameIndex

    /// Site of each device.
    package let siteOfDevice: [Int32]
    /// Devices of each site.
    package let devicesOfSite: Rows
    /// Device at end `a` and `b` of each link.
    package let deviceA: [Int32]
    package let deviceB: [Int32]
    /// Links at each device, self-loops once.
    package let linksOfDevice: Rows
    /// Segments of each link, in order from `a` to `b`.
    package let segmentsOfLink: Rows
    /// Duct of each segment.
    package let ductOfSegment: [Int32]
    /// Links over each segment, duct and cloud; each link once.
    package let linksOfSegment: Rows
    package let linksOfDuct: Rows
    package let linksOfCloud: Rows
    /// Links that run through each device as an amplifier (`via`).
    package let linksThroughDevice: Rows
    /// Feed of each site, -1 where none is known.
    package let feedOfSite: [Int32]
    package let sitesOfFeed: Rows
    /// Calendar of each site, -1 where it has none.
    package let calendarOfSite: [Int32]
    /// Host device of each collector.
    package let deviceOfCollector: [Int32]
    /// Collectors that poll each device.
    package let collectorsOfDevice: Rows
    /// Host devices and client sites of each service.
    package let hostsOfService: Rows
    package let clientSitesOfService: Rows

    /// What an identifier names.
    package enum Reference: Hashable, Sendable {
        case site(Int32), feed(Int32), device(Int32), duct(Int32), segment(Int32), link(Int32)
        case interface(link: Int32, end: End)
        case collector(Int32), service(Int32), calendar(Int32), cloud(Int32), owner(Int32), rack(Int32), credential(Int32)
    }

    package enum End: UInt8, Sendable { case a, b }

    package subscript(id: ObjectID) -> Reference? { index[id] }

    package func interface(of link: Int32, at end: End) -> NetworkDocument.End {
        end == .a ? document.links[Int(link)].a : document.links[Int(link)].b
    }

    /// The device at the other end of `link`; the same one for a self-loop.
    package func peer(of device: Int32, over link: Int32) -> Int32 {
        deviceA[Int(link)] == device ? deviceB[Int(link)] : deviceA[Int(link)]
    }
}

/// A table of rows of different lengths in two flat arrays (compressed sparse rows).
package struct Rows: Hashable, Sendable {
    /// Row `i` is `values[starts[i]..<starts[i + 1]]`; one longer than the number of rows.
    package let starts: [Int32]
    package let values: [Int32]

    /// Rows in the order of `pairs`, which need not be sorted; the values of a row keep their order.
    package init(rowCount: Int, pairs: [(row: Int32, value: Int32)]) {
        var starts = [Int32](repeating: 0, count: rowCount + 1)
        for pair in pairs { starts[Int(pair.row) + 1] += 1 }
        for i in 0..<rowCount { starts[i + 1] += starts[i] }
        var next = starts
        var values = [Int32](repeating: 0, count: pairs.count)
        for pair in pairs {
            values[Int(next[Int(pair.row)])] = pair.value
            next[Int(pair.row)] += 1
        }
        self.starts = starts
        self.values = values
    }

    package var count: Int { starts.count - 1 }
    package subscript(row: Int32) -> ArraySlice<Int32> { values[Int(starts[Int(row)])..<Int(starts[Int(row) + 1])] }
    package subscript(row: Int) -> ArraySlice<Int32> { self[Int32(row)] }
}
