extension String {
    /// A quoted DOT string for labels and names. Graphviz reads `\N` and `&lt;` inside labels, so backslash and ampersand are escaped too
    /// (Graphviz, "The DOT Language" and "escString").
    package var dotQuoted: String {
        var quoted = "\""
        for scalar in visible.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "&": quoted += "&amp;"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
