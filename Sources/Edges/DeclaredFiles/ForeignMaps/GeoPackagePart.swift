import NetworkModel
import Rendering

/// What a row of a GeoPackage becomes.
enum GeoPackagePart: Hashable {
    case site, duct, manhole, segment, link
    /// Something else than a network is made of.
    case nothing

    /// By its identifier, by FiberQ's type or layer, else by its shape.
    init(_ row: GeoPackageContent.Row, of layer: String) {
        if let own = Self.own(row) {
            self = own
        } else if let known = Self.fiberq(row, layer) {
            self = known
        } else {
            switch row.shape {
            case .point: self = .site
            case .line: self = .link
            case .other, .none: self = .nothing
            }
        }
    }

    /// Of our own export.
    private static func own(_ row: GeoPackageContent.Row) -> GeoPackagePart? {
        switch row.value("id").flatMap({ ObjectID($0).kind }) {
        case .site?: .site
        case .duct?: .duct
        case .segment?: .segment
        case .link?: .link
        default: nil
        }
    }

    /// `fq_type` of the interchange format, else the layer under its English, Serbian or database name.
    private static func fiberq(_ row: GeoPackageContent.Row, _ layer: String) -> GeoPackagePart? {
        if let type = row.value("fq_type") {
            switch type {
            case "route": return .duct
            case "cable.aerial", "cable.underground": return .link
            case "manhole", "pole": return .manhole
            case "odf", "otb", "to", "tb", "patch_panel", "closure.joint": return .site
            default: return .nothing
            }
        }
        return layers[layer.lowercased()]
    }

    static func isCable(_ row: GeoPackageContent.Row, of layer: String) -> Bool {
        own(row) == nil && fiberq(row, layer) == .link
    }

    /// What stands here, for a message.
    static func words(_ row: GeoPackageContent.Row, of layer: String) -> String {
        if let type = row.value("fq_type") { return type }
        switch row.shape {
        case .other(let words): return words
        case .none: return "a row without geometry"
        case .point, .line: return "a row of this layer"
        }
    }

    private static let layers: [String: GeoPackagePart] = {
        let names: [(GeoPackagePart, [String])] = [
            (.duct, ["route", "trasa", "ftth_trase"]),
            (
                .link,
                [
                    "underground cables", "aerial cables", "kablovi_podzemni", "kablovi_vazdusni", "kablovi_nadzemni",
                    "ftth_kablovi_podzemni", "ftth_kablovi_nadzemni",
                ]
            ),
            (.manhole, ["manholes", "okna", "ftth_okna", "poles", "stubovi", "ftth_stubovi"]),
            (
                .site,
                [
                    "odf", "otb", "to", "tb", "patch panel", "joint closures", "mufovi", "nastavci", "ftth_mufovi", "elements",
                    "ftth_elements", "splice closures",
                ]
            ),
            (
                .nothing,
                [
                    "pe pipes", "pe cevi", "ftth_cevi", "transition pipes", "prelazne cevi", "optical slack", "fiber break",
                    "prekid vlakna", "ftth_spojevi", "service area", "objects", "objekti", "work orders", "smr reports",
                    "field photos",
                ]
            ),
        ]
        return Dictionary(names.flatMap { part, names in names.map { ($0, part) } }) { first, _ in first }
    }()
}
