/// Hides passwords in lines that diagnostics show. It works on the text, so that it also holds in a file that does not parse.
package enum SecretMask {
    /// The line with every password character replaced by `*`; columns stay where they are.
    static func masked(_ line: [Unicode.Scalar]) -> String {
        var scalars = line
        maskValues(in: &scalars)
        maskRules(in: &scalars)
        maskAddresses(in: &scalars)
        return String(String.UnicodeScalarView(scalars))
    }

    /// A whole scenario file, as it may lie in a run folder that is passed around.
    package static func masked(source: [UInt8]) -> [UInt8] {
        let lines = String(decoding: source, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return Array(lines.map { masked(Array($0.unicodeScalars)) }.joined(separator: "\n").utf8)
    }

    private static let passwordKey = Array("password".unicodeScalars)
    private static let rulesKey = Array("rules".unicodeScalars)
    private static let userInfoBegin = Array("://".unicodeScalars)

    /// `password: secret`, also in braces and in quotes.
    private static func maskValues(in scalars: inout [Unicode.Scalar]) {
        var index = 0
        while let found = position(of: passwordKey, in: scalars, from: index) {
            index = found + passwordKey.count
            while index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" || scalars[index] == " " {
                index += 1
            }
            guard index < scalars.count, scalars[index] == ":" else { continue }
            index = endOfValue(in: scalars, from: index + 1, isInBraces: scalars[..<found].contains("{"))
            for position in (found + passwordKey.count + 1)..<index where scalars[position] != " " {
                scalars[position] = "*"
            }
        }
    }

    /// `rules: on >secret`, which is refused elsewhere.
    private static func maskRules(in scalars: inout [Unicode.Scalar]) {
        guard var index = position(of: rulesKey, in: scalars, from: 0) else { return }
        while let begin = scalars[index...].firstIndex(where: { "><#!".unicodeScalars.contains($0) }) {
            let rest = scalars[(begin + 1)...]
            index = rest.firstIndex { " \"',}".unicodeScalars.contains($0) } ?? scalars.count
            for position in (begin + 1)..<index { scalars[position] = "*" }
        }
    }

    private static func endOfValue(in scalars: [Unicode.Scalar], from start: Int, isInBraces: Bool) -> Int {
        var index = start
        while index < scalars.count, scalars[index] == " " { index += 1 }
        if index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" {
            let close = scalars[(index + 1)...].lastIndex(of: scalars[index])
            return close ?? scalars.count
        }
        guard isInBraces else { return scalars.count }
        return scalars[index...].firstIndex { $0 == "," || $0 == "}" } ?? scalars.count
    }

    /// `redis://user:secret@host`.
    private static func maskAddresses(in scalars: inout [Unicode.Scalar]) {
        var index = 0
        while let found = position(of: userInfoBegin, in: scalars, from: index) {
            index = found + userInfoBegin.count
            let rest = scalars[index...].prefix { $0 != " " && $0 != "\"" && $0 != "'" }
            guard let end = rest.lastIndex(of: "@") else { continue }
            let begin = rest[..<end].firstIndex(of: ":").map { $0 + 1 } ?? index
            for position in begin..<end { scalars[position] = "*" }
            index = end
        }
    }

    private static func position(of needle: [Unicode.Scalar], in scalars: [Unicode.Scalar], from: Int) -> Int? {
        guard scalars.count - from >= needle.count else { return nil }
        return (from...(scalars.count - needle.count)).first { scalars[$0..<($0 + needle.count)].elementsEqual(needle) }
    }
}
