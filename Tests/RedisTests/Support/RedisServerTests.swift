import Redis
import TestSupport
import Testing

/// The fixture itself.
extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct RedisServerTests {
        @Test func isGoneWhenTheBodyEnds() async throws {
            let pid = try await withRedisServer { server in try #require(await server.pid) }
            #expect(!ProcessTable.holds(pid))
        }

        @Test func isGoneWhenTheBodyThrows() async throws {
            struct Stop: Error { var pid: Int32 }
            let stop = try await #require(throws: Stop.self) {
                try await withRedisServer { server in throw Stop(pid: try #require(await server.pid)) }
            }
            #expect(!ProcessTable.holds(stop.pid))
        }

        @Test func keepsItsPortOverARestart() async throws {
            try await withRedisServer { server in
                let pid = try #require(await server.pid)
                try await server.restart()
                #expect(await server.pid != pid)
                #expect(!ProcessTable.holds(pid))
                try await withClient(RedisOptions(address: server.address)) { redis in
                    let reply = try await redis.send("PING")
                    #expect(reply == .simple("PONG"))
                }
                await server.stop()
                #expect(await server.pid == nil)
                #expect(await server.log.contains("Redis is now ready to exit"))
            }
        }

        @Test func aConfigurationThatRedisRefusesShowsItsWords() async throws {
            let error = try await #require(throws: RedisServerError.self) {
                try await withRedisServer(.init(config: ["no-such-setting 1"])) { _ in }
            }
            #expect(error.description.contains("no-such-setting"))
        }
    }
}
