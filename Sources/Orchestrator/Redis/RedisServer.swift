package import Core
import Redis
import Runtime
import Synchronization

/// A process of a ``RedisTopology``, data server or sentinel: a folder, a port of 127.0.0.1 and a life that faults end and
/// begin again.
package final class RedisServer: Sendable {
    /// How long the port may stay taken when it is started again.
    package static let portTimeout: Duration = .seconds(5)
    /// How long SIGTERM may take: it saves first, waits for replicas that lag, and looks at signals ten times a second.
    package static let stopGrace: Duration = .seconds(12)
    private static let pollInterval: Duration = .milliseconds(2)

    struct Life {
        var child: ChildProcess
        var port: UInt16
        /// What others are told in place of `port`.
        var announced: UInt16?
        /// Announced port of the master that it follows, as far as was seen last.
        var replicaOf: UInt16?
    }

    /// `r2` or `s1`.
    package let id: LinkEnd
    /// Of the first life.
    package let version: String
    /// Folder with configuration without secrets, log and data.
    package let folder: String

    let setup: RedisSetup
    private let life: Mutex<Life>

    init(_ setup: RedisSetup, _ life: Life, version: String) {
        self.setup = setup
        (id, folder) = (setup.id, setup.folder)
        self.life = Mutex(life)
        self.version = version
    }

    var present: Life { life.withLock { $0 } }

    /// Where it really listens.
    package var port: UInt16 { present.port }

    /// What masters, replicas and sentinels are told.
    package var announcedPort: UInt16 { present.announced ?? present.port }

    /// How the harness talks to it.
    package var door: RedisDoor { setup.door(port: port) }

    /// The process of the present or last life. Its end, when nobody asked for it, is among
    /// ``Supervisor/unexpectedEnds``.
    package var process: ChildProcess { present.child }

    package var isRunning: Bool { process.exit == nil }

    /// Ends it: with SIGTERM, after which it may save, or with SIGKILL. Returns when it is gone.
    @discardableResult
    package func end(_ manner: StopManner) async throws -> ChildExit {
        switch manner {
        case .stop: try await process.terminate(grace: Self.stopGrace)
        case .kill: try await process.kill()
        }
    }

    /// Ends it in the quickest way that loses nothing it has promised to keep.
    package func end() async throws {
        try await process.end()
    }

    /// SIGSTOP, seen to take effect: connections stay open, nothing is answered.
    package func freeze() async throws {
        try await process.freeze()
    }

    /// SIGCONT, seen to take effect.
    package func thaw() async throws {
        try await process.thaw()
    }

    /// Every thread stands still.
    package var isFrozen: Bool {
        let threads = ProcessTable.threadStates(of: process.processID)
        return isRunning && !threads.isEmpty && threads.allSatisfy(\.isStopped)
    }

    /// Begins another life after the last has ended, and waits until it serves.
    ///
    /// - Throws: ``HarnessError``: 75 the port is taken, 3 it ended or did not answer in time.
    func begin(_ start: RedisSetup.Start, announced: UInt16?, replicaOf: UInt16?, within limit: Duration) async throws {
        precondition(!isRunning, "\(id) is started again while it runs")
        let port = start.port
        let free = try await withDeadline(Self.portTimeout) {
            while !FreePorts.isFree(port) { try await Task.sleep(for: Self.pollInterval) }
            return true
        }
        guard free == true else { throw Self.portTaken(port) }
        do {
            let child = try await setup.begin(start, within: limit).child
            life.withLock { $0 = Life(child: child, port: port, announced: announced, replicaOf: replicaOf) }
        } catch let error as PortTaken {
            throw Self.portTaken(error.port)
        }
    }

    func wasReplica(of master: UInt16?) { life.withLock { $0.replicaOf = master } }

    static func portTaken(_ port: UInt16) -> HarnessError {
        HarnessError(
            .environment,
            "port \(port) of 127.0.0.1 is taken, so redis-server cannot listen there",
            remedy: "end what listens there ('ss -ltnp'), or leave redis.port out to get a free one"
        )
    }
}
