import FoundationEssentials

/// A directory of one test, private to the user.
package struct ScratchDirectory: Sendable {
    package let path: String

    package init(prefix: String) throws {
        let name = "\(prefix)-\(UUID().uuidString.prefix(8))"
        path = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    package func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }

    /// A script that can be run, under `name`.
    package func writeProgram(_ text: String, to name: String) throws {
        try write(text, to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(path)/\(name)")
    }

    package func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
