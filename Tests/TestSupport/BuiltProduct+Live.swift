import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

extension BuiltProduct {
    /// A command that does not end by itself is killed after so long; its code is nil then.
    private static let patience: Duration = .seconds(120)

    /// Starts a program and hands its process id to `body` while it runs; waits for its end. When `body` throws, it is
    /// killed first.
    ///
    /// - Parameters:
    ///   - program: `rollcall` by default.
    ///   - folder: where its output goes, as files, so that nobody has to read along.
    package static func whileRunning(
        program: String = path,
        _ arguments: [String],
        environment: [String: String] = [:],
        workingDirectory: String? = nil,
        outputIn folder: ScratchDirectory,
        _ body: @escaping @Sendable (Int32) async throws -> Void
    ) async throws -> Result {
        var values: [Environment.Key: String?] = [:]
        for (name, value) in environment { values[Environment.Key(stringLiteral: name)] = value }
        let files = (output: folder.path + "/stdout", errors: folder.path + "/stderr")
        let result = try await Subprocess.run(
            Configuration(
                executable: .path(FilePath(program)),
                arguments: Arguments(arguments),
                environment: .inherit.updating(values),
                workingDirectory: workingDirectory.map { FilePath($0) }
            ),
            input: .none,
            output: .fileDescriptor(try newFile(files.output), closeAfterSpawningProcess: true),
            error: .fileDescriptor(try newFile(files.errors), closeAfterSpawningProcess: true)
        ) { execution in
            let id = execution.processIdentifier.value
            let watchdog = Task {
                try await Task.sleep(for: patience)
                kill(id, SIGKILL)
            }
            do {
                try await body(id)
            } catch {
                kill(id, SIGKILL)
                watchdog.cancel()
                throw error
            }
            return watchdog
        }
        result.closureResult.cancel()
        return Result(status: result.terminationStatus, output: text(of: files.output), errors: text(of: files.errors))
    }

    private static func newFile(_ path: String) throws -> FileDescriptor {
        try FileDescriptor.open(
            FilePath(path),
            .writeOnly,
            options: [.create, .truncate, .append, .closeOnExec],
            permissions: .ownerReadWrite
        )
    }

    private static func text(of path: String) -> String {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
