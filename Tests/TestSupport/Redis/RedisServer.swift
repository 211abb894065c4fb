package import Core
import Glibc
import Subprocess

/// Runs a test against a redis-server of its own, with nothing stored, on a free port of 127.0.0.1. It is gone when the
/// body ends, however it ends, and also when the test process is killed.
///
///     try await withRedisServer(.init(password: "x")) { server in
///         let options = RedisOptions(address: server.address)
///     }
package func withRedisServer<Result>(
    _ options: RedisServerOptions = .init(),
    _ body: (RedisServer) async throws -> Result
) async throws -> Result {
    let server = try RedisServer(options)
    do {
        try await server.start()
        let result = try await body(server)
        await server.tearDown()
        return result
    } catch {
        await server.tearDown()
        throw error
    }
}

/// A redis-server of a test; made by `withRedisServer`.
package actor RedisServer {
    /// Stays the same over restarts; logs in with the password of the options.
    package nonisolated let address: RedisAddress
    private var options: RedisServerOptions
    private let directory: ScratchDirectory
    private var life: Life?
    private var output = OutputTail(bytesMax: 16 * 1024)

    /// One process, from its spawn to its end.
    private struct Life {
        let task: Task<Void, any Error>
        var pid: pid_t?
        var hasEnded = false
    }

    init(_ options: RedisServerOptions) throws {
        self.options = options
        directory = try ScratchDirectory(prefix: "rollcall-test-redis")
        var port = try options.port ?? FreePort.find()
        // A cluster also listens 10000 ports higher.
        while options.isCluster, port > UInt16.max - 10_000 { port = try FreePort.find() }
        address = RedisAddress(port: port, password: options.password)
    }

    package nonisolated var port: UInt16 { address.port }

    /// Process id of the running server.
    package var pid: Int32? { life?.pid }

    /// What the server wrote lately.
    package var log: String { output.text }

    /// Starts the server and waits until it answers.
    package func start() async throws {
        precondition(life == nil, "the Redis of a test is already running")
        try directory.write(options.text(port: port, directory: directory.path), to: "redis.conf")
        let (pids, continuation) = AsyncStream<pid_t>.makeStream()
        // Loose, for the process outlives this call: `end` awaits it, and `withRedisServer` always comes to its end.
        let task = Task {
            defer { continuation.finish() }
            try await self.run { continuation.yield($0) }
        }
        life = Life(task: task)
        for await pid in pids {
            life?.pid = pid
            break
        }
        if life?.pid == nil { try await task.value }
        try await waitUntilReady()
    }

    /// SIGTERM, and waits for the end.
    package func stop() async { await end(with: SIGTERM) }

    /// SIGKILL, and waits for the end.
    package func kill() async { await end(with: SIGKILL) }

    /// Starts again what was stopped or killed, or kills and starts; on the same port, with nothing stored.
    package func restart() async throws {
        await kill()
        try await start()
    }

    /// Starts again what was stopped or killed, with this configuration from now on.
    package func start(config: [String]) async throws {
        options.config = config
        try await start()
    }

    /// SIGSTOP: connections stand, nothing is answered.
    package func freeze() { send(SIGSTOP) }

    /// SIGCONT.
    package func thaw() { send(SIGCONT) }

    func tearDown() async {
        await kill()
        directory.remove()
    }

    private func end(with signal: Int32) async {
        guard let life else { return }
        send(signal)
        // A frozen process takes SIGTERM only when thawed.
        send(SIGCONT)
        // How it ended is of no interest: it was told to.
        _ = await life.task.result
        self.life = nil
    }

    private func send(_ signal: Int32) {
        guard let life, let pid = life.pid, !life.hasEnded else { return }
        _ = Glibc.kill(pid, signal)
    }

    private func run(_ started: sending @escaping (pid_t) -> Void) async throws {
        var platform = PlatformOptions()
        platform.createSession = true
        _ = try await Subprocess.run(
            .name("setpriv"),
            arguments: Arguments(
                ["--pdeathsig", "KILL", "redis-server", "\(directory.path)/redis.conf"]
                    + (options.isSentinel ? ["--sentinel"] : [])
            ),
            platformOptions: platform,
            input: .none,
            output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            started(execution.processIdentifier.value)
            for try await piece in execution.standardOutput {
                self.append(piece.withUnsafeBytes { Array($0) })
            }
            // Not reaped yet, so the pid is still its own: from here on nothing is sent to it.
            self.ended()
        }
    }

    private func append(_ bytes: [UInt8]) { output.append(bytes) }

    private func ended() { life?.hasEnded = true }

    private func waitUntilReady() async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + options.startTimeout
        while clock.now < deadline {
            if life?.hasEnded ?? true { break }
            if await RedisProbe.answers(port: port, until: deadline) { return }
            try await clock.sleep(for: .milliseconds(2))
        }
        let reason = life?.hasEnded ?? true ? "it ended" : "no answer within \(options.startTimeout)"
        throw RedisServerError("redis-server did not start on port \(port): \(reason). Its last words:\n\(log)")
    }
}

/// A Redis for a test that did not come up.
package struct RedisServerError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
