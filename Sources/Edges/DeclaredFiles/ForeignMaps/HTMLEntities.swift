/// Character references of HTML 4, which old maps use in GML and, wrongly, in XML.
enum HTMLEntities {
    /// `text` with its references resolved; an ampersand that begins none stays as it is.
    static func resolved(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            let behind = rest[rest.index(after: start)...]
            if let end = behind.prefix(12).firstIndex(of: ";"), let scalar = scalar(behind[..<end]) {
                result.unicodeScalars.append(scalar)
                rest = behind[behind.index(after: end)...]
            } else {
                result += "&"
                rest = behind
            }
        }
        return result + rest
    }

    /// What stands between `&` and `;`: a name, `#233` or `#xE9`.
    static func scalar(_ name: Substring) -> Unicode.Scalar? {
        guard name.first == "#" else { return named[String(name)].flatMap(Unicode.Scalar.init) }
        let digits = name.dropFirst()
        let value = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }

    private static let named: [String: UInt32] = {
        var table: [String: UInt32] = ["quot": 34, "amp": 38, "apos": 39, "lt": 60, "gt": 62]
        for (first, names) in runs {
            for (offset, name) in names.split(separator: " ").enumerated() { table[String(name)] = first + UInt32(offset) }
        }
        return table
    }()

    /// Runs of references with following values (HTML 4.01, section 24).
    private static let runs: [(UInt32, String)] = [
        (
            160,
            "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro"
        ),
        (182, "para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil"),
        (200, "Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave"),
        (218, "Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml"),
        (
            236,
            "igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute"
        ),
        (254, "thorn yuml"), (338, "OElig oelig"), (352, "Scaron scaron"), (376, "Yuml"), (402, "fnof"), (710, "circ"),
        (732, "tilde"),
        (913, "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho"),
        (931, "Sigma Tau Upsilon Phi Chi Psi Omega"),
        (
            945,
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi"
        ),
        (967, "chi psi omega"), (8194, "ensp emsp"), (8201, "thinsp"), (8204, "zwnj zwj lrm rlm"), (8211, "ndash mdash"),
        (8216, "lsquo rsquo sbquo"), (8220, "ldquo rdquo bdquo"), (8224, "dagger Dagger bull"), (8230, "hellip"),
        (8240, "permil"),
        (8242, "prime Prime"), (8249, "lsaquo rsaquo"), (8364, "euro"), (8482, "trade"), (8592, "larr uarr rarr darr harr"),
        (8722, "minus"), (8734, "infin"), (8776, "asymp"), (8800, "ne"), (8804, "le ge"),
    ]
}
