/// The text of a scenario file, in lines, after everything that makes it no text has been refused.
struct ScenarioText: Sendable {
    /// Without line ends.
    let lines: [[Unicode.Scalar]]

    /// For the parser: lines end in LF.
    var joined: String {
        var scalars = String.UnicodeScalarView()
        for line in lines {
            scalars.append(contentsOf: line)
            scalars.append("\n")
        }
        return String(scalars)
    }

    /// A line by its number from 1; empty when there is none.
    func line(_ number: Int) -> [Unicode.Scalar] {
        lines.indices.contains(number - 1) ? lines[number - 1] : []
    }
}

extension ScenarioText {
    /// What could be read of the bytes, and what is wrong with them. Without a text nothing further can be said.
    struct Loaded {
        var text: ScenarioText?
        var diagnostics: [ScenarioDiagnostic] = []
    }

    /// `bytesMax` is checked before a byte is looked at.
    static func load(_ bytes: [UInt8], bytesMax: Int) -> Loaded {
        guard bytes.count <= bytesMax else {
            return refused(
                "the file is larger than \(bytesMax) bytes",
                remedy: "a scenario is a page of text; is this the right file?"
            )
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return refused("the file is UTF-16", remedy: "save it as UTF-8")
        }
        var loaded = Loaded()
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let body = hasMark ? bytes[3...] : bytes[...]
        if hasMark {
            loaded.diagnostics.append(
                ScenarioDiagnostic(
                    at: .start,
                    "the file begins with a byte order mark",
                    remedy: "save it as UTF-8 without a byte order mark (BOM)"
                )
            )
        }
        guard let string = String(validating: body, as: UTF8.self) else {
            let place = placeOfInvalidByte(body)
            return refused("this is no UTF-8 text", at: place, remedy: "save the file as UTF-8; is it a binary file?")
        }
        let lines = split(string)
        loaded.diagnostics += strangers(in: lines)
        loaded.text = ScenarioText(lines: lines)
        return loaded
    }

    private static func refused(_ problem: String, at place: ScenarioPlace = .start, remedy: String) -> Loaded {
        Loaded(text: nil, diagnostics: [ScenarioDiagnostic(at: place, problem, remedy: remedy)])
    }

    /// Lines end in LF or CR LF.
    private static func split(_ string: String) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = []
        var line: [Unicode.Scalar] = []
        for scalar in string.unicodeScalars {
            if scalar == "\n" {
                if line.last == "\r" { line.removeLast() }
                lines.append(line)
                line.removeAll(keepingCapacity: true)
            } else {
                line.append(scalar)
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// Characters that no scenario needs and that an editor does not show. Some of them (U+0085, U+2028, U+2029, a lone CR)
    /// end a line for YAML and for nobody else, so they could hide text from people and from the checks before parsing.
    private static func strangers(in lines: [[Unicode.Scalar]]) -> [ScenarioDiagnostic] {
        var found: [ScenarioDiagnostic] = []
        for (index, line) in lines.enumerated() {
            guard let position = line.firstIndex(where: isStranger) else { continue }
            let scalar = line[position]
            let name = scalar.value == 0 ? "a NUL byte" : "the control character \(codePoint(scalar))"
            found.append(
                ScenarioDiagnostic(
                    at: ScenarioPlace(line: index + 1, column: position + 1),
                    "\(name) is not allowed",
                    remedy: scalar.value == 0 ? "is this a binary file?" : "remove it"
                )
            )
            if found.count == 10 { break }
        }
        return found
    }

    private static func isStranger(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: false
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0x202A...0x202E, 0x2066...0x2069: true
        case 0xFFFE...0xFFFF: true
        default: false
        }
    }

    private static func placeOfInvalidByte(_ bytes: ArraySlice<UInt8>) -> ScenarioPlace {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var place = ScenarioPlace.start
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            if scalar == "\n" {
                place = ScenarioPlace(line: place.line + 1, column: 1)
            } else {
                place.column += 1
            }
        }
        return place
    }
}

/// `U+0007`, as Unicode writes it.
func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
