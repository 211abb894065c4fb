extension StringProtocol {
    /// The text with each Unicode scalar replaced for which there is a replacement; nil leaves it as it is.
    package func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if let other = replacement(scalar) {
                result.append(contentsOf: other.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// One that terminals act on.
    package var isControl: Bool { properties.generalCategory == .control }
}
