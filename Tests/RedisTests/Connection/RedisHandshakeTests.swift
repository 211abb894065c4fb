import Core
import NIOCore
import Redis
import Testing

@Suite struct RedisHandshakeTests {
    private static func address(user: String? = nil, password: String? = nil, database: Int = 0) -> RedisAddress {
        RedisAddress(port: 7000, username: user, password: password, database: database)
    }

    private static func texts(_ handshake: RedisHandshake) -> [String] {
        handshake.commands.map { command in
            (0..<command.count).map { String(buffer: command[$0]) }.joined(separator: " ")
        }
    }

    /// Answers in turn and returns what came of the last one.
    private static func run(_ handshake: RedisHandshake, _ replies: [RedisReply]) -> RedisHandshake.Action {
        var handshake = handshake
        var action = RedisHandshake.Action.wait
        for reply in replies where action == .wait { action = handshake.received(reply) }
        return action
    }

    private static func info(_ version: String) -> RedisReply {
        .bulk("# Server\r\nredis_version:\(version)\r\nrun_id:abc123\r\n")
    }

    private static let standalone: [RedisReply] = [
        info("7.0.15"), .bulk("# Replication\r\nrole:master\r\n"), .bulk("# Cluster\r\ncluster_enabled:0\r\n"),
        .simple("PONG"),
    ]

    private static func failure(_ action: RedisHandshake.Action) -> RedisError? {
        if case .fail(let error) = action { error } else { nil }
    }

    @Test func saysOnlyWhatIsNeeded() {
        let plain = RedisHandshake(address: Self.address(), clientName: nil)
        #expect(Self.texts(plain) == ["INFO server", "INFO replication", "INFO cluster", "PING"])
        let password = RedisHandshake(address: Self.address(password: "p"), clientName: nil)
        #expect(Self.texts(password).first == "AUTH p")
        let all = RedisHandshake(address: Self.address(user: "u", password: "p", database: 3), clientName: "n1.sub")
        #expect(Self.texts(all).prefix(3) == ["AUTH u p", "CLIENT SETNAME n1.sub", "SELECT 3"])
    }

    @Test func isReadyAfterTheLastReply() {
        let handshake = RedisHandshake(address: Self.address(), clientName: nil)
        let ready = RedisServerInfo(version: RedisVersion(7, 0, 15), runID: "abc123", role: "master")
        #expect(Self.run(handshake, Self.standalone.dropLast()) == .wait)
        #expect(Self.run(handshake, Self.standalone) == .ready(ready))
    }

    @Test(arguments: [
        ("WRONGPASS invalid username-password pair or user is disabled.", "Wrong user or password"),
        ("ERR AUTH <password> called without any password configured for the default user.", "has none"),
        ("ERR invalid password", "Wrong user or password"),
    ])
    func aRefusedLoginNamesTheRemedy(_ line: String, _ part: String) throws {
        let handshake = RedisHandshake(address: Self.address(password: "hunter2"), clientName: nil)
        let error = try #require(Self.failure(Self.run(handshake, [.error(line)])))
        #expect(error.code == .authenticationFailed)
        #expect(error.message.contains(part), "\(error)")
        #expect(!error.message.contains("hunter2"))
    }

    @Test func aMissingPasswordIsSaidSo() throws {
        let handshake = RedisHandshake(address: Self.address(), clientName: nil)
        let error = try #require(Self.failure(Self.run(handshake, [.error("NOAUTH Authentication required.")])))
        #expect(error.code == .authenticationFailed)
        #expect(error.message.contains("none was given"))
    }

    @Test func aClusterIsRefused() throws {
        var replies = Self.standalone
        replies[2] = .bulk("# Cluster\r\ncluster_enabled:1\r\n")
        let handshake = RedisHandshake(address: Self.address(), clientName: nil)
        let error = try #require(Self.failure(Self.run(handshake, replies)))
        #expect(error.code == .clusterRefused)
        #expect(error.message.contains("cluster mode"))
    }

    @Test(arguments: ["6.0.0", "5.0.14", "2.8.24"]) func anOldServerIsRefused(_ version: String) throws {
        let handshake = RedisHandshake(address: Self.address(), clientName: nil)
        let error = try #require(Self.failure(Self.run(handshake, [Self.info(version)])))
        #expect(error.code == .serverTooOld)
        #expect(error.message.contains(version) && error.message.contains("6.2 or newer"))
    }

    @Test(arguments: [
        "LOADING Redis is loading the dataset in memory",
        "MASTERDOWN Link with MASTER is down", "BUSY Redis is busy running a script",
    ])
    func aServerThatServesNobodyYetMayMend(_ line: String) throws {
        let handshake = RedisHandshake(address: Self.address(), clientName: nil)
        let error = try #require(Self.failure(Self.run(handshake, Self.standalone.dropLast() + [.error(line)])))
        #expect(error.code == .notReady)
        #expect(error.mayMend)
    }

    @Test func aUserWhoMayNotLookIsLetIn() {
        let denied = RedisReply.error("NOPERM this user has no permissions to run the 'info' command")
        let handshake = RedisHandshake(address: Self.address(), clientName: "n1")
        #expect(Self.run(handshake, [denied, denied, denied, denied, .simple("PONG")]) == .ready(RedisServerInfo()))
    }

    @Test func aDatabaseThatDoesNotExistIsAnError() throws {
        let handshake = RedisHandshake(address: Self.address(database: 99), clientName: nil)
        let error = try #require(Self.failure(Self.run(handshake, [.error("ERR DB index is out of range")])))
        #expect(error.code == .handshakeFailed)
        #expect(error.message.contains("SELECT") && error.message.contains("out of range"))
    }

    @Test func whatNamesNoVersionIsNoRedis() throws {
        let handshake = RedisHandshake(address: Self.address(), clientName: nil)
        let error = try #require(Self.failure(Self.run(handshake, [.bulk("hello")])))
        #expect(error.code == .protocolViolation)
    }
}
