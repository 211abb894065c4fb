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
    /// What one life begins with.
    enum Start: Sendable {
        case data(RedisConfiguration)
        case sentinel(SentinelConfiguration)
        /// A sentinel that goes on from what it wrote down.
        case sentinelAgain(port: UInt16, announced: UInt16?)

        var port: UInt16 {
            switch self {
            case .data(let configuration): configuration.port
            case .sentinel(let configuration): configuration.port
            case .sentinelAgain(let port, _): port
            }
        }
    }

    var id: LinkEnd
    /// What a sentinel calls itself for all its lives, in 40 hexadecimal digits.
    var sentinelID: String
    var spec: RedisSpec
    /// In the run folder: logs, data, and what may be shown.
    var folder: String
    /// Elsewhere, for configuration with secrets: run folders are passed around.
    var privateFolder: String
    var harness: HarnessLogin
    var program: String
    var supervisor: Supervisor

    private static let pollInterval: Duration = .milliseconds(2)
    /// How long a server that answers with somebody else's voice may take to end, as it must without its port.
    private static let intruderTimeout: Duration = .seconds(2)

    var isSentinel: Bool {
        if case .sentinel = id { true } else { false }
    }

    /// Where our own users log in; as we do ourselves.
    func door(port: UInt16) -> RedisDoor {
        RedisDoor(name: "\(id)", address: isSentinel ? RedisAddress(port: port) : harness.address(port: port))
    }

    var dataFolder: String { "\(folder)/data" }
    private var log: String { "\(folder)/\(isSentinel ? "sentinel" : "redis").log" }
    private var privateFile: String { "\(privateFolder)/\(id).conf" }

    /// One life, from its files to its first PONG. A server that does not come so far is ended.
    ///
    /// - Throws: ``PortTaken``; ``HarnessError``
    func begin(_ start: Start, within limit: Duration) async throws -> (child: ChildProcess, version: String) {
        try write(start)
        // What we gave it is read at the start only; what it writes there itself goes with the folder.
        defer { if !isSentinel { forgetSecrets() } }
        let child = try await supervisor.start(
            ChildSpec(
                name: "\(id)",
                program: .foreign(program),
                arguments: [privateFile] + (isSentinel ? ["--sentinel"] : []),
                workingDirectory: folder,
                conversation: .none,
                log: log,
                ending: spec.persistence == .rdb && !isSentinel ? .terminate(grace: RedisServer.stopGrace) : .kill
            )
        )
        do {
            return (child, try await waitUntilServing(child, port: start.port, within: limit))
        } catch {
            _ = try? await child.kill()
            throw error
        }
    }

    /// A standalone Redis writes nothing there, so that not even a SIGKILL of everybody leaves a file behind.
    private func forgetSecrets() {
        unlink(privateFile)
        if spec.mode == .standalone { rmdir(privateFolder) }
    }

    private func write(_ start: Start) throws {
        try PrivateFolder.makeOwn(privateFolder)
        switch start {
        case .data(let configuration):
            try PrivateFolder.make(dataFolder)
            let shown = "\(folder)/redis.conf"
            try PrivateFolder.write(configuration.text, to: shown)
            try PrivateFolder.write(configuration.secrets(harness, including: shown), to: privateFile)
        case .sentinel(let configuration):
            try PrivateFolder.make(folder)
            try PrivateFolder.write(configuration.text, to: "\(folder)/sentinel.conf")
            try PrivateFolder.write(configuration.text(harness), to: privateFile)
        case .sentinelAgain(let port, let announced): try moveSentinel(to: port, announced: announced)
        }
    }

    /// Gives the file that a sentinel has written other ports.
    private func moveSentinel(to port: UInt16, announced: UInt16?) throws {
        let text = String(decoding: try Data(contentsOf: URL(filePath: privateFile)), as: UTF8.self)
        let lines = text.split(separator: "\n").map { line in
            if line.hasPrefix("port ") { return "port \(port)" }
            if line.hasPrefix("sentinel announce-port "), let announced { return "sentinel announce-port \(announced)" }
            return String(line)
        }
        try PrivateFolder.write(lines.joined(separator: "\n") + "\n", to: privateFile)
    }

    private func waitUntilServing(_ child: ChildProcess, port: UInt16, within limit: Duration) async throws -> String {
        let deadline = ContinuousClock.now + limit
        var last = "it did not answer"
        // An end at the start is told by the error; nobody else needs to hear of it.
        child.expectEnd()
        while ContinuousClock.now < deadline {
            if let exit = child.exit { throw ended(child, exit, port: port) }
            do {
                let answer = try await RedisProbe.ask(door(port: port).address)
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
            "redis-server (\(id)) does not serve after \(limit): \(last)\n" + tail(child)
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
