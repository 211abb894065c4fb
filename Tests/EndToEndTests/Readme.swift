import FoundationEssentials

/// The README as a text with fenced blocks.
struct Readme {
    let text: String

    init() throws {
        text = String(decoding: try Data(contentsOf: URL(filePath: Repository.path("README.md"))), as: UTF8.self)
    }

    /// The contents of the blocks that are marked with a language, in order.
    func blocks(of language: String) -> [String] {
        var result: [String] = []
        var current: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "```\(language)" {
                current = []
            } else if line == "```", let block = current {
                result.append(block.joined(separator: "\n"))
                current = nil
            } else {
                current?.append(line)
            }
        }
        return result
    }

    var links: [String] {
        text.split(separator: "](").dropFirst().map { String($0.prefix { $0 != ")" }) }
    }

    /// What stays the same from run to run: words and their order, not figures and the width of columns. Paths keep their
    /// last two parts' shape.
    static func shape(_ lines: some Sequence<Substring>) -> [String] {
        lines.map { line in
            line.split(separator: " ").map(mask).reduce(into: [String]()) { words, word in
                // `10 716` and `917` are both a figure.
                if word == "#", words.last == "#" { return }
                words.append(word)
            }.joined(separator: " ")
        }
    }

    /// Whether these lines are what was printed first; a line `...` stands for any number of lines up to the next one.
    static func isShown(_ expected: [String], in printed: [String]) -> Bool {
        var rest = printed[...]
        var mayDiffer = false
        for line in expected {
            if line == "..." {
                mayDiffer = true
                continue
            }
            guard let place = mayDiffer ? rest.firstIndex(of: line) : rest.first == line ? rest.startIndex : nil else {
                return false
            }
            rest = rest[(place + 1)...]
            mayDiffer = false
        }
        return true
    }

    private static func mask(_ word: Substring) -> String {
        if let runs = word.firstRange(of: "runs/") { return "runs/" + mask(word[runs.upperBound...]) }
        var result = ""
        for character in word {
            if character.isNumber {
                if result.last != "#" { result.append("#") }
            } else if character == ".", result.last == "#" {
                continue
            } else {
                result.append(character)
            }
        }
        return result
    }
}
