import Core
import Redis

extension RedisPause: InjectableFault {
    /// How long the answer to a command has to stay out until the pause counts as seen; an idle Redis answers in less than
    /// a tenth of it.
    private static let silence: Duration = .milliseconds(50)

    /// Seen when a command that was sent during the pause has no answer for a while; healed when the answer comes.
    func inject(_ work: FaultWork) async throws {
        let doors = try await work.fleet.redisDoors(redis)
        try await work.holding("commands of \(redis)") {
            let silent = Observed(0)
            // A pause of everything pauses this as well, and is over after its time.
            let end: @Sendable () async throws -> Void = {
                for door in doors where mode == .write {
                    try await door.talk { try await $0.send("CLIENT", "UNPAUSE") }
                }
            }
            try await work.leavingGivenRedis(end) {
                try await withThrowingDiscardingTaskGroup { group in
                    for door in doors {
                        group.addTask { try await pause(door) { silent.update { $0 += 1 } } }
                    }
                    // Nil only where one of them failed: then the group throws.
                    guard await silent.first(where: { $0 == doors.count }) != nil else { return }
                    try await work.observed()
                    try await work.healing()
                }
            }
            try await work.healed()
        }
    }

    /// Returns when the pause is over.
    private func pause(_ door: RedisDoor, seen: @escaping @Sendable () -> Void) async throws {
        let limit = Duration.milliseconds(forMilliseconds) + RedisDoor.timeout
        try await door.talk(timeout: limit) { client in
            try await client.send("CLIENT", "PAUSE", forMilliseconds, mode.rawValue.uppercased())
            let isAnswered = Observed(false)
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask {
                    try await Self.ask(client, mode)
                    isAnswered.update { $0 = true }
                }
                try await Task.sleep(for: Self.silence)
                guard !isAnswered.value else {
                    throw FaultFailure(reason: "\(door.name) answered although it was told to pause")
                }
                seen()
            }
        }
    }

    private static func ask(_ client: AsyncRedisClient, _ mode: Mode) async throws {
        switch mode {
        case .all: try await client.send("PING")
        // It waits like a write and changes nothing.
        case .write: try await client.send("PUBLISH", "rollcall:pause", "")
        }
    }
}
