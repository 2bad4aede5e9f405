import Diagnosis
import NetworkModel

/// The map as a picture: what operators see after a cut. Geographic where places are known, else as laid out by Graphviz.
///
/// Sites by kind (shape) and state (colour and sign), links by tier and state (width, colour and dash), causes with a mark and their name,
/// labels that do not cover each other, a legend of what occurs, the scale, the age of the data.
package enum SVGExport {
    package static func text(of map: NetworkMap) -> String {
        var drawing = SVGDrawing(map)
        return drawing.text()
    }
}
