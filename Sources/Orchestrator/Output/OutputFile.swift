package import Core
import FoundationEssentials
import Glibc

/// A result file where the user wants it.
package struct OutputFile: Sendable {
    package let path: String

    /// - Parameter path: relative to the current folder, or absolute.
    package init(_ path: String) {
        self.path = path
    }

    /// Replaces what was there, as a whole, and makes the folders above it.
    ///
    /// - Throws: ``HarnessError`` with code 75 that names the path.
    package func write(_ text: String) throws(HarnessError) {
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        do {
            if !parent.isEmpty, !FileManager.default.fileExists(atPath: parent) {
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            }
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw cannotWrite()
        }
    }

    /// Adds to what is there; the folder must be there.
    ///
    /// - Throws: ``HarnessError`` with code 75 that names the path.
    package func append(_ text: String) throws(HarnessError) {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw cannotWrite() }
        defer { close(file) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw cannotWrite() }
            rest = rest.dropFirst(count)
        }
    }

    private func cannotWrite() -> HarnessError {
        HarnessError(.environment, "cannot write \(path)", remedy: "choose another file, or change the permissions")
    }
}
