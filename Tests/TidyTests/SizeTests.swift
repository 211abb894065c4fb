import Testing

/// Small files and functions: what cannot be said on a screen or two is divided.
@Suite struct SizeTests {
    private static let linesPerFileMax = 400
    private static let linesPerFunctionMax = 70

    @Test func noFileIsTooLong() throws {
        for file in try SourceTree.swiftFiles(below: "Sources") + SourceTree.swiftFiles(below: "Tests") {
            let count = file.lines.count
            #expect(count <= Self.linesPerFileMax, "\(file.path) has \(count) lines; divide it by what it does")
        }
    }

    @Test func noFunctionIsTooLong() throws {
        for file in try SourceTree.swiftFiles(below: "Sources") + SourceTree.swiftFiles(below: "Tests") {
            for function in FunctionScan.functions(in: file.lines) where function.length > Self.linesPerFunctionMax {
                Issue.record("\(file.path):\(function.line): a function of \(function.length) lines; divide it")
            }
        }
    }

    @Test func theScanMeasuresAFunction() {
        let body = Array(repeating: "        work()", count: 80).joined(separator: "\n")
        let text = "struct A {\n    func long() {\n\(body)\n    }\n\n    func short() {}\n}\n"
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(FunctionScan.functions(in: lines).map(\.length) == [82, 1])
    }

    @Test func nothingIsLeftOver() throws {
        let markers = ["TO" + "DO", "FIX" + "ME"]
        let forcedTry = "try" + "!"
        for file in try SourceTree.swiftFiles(below: "Sources") + SourceTree.swiftFiles(below: "Tests") {
            for (index, line) in file.lines.enumerated() {
                for marker in markers where line.contains(marker) {
                    Issue.record("\(file.path):\(index + 1): \(marker)")
                }
                #expect(!line.contains(forcedTry), "\(file.path):\(index + 1): a forced try")
            }
        }
    }
}

/// Finds functions by their indentation, which the formatter guarantees: one ends at the brace in the column of its `func`.
enum FunctionScan {
    static func functions(in lines: [Substring]) -> [(line: Int, length: Int)] {
        var result: [(line: Int, length: Int)] = []
        for (index, line) in lines.enumerated() where isStart(line) {
            let indentation = line.prefix { $0 == " " }
            if line.hasSuffix("}") {
                result.append((index + 1, 1))
                continue
            }
            let close = indentation + "}"
            guard let end = lines[(index + 1)...].firstIndex(where: { $0 == close || $0.hasPrefix(close + " ") }) else {
                continue
            }
            // A requirement without a body would reach into what follows it.
            let header = lines[index...end].prefix { !$0.hasSuffix("{") }.count
            guard header < 12 else { continue }
            result.append((index + 1, end - index + 1))
        }
        return result
    }

    private static func isStart(_ line: Substring) -> Bool {
        let words = line.split(separator: " ")
        guard let first = words.first, !first.hasPrefix("//"), !first.hasPrefix("*") else { return false }
        return words.contains("func") || first.hasPrefix("init(") || words.dropFirst().first?.hasPrefix("init(") == true
    }
}
