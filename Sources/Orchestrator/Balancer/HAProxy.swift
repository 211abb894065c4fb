import Core
import FoundationEssentials

/// The real haproxy, as people run it, in the foreground and under our supervision.
enum HAProxy {
    /// Debian puts it where only root looks.
    static let folders = ":/usr/local/sbin:/usr/sbin:/sbin"

    /// - Throws: ``HarnessError`` 69 with what to install, when it is not there.
    static func program(path: String = ProgramPath.searchPath + folders) throws(HarnessError) -> String {
        try ProgramPath.require("haproxy", toInstall: "haproxy", path: path)
    }

    /// Writes the configuration into the run folder, has haproxy look at it, and starts it. Its log goes to the run folder.
    static func start(
        _ configuration: HAProxyConfiguration,
        folder: RunFolder,
        supervisor: Supervisor
    ) async throws -> ChildProcess {
        let program = try program()
        let file = folder.path + "/haproxy.cfg"
        try folder.write(Data(configuration.text.utf8), to: file)
        try await check(file, program: program, folder: folder, supervisor: supervisor)
        return try await supervisor.start(
            ChildSpec(
                name: "haproxy",
                program: .foreign(program),
                arguments: ["-db", "-f", file],
                conversation: .none,
                log: "\(folder.logs)/haproxy.log",
                ending: .kill
            )
        )
    }

    private static func check(
        _ file: String,
        program: String,
        folder: RunFolder,
        supervisor: Supervisor
    ) async throws {
        let child = try await supervisor.start(
            ChildSpec(
                name: "haproxy -c",
                program: .foreign(program),
                arguments: ["-c", "-f", file],
                conversation: .none,
                log: "\(folder.logs)/haproxy-check.log",
                ending: .kill
            )
        )
        child.expectEnd()
        let exit = try await child.waitForExit()
        guard case .code(0) = exit.status else {
            throw HarnessError(
                .unavailable,
                "this haproxy does not take the configuration that was written for it. \(child.obituary(of: exit))",
                remedy: "install haproxy 2.4 or newer"
            )
        }
    }
}
