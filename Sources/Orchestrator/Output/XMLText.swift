import Core

/// Text for an XML 1.0 document.
enum XMLText {
    /// For the content of an element and for an attribute in double quotes alike. What XML 1.0 cannot hold at all
    /// (section 2.2, "Characters") becomes `\u{...}`: a reader sees that something was there. Line feeds and tabs become
    /// references, since attributes would turn them into spaces and parsers normalise carriage returns.
    static func escaped(_ text: String, isAttribute: Bool = false) -> String {
        text.replacingScalars { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "\r": "&#13;"
            case "\n" where isAttribute: "&#10;"
            case "\t" where isAttribute: "&#9;"
            case "\n", "\t": nil
            default: isAllowed(scalar) ? nil : "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
    }

    /// XML 1.0 allows C1 controls too; terminals that a report is shown on act on them, so they are not let through.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF: false
        default: true
        }
    }
}
