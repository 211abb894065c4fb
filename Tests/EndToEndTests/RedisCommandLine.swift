import TestSupport

/// `redis-cli`, which comes with redis-server.
struct RedisCommandLine: Sendable {
    let port: UInt16
    let password: String

    func ask(_ command: String...) async throws -> String {
        let result = try await BuiltProduct.run(
            program: "/usr/bin/redis-cli",
            ["-p", "\(port)"] + command,
            environment: ["REDISCLI_AUTH": password]
        )
        guard result.code == 0 else { throw TrialError("redis-cli: \(result)") }
        return result.output.hasSuffix("\n") ? String(result.output.dropLast()) : result.output
    }
}
