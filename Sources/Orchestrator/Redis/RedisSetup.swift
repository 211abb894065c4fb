import Core
import FoundationEssentials
import Glibc
import Redis
import Runtime

/// Somebody else listens where our server should.
struct PortTaken: Error {
    var port: UInt16
}

/// What every life of one ``RedisServer`` has in common.
struct RedisSetup: Sendable {
    var spec: RedisSpec
    var folder: String
    var program: String
    var supervisor: Supervisor

    private static let pollInterval: Duration = .milliseconds(2)
    /// How long a server that answers with somebody else's voice may take to end, as it must without its port.
    private static let intruderTimeout: Duration = .seconds(2)

    func address(port: UInt16) -> RedisAddress {
        RedisAddress(port: port, username: spec.username, password: spec.password, database: spec.database)
    }

    private var dataFolder: String { "\(folder)/data" }

    func wipe() throws(HarnessError) {
        do {
            try FileManager.default.removeItem(atPath: dataFolder)
        } catch {
            throw HarnessError(.environment, "the data of Redis cannot be wiped (\(dataFolder)): \(error)")
        }
    }

    /// One life, from its files to its first PONG. A server that does not come so far is ended.
    func begin(port: UInt16, within limit: Duration) async throws -> (child: ChildProcess, version: String) {
        // Run folders are passed around, so the secret is elsewhere, read at the start only, and removed even when we are
        // killed meanwhile.
        let secretFolder = spec.password == nil ? nil : try await temporaryFolder()
        defer { if let secretFolder { Self.remove(secretFolder) } }
        let configuration = try RedisConfiguration(
            spec: spec,
            port: port,
            dataFolder: dataFolder,
            secretFile: Self.secretFile(in: secretFolder ?? folder)
        )
        try PrivateFolder.make(dataFolder)
        try PrivateFolder.write(configuration.text, to: "\(folder)/redis.conf")
        if let secrets = configuration.secrets { try PrivateFolder.write(secrets, to: configuration.secretFile) }
        let child = try await supervisor.start(
            ChildSpec(
                name: "redis",
                program: .foreign(program),
                arguments: ["\(folder)/redis.conf"],
                conversation: .none,
                log: "\(folder)/redis.log",
                ending: spec.persistence == .none ? .kill : .terminate(grace: RedisServer.stopGrace)
            )
        )
        do {
            return (child, try await waitUntilServing(child, port: port, within: limit))
        } catch {
            _ = try? await child.kill()
            throw error
        }
    }

    private func temporaryFolder() async throws -> String {
        var random = SystemRandomNumberGenerator()
        return try await supervisor.temporaryFolder(using: &random)
    }

    private static func secretFile(in folder: String) -> String { "\(folder)/secret.conf" }

    private static func remove(_ secretFolder: String) {
        unlink(secretFile(in: secretFolder))
        rmdir(secretFolder)
    }

    private func waitUntilServing(_ child: ChildProcess, port: UInt16, within limit: Duration) async throws -> String {
        let deadline = ContinuousClock.now + limit
        var last = "it did not answer"
        // An end at the start is told by the error; nobody else needs to hear of it.
        child.expectEnd()
        while ContinuousClock.now < deadline {
            if let exit = child.exit { throw ended(child, exit, port: port) }
            do {
                let answer = try await RedisProbe.ask(address(port: port))
                guard answer.processID.map({ $0 == child.processID }) ?? true else {
                    try await expectEndWithoutPort(child, port: port)
                    throw PortTaken(port: port)
                }
                child.forbidEnd()
                // Otherwise its end would be taken for one that was expected.
                if let exit = child.exit { throw ended(child, exit, port: port) }
                return answer.server.version?.description ?? "unknown"
            } catch let error as RedisError {
                last = error.message
                if !error.mayMend {
                    try await expectEndWithoutPort(child, port: port)
                    throw HarnessError(.unavailable, "redis-server cannot be used. \(error.message)")
                }
            }
            try await Task.sleep(for: Self.pollInterval)
        }
        throw HarnessError(
            .systemFailed,
            "redis-server does not serve after \(limit): \(last)\n" + tail(child)
        )
    }

    /// Who answers at the port may be somebody else, and then ours ends soon.
    private func expectEndWithoutPort(_ child: ChildProcess, port: UInt16) async throws {
        // It says so when it has the port, so it was ours that answered.
        let lines = child.log.tail(lines: ChildProcess.shownLines)
        guard !lines.contains(where: { $0.contains("Ready to accept connections") }) else { return }
        let exit = try await withDeadline(Self.intruderTimeout) { try await child.waitForExit() }
        if let exit { throw ended(child, exit, port: port) }
    }

    private func ended(_ child: ChildProcess, _ exit: ChildExit, port: UInt16) -> any Error {
        if child.log.tail(lines: ChildProcess.shownLines).contains(where: { $0.contains("Address already in use") }) {
            return PortTaken(port: port)
        }
        return HarnessError(.systemFailed, "redis-server died at its start. " + child.obituary(of: exit))
    }

    private func tail(_ child: ChildProcess) -> String {
        child.log.tail(lines: ChildProcess.shownLines).map { "  | \($0)" }.joined(separator: "\n")
    }
}
