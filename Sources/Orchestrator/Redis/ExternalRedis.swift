package import Core
import Redis

/// A Redis that was given and that we did not start: it is looked at and used, never stopped, flushed or reconfigured.
package struct ExternalRedis: Hashable, Sendable {
    package let address: RedisAddress
    package let version: String

    /// Looks whether it can be used.
    ///
    /// - Throws: ``HarnessError`` with code 65 for a text that is no address, with 69 for a Redis that cannot be reached,
    ///   refuses the password, is a cluster, or is older than 6.2. No password is in its message.
    package static func check(url: String, within limit: Duration = .seconds(1)) async throws -> ExternalRedis {
        let address: RedisAddress
        do {
            address = try RedisAddress(url: url)
        } catch {
            throw HarnessError(.scenario, "redis.url: \(error.description)")
        }
        do {
            let answer = try await RedisProbe.ask(address, patience: limit)
            return ExternalRedis(address: address, version: answer.server.version?.description ?? "unknown")
        } catch let error as RedisError {
            throw HarnessError(.unavailable, error.message)
        }
    }
}
