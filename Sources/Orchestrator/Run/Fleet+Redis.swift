import Core
import Synchronization

// The Redis.
extension Fleet {
    /// The Redis of this run when it is ours to break.
    func ownRedis() throws -> RedisServer {
        guard case .own(let redis)? = state.withLock({ $0.redis }) else {
            throw FaultFailure(reason: "the Redis of this run was given by URL and is not ours to break")
        }
        return redis
    }

    /// Its end, when no fault asked for it, is a crash like that of a node.
    func watchRedis() {
        newConversation.yield { [board, supervisor] in
            for await child in supervisor.unexpectedEnds where child.name == "redis" {
                guard let exit = child.exit else { continue }
                board.update { $0.fail(child.obituary(of: exit), code: .systemFailed) }
            }
        }
    }
}
