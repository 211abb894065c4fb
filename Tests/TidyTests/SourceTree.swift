import FoundationEssentials

/// The repository's own text, for rules about it.
enum SourceTree {
    struct File {
        /// Relative to the repository.
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// Imported modules with their line numbers; `import struct A.B` names A.
        var imports: [(line: Int, module: String)] {
            lines.enumerated().compactMap { index, line in
                var words = line.split(separator: " ")
                while let first = words.first, first.hasPrefix("@") || Self.access.contains(first) {
                    words.removeFirst()
                }
                guard words.first == "import", words.count > 1 else { return nil }
                let name = Self.kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
                return (index + 1, String(name.prefix { $0 != "." }))
            }
        }

        private static let access: Set<Substring> = ["public", "package", "internal", "private", "fileprivate"]
        private static let kinds: Set<Substring> = [
            "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
        ]
    }

    static let root: String = {
        var parts = #filePath.split(separator: "/")
        parts.removeLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    static func swiftFiles(below folder: String) throws -> [File] {
        try files(below: folder) { $0.hasSuffix(".swift") }
    }

    static func files(below folder: String, where matches: (String) -> Bool) throws -> [File] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
            .filter(matches)
            .sorted()
            .map { name in
                let bytes = try Data(contentsOf: URL(filePath: "\(root)/\(folder)/\(name)"))
                return File(path: "\(folder)/\(name)", text: String(decoding: bytes, as: UTF8.self))
            }
    }

    static func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)").filter { name in
            var isDirectory = false
            return FileManager.default.fileExists(atPath: "\(root)/\(folder)/\(name)", isDirectory: &isDirectory)
                && isDirectory
        }
    }
}
