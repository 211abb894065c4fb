import Core
import Synchronization

/// The harness's own ear at one data server, and nobody's else: it goes through no link, and faults that close connections
/// leave it alone. Each kind of backplane is listened to in a way of its own.
protocol Witness: Sendable {
    /// Listens no more, and closes its history. To be called once.
    func end() async throws
}

extension Fleet {
    /// One for each data server, before any node is there.
    func startWitnesses(_ redis: RunRedis) async throws {
        for server in plan.dataServers {
            let post = WitnessPost(server, of: redis, plan: plan, folder: folder) { [board] error in
                board.update { $0.fail(error) }
            }
            let witness: any Witness =
                switch plan.scenario.nodes.backplane {
                case .signalr, .pubsub: try await PubSubWitness.begin(post)
                case .stream: try await StreamWitness.begin(post)
                }
            state.withLock { $0.witnesses.append(witness) }
        }
    }

    /// Again does nothing.
    func endWitnesses() async throws {
        let witnesses = state.withLock { state in
            defer { state.witnesses = [] }
            return state.witnesses
        }
        for witness in witnesses { try await witness.end() }
    }
}
