package import Core
import Runtime

/// A redis-server of our own: a folder, a port of 127.0.0.1 and a life that faults end and begin again.
package actor RedisServer {
    /// How long the port may stay taken when it is started again.
    package static let portTimeout: Duration = .seconds(5)
    /// How long SIGTERM may take: it saves first, and looks at signals ten times a second.
    package static let stopGrace: Duration = .seconds(10)
    /// Free ports tried when others take them between our look and its start.
    private static let portAttemptsMax = 10
    private static let pollInterval: Duration = .milliseconds(2)

    /// Where it listens and how to log in; the same for all its lives.
    package nonisolated let address: RedisAddress
    /// Of the first life.
    package nonisolated let version: String
    /// Folder with `redis.conf`, `redis.log` and `data`.
    package nonisolated let folder: String

    private let spec: RedisSpec
    private let program: String
    private let supervisor: Supervisor
    private var child: ChildProcess

    private init(_ setup: RedisSetup, port: UInt16, child: ChildProcess, version: String) {
        (spec, folder, program, supervisor) = (setup.spec, setup.folder, setup.program, setup.supervisor)
        address = setup.address(port: port)
        self.child = child
        self.version = version
    }

    /// Starts a server and waits until it serves.
    ///
    /// - Parameters:
    ///   - spec: without `url`.
    ///   - folder: its own folder; made if it is not there.
    ///   - program: name or path of redis-server.
    ///   - limit: how long it may take until it answers PING.
    ///   - generator: chooses the port if none is given.
    /// - Throws: ``HarnessError``: 65 a line of `config` that cannot be, 69 no redis-server or one that cannot be used,
    ///   75 the port is taken, 3 it ended or did not answer in time; with the last lines of its log.
    package static func start(
        _ spec: RedisSpec,
        folder: String,
        supervisor: Supervisor,
        program: String = "redis-server",
        within limit: Duration = .seconds(20),
        using generator: inout some RandomNumberGenerator
    ) async throws -> RedisServer {
        let setup = RedisSetup(spec: spec, folder: folder, program: program, supervisor: supervisor)
        if let port = spec.port {
            guard FreePorts.isFree(port) else { throw portTaken(port) }
            let life = try await setup.begin(port: port, within: limit)
            return RedisServer(setup, port: port, child: life.child, version: life.version)
        }
        var tried: Set<UInt16> = []
        while true {
            let port = try FreePorts.next(using: &generator, except: tried)
            tried.insert(port)
            do {
                let life = try await setup.begin(port: port, within: limit)
                return RedisServer(setup, port: port, child: life.child, version: life.version)
            } catch let error as PortTaken {
                guard tried.count < portAttemptsMax else { throw portTaken(error.port) }
            }
        }
    }

    /// The process of the present or last life. Its end, when nobody asked for it, is among
    /// ``Supervisor/unexpectedEnds``.
    package var process: ChildProcess { child }

    package var isRunning: Bool { child.exit == nil }

    /// Ends it: with SIGTERM, after which it may save, or with SIGKILL. Returns when it is gone.
    @discardableResult
    package func end(_ manner: StopManner) async throws -> ChildExit {
        switch manner {
        case .stop: try await child.terminate(grace: Self.stopGrace)
        case .kill: try await child.kill()
        }
    }

    /// Ends it in the quickest way that loses nothing it has promised to keep.
    package func end() async throws {
        try await child.end()
    }

    /// SIGSTOP, seen to take effect: connections stay open, nothing is answered.
    package func freeze() async throws {
        try await child.freeze()
    }

    /// SIGCONT, seen to take effect.
    package func thaw() async throws {
        try await child.thaw()
    }

    /// Starts it again on its port after it has ended, and waits until it serves.
    ///
    /// - Throws: as ``start(_:folder:supervisor:program:within:using:)``
    package func startAgain(_ data: RestartData, within limit: Duration = .seconds(20)) async throws {
        precondition(child.exit != nil, "redis is started again while it runs")
        let setup = RedisSetup(spec: spec, folder: folder, program: program, supervisor: supervisor)
        if data == .wipe { try setup.wipe() }
        let port = address.port
        let free = try await withDeadline(Self.portTimeout) {
            while !FreePorts.isFree(port) { try await Task.sleep(for: Self.pollInterval) }
            return true
        }
        guard free == true else { throw Self.portTaken(port) }
        do {
            child = try await setup.begin(port: port, within: limit).child
        } catch let error as PortTaken {
            throw Self.portTaken(error.port)
        }
    }

    private static func portTaken(_ port: UInt16) -> HarnessError {
        HarnessError(
            .environment,
            "port \(port) of 127.0.0.1 is taken, so redis-server cannot listen there",
            remedy: "end what listens there ('ss -ltnp'), or leave redis.port out to get a free one"
        )
    }
}
