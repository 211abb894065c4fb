/// Looks over the tokens of a scenario file before the YAML parser sees it, and refuses what scenarios do without: anchors,
/// aliases, tags, `?` keys, directives, several documents, tabs as indentation, quoted text over several lines.
///
/// An alias bomb hangs the parser itself, so this look must never be blinder than the parser: where the two could differ
/// it takes more text for tokens, never less. Quoted text has to end on its line for the same reason.
struct ScenarioTokenScan {
    private(set) var diagnostics: [ScenarioDiagnostic] = []
    private var flowDepth = 0
    private var blockText: BlockText?
    private var sawContent = false
    private var number = 0

    private struct BlockText {
        /// Its first line is indented at least so far.
        var least: Int
        /// As far as its first line.
        var indent: Int?
    }

    /// At most so many findings; a file that is wrong all over needs no longer list.
    private static let findingsMax = 20

    static func diagnostics(of text: ScenarioText) -> [ScenarioDiagnostic] {
        var scan = ScenarioTokenScan()
        for line in text.lines {
            scan.look(at: line)
            if scan.diagnostics.count >= findingsMax { break }
        }
        return scan.diagnostics
    }

    private mutating func look(at line: [Unicode.Scalar]) {
        number += 1
        guard let first = line.firstIndex(where: { !isBlank($0) }) else {
            // Before the first line of a block text, spaces on an empty line count for its indentation.
            if let block = blockText, block.indent == nil { blockText?.least = max(block.least, line.count) }
            return
        }
        if isInsideBlockText(indent: line.prefix { $0 == " " }.count) { return }
        if line[first] == "#" { return }
        if let tab = line[..<first].firstIndex(of: "\t") {
            report(tab, 1, "a tab in the indentation", "YAML takes only spaces here: two for each level")
            return
        }
        guard let start = lookAtMarkers(line) else { return }
        sawContent = true
        lookAtTokens(line, from: start)
    }

    private mutating func isInsideBlockText(indent: Int) -> Bool {
        guard let block = blockText else { return false }
        if indent >= block.indent ?? block.least {
            if block.indent == nil { blockText?.indent = indent }
            return true
        }
        blockText = nil
        return false
    }

    /// Document marks and directives. Nil when nothing is left of the line.
    private mutating func lookAtMarkers(_ line: [Unicode.Scalar]) -> Int? {
        if line[0] == "%" {
            report(0, line.count, "directives are not allowed", "remove the line; scenarios need none")
            return nil
        }
        let head = String(String.UnicodeScalarView(line.prefix(3)))
        guard head == "---" || head == "...", line.count == 3 || isBlank(line[3]) else { return 0 }
        if head == "---", !sawContent { return 3 }
        report(
            0,
            3,
            "a file holds one document only",
            "write one scenario per file; use `variants` for varieties of it"
        )
        return nil
    }

    private mutating func lookAtTokens(_ line: [Unicode.Scalar], from start: Int) {
        var index = start
        /// Where the last key began, when its colon is the last token so far: a block text can follow, and is indented
        /// further. Without a key before it a `|` may be the middle of a plain text over several lines.
        var keyBefore: Int?
        var tokenBefore: Int?
        while index < line.count {
            let character = line[index]
            switch character {
            case _ where isBlank(character): index += 1
            case "#" where index == 0 || isBlank(line[index - 1]): return
            case "&", "*", "!": index = refuse(character, at: index, in: line)
            case "?" where flowDepth > 0 || isBlankOrEnd(line, index + 1):
                report(index, 1, "`?` keys are not allowed", "write `key: value`")
                index += 1
            case "-" where isBlankOrEnd(line, index + 1):
                (tokenBefore, keyBefore) = (nil, nil)
                index += 1
            case "[", "{":
                flowDepth += 1
                index += 1
            case "]", "}":
                flowDepth = max(0, flowDepth - 1)
                index += 1
            case ":":
                keyBefore = tokenBefore
                index += 1
            case ",": index += 1
            case "\"", "'":
                (tokenBefore, keyBefore) = (index, nil)
                guard let end = endOfQuoted(line, from: index) else { return }
                index = end
            case "|" where keyBefore != nil && flowDepth == 0, ">" where keyBefore != nil && flowDepth == 0:
                beginBlockText(line, at: index, parent: keyBefore ?? index)
                return
            default:
                (tokenBefore, keyBefore) = (index, nil)
                index = endOfPlain(line, from: index)
            }
        }
    }

    private mutating func refuse(_ mark: Unicode.Scalar, at index: Int, in line: [Unicode.Scalar]) -> Int {
        var end = index + 1
        while end < line.count, !isBlank(line[end]), !isFlowMark(line[end]) { end += 1 }
        switch mark {
        case "&": report(index, end - index, "anchors (`&`) are not allowed", Self.quoteRemedy)
        case "*": report(index, end - index, "aliases (`*`) are not allowed", Self.quoteRemedy)
        default: report(index, end - index, "tags (`!`) are not allowed", Self.quoteRemedy)
        }
        return end
    }

    private static let quoteRemedy = "write the value out; text that begins with this character needs quotes"

    private mutating func endOfQuoted(_ line: [Unicode.Scalar], from start: Int) -> Int? {
        let quote = line[start]
        var index = start + 1
        while index < line.count {
            if quote == "\"", line[index] == "\\" {
                index += 2
            } else if line[index] == quote {
                guard quote == "'", index + 1 < line.count, line[index + 1] == "'" else { return index + 1 }
                index += 2
            } else {
                index += 1
            }
        }
        report(
            start,
            line.count - start,
            "quoted text must end on the line where it begins",
            "close the quotes; for long text use `|` and indented lines"
        )
        return nil
    }

    private mutating func beginBlockText(_ line: [Unicode.Scalar], at index: Int, parent: Int) {
        var end = index + 1
        while end < line.count, line[end] == "+" || line[end] == "-" { end += 1 }
        if end < line.count, line[end].properties.numericType != nil {
            report(index, end + 1 - index, "a block text takes no indentation number", "write just `|` or `>`")
        } else {
            blockText = BlockText(least: parent + 1, indent: nil)
        }
    }

    private func endOfPlain(_ line: [Unicode.Scalar], from start: Int) -> Int {
        var index = start + 1
        while index < line.count {
            let character = line[index]
            if character == ":", isBlankOrEnd(line, index + 1) || (flowDepth > 0 && isFlowMark(line[index + 1])) {
                return index
            }
            if character == "#", isBlank(line[index - 1]) { return index }
            if flowDepth > 0, isFlowMark(character) { return index }
            index += 1
        }
        return index
    }

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    private func isBlankOrEnd(_ line: [Unicode.Scalar], _ index: Int) -> Bool {
        index >= line.count || isBlank(line[index])
    }

    private func isFlowMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "," || scalar == "[" || scalar == "]" || scalar == "{" || scalar == "}"
    }

    private mutating func report(_ index: Int, _ length: Int, _ problem: String, _ remedy: String) {
        diagnostics.append(
            ScenarioDiagnostic(
                at: ScenarioPlace(line: number, column: index + 1, length: length),
                problem,
                remedy: remedy
            )
        )
    }
}
