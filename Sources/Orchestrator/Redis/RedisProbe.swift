import Core
import NIOCore
import NIOPosix
import Redis

/// Connects to a Redis once, to see that it serves and who it is.
enum RedisProbe {
    /// For connecting, and for the one question asked.
    static let timeout: Duration = .seconds(2)

    struct Answer {
        var server: RedisServerInfo
        /// What it tells of itself; nil where our user may not ask.
        var processID: Int32?
    }

    /// One attempt. The connection itself refuses a wrong password, cluster mode, a version that is too old, and a server
    /// that is still loading.
    ///
    /// - Parameter patience: how long to try again where time may help.
    /// - Throws: `RedisError`
    static func ask(_ address: RedisAddress, patience: Duration = .zero) async throws -> Answer {
        let client = try await AsyncRedisClient.connect(
            options: RedisOptions(
                address: address,
                clientName: "rollcall-probe",
                connectTimeout: timeout,
                commandTimeout: timeout
            ),
            on: MultiThreadedEventLoopGroup.singleton.any(),
            patience: patience
        )
        // A user that may not ask gets an error; then only the process id stays unknown.
        let reply = try? await client.send("INFO", "server")
        await client.close()
        let process = reply?.string.flatMap { RedisInfoFields($0)["process_id"] }
        return Answer(server: client.serverInfo, processID: process.flatMap { Int32($0) })
    }
}
