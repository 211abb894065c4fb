package import Core

/// What a Redis with sentinels is started with for a test.
package struct SentinelOptions: Sendable {
    package var replicas: Int
    package var sentinels: Int
    package var downAfterMilliseconds: Int
    /// Of the data servers; replicas and sentinels log in with it.
    package var password: String?
    /// Of the sentinels.
    package var sentinelPassword: String?

    package init(
        replicas: Int = 1,
        sentinels: Int = 3,
        downAfterMilliseconds: Int = 300,
        password: String? = nil,
        sentinelPassword: String? = nil
    ) {
        self.replicas = replicas
        self.sentinels = sentinels
        self.downAfterMilliseconds = downAfterMilliseconds
        self.password = password
        self.sentinelPassword = sentinelPassword
    }
}

/// Runs a test against a master of its own, with replicas in sync and sentinels that know all of them. Everything is gone
/// when the body ends, however it ends.
package func withSentinels<Result>(
    _ options: SentinelOptions = SentinelOptions(),
    _ body: (SentinelDeployment) async throws -> Result
) async throws -> Result {
    let deployment = try SentinelDeployment(options)
    do {
        try await deployment.start()
        let result = try await body(deployment)
        await deployment.tearDown()
        return result
    } catch {
        await deployment.tearDown()
        throw error
    }
}

/// A master, its replicas and its sentinels; made by `withSentinels`.
package struct SentinelDeployment: Sendable {
    package static let masterName = "rollcall"
    private static let readyTimeout: Duration = .seconds(20)
    /// A sentinel that stood still for two seconds does nothing for the next thirty.
    private static let failoverTimeout: Duration = .seconds(90)

    /// The first one is the first master.
    package let servers: [RedisServer]
    package let sentinels: [RedisServer]
    private let options: SentinelOptions

    init(_ options: SentinelOptions) throws {
        self.options = options
        let ports = try (0..<(1 + options.replicas + options.sentinels)).map { _ in try FreePort.find() }
        let data = Array(ports.prefix(1 + options.replicas))
        let watching = Array(ports.dropFirst(1 + options.replicas))
        servers = try data.map { port in
            let master = port == data[0] ? nil : data[0]
            return try RedisServer(
                RedisServerOptions(
                    password: options.password,
                    config: Self.config(master: master, options.password),
                    port: port
                )
            )
        }
        sentinels = try watching.indices.map { place in
            try RedisServer(
                RedisServerOptions(
                    password: options.sentinelPassword,
                    config: Self.sentinelConfig(place, of: watching, data: data, options),
                    isSentinel: true,
                    port: watching[place]
                )
            )
        }
    }

    /// Where the master is found; the login is that of the data servers.
    package func endpoint(
        _ discovery: MasterDiscovery = .follow,
        masterName: String = SentinelDeployment.masterName,
        routes: [UInt16: UInt16] = [:]
    ) -> SentinelEndpoint {
        SentinelEndpoint(
            masterName: masterName,
            sentinels: sentinels.map(\.address),
            login: servers[0].address,
            discovery: discovery,
            routes: routes
        )
    }

    /// Lines that make a server a replica of this one.
    package func replicaConfig(of master: RedisServer) -> [String] {
        Self.config(master: master.port, options.password)
    }

    private static func config(master: UInt16?, _ password: String?) -> [String] {
        var lines = ["repl-diskless-sync-delay 0"]
        if let master { lines.append("replicaof 127.0.0.1 \(master)") }
        if let password { lines.append("masterauth \(password)") }
        return lines
    }

    /// With replicas and other sentinels in it nobody has to be discovered, which takes up to 10 s.
    private static func sentinelConfig(
        _ place: Int,
        of sentinels: [UInt16],
        data: [UInt16],
        _ options: SentinelOptions
    ) -> [String] {
        let identity = { (place: Int) in String(repeating: "\(place)", count: 40) }
        var lines = [
            "sentinel myid \(identity(place))",
            "sentinel monitor \(masterName) 127.0.0.1 \(data[0]) \(sentinels.count / 2 + 1)",
            "sentinel down-after-milliseconds \(masterName) \(options.downAfterMilliseconds)",
            "sentinel failover-timeout \(masterName) 2000",
        ]
        if let password = options.password { lines.append("sentinel auth-pass \(masterName) \(password)") }
        if let password = options.sentinelPassword { lines.append("sentinel sentinel-pass \(password)") }
        for port in data.dropFirst() { lines.append("sentinel known-replica \(masterName) 127.0.0.1 \(port)") }
        for (other, port) in sentinels.enumerated() where other != place {
            lines.append("sentinel known-sentinel \(masterName) 127.0.0.1 \(port) \(identity(other))")
        }
        return lines
    }

    fileprivate func start() async throws {
        try await startAll(servers)
        try await startAll(sentinels)
        let deadline = ContinuousClock.now + Self.readyTimeout
        for replica in servers.dropFirst() {
            try await replica.wait(for: "INFO replication", toShow: ["master_link_status:up"], until: deadline)
        }
        for sentinel in sentinels {
            _ = await RedisProbe.reply(
                to: "SENTINEL DEBUG publish-period 250 info-period 500",
                port: sentinel.port,
                password: options.sentinelPassword,
                until: deadline
            )
            let counts = "slaves=\(options.replicas),sentinels=\(options.sentinels)"
            try await sentinel.wait(for: "INFO sentinel", toShow: ["status=ok", counts], until: deadline)
        }
    }

    /// From now on the sentinels leave a master alone that they have replaced: its clients stay until they leave themselves.
    package func keepsReplacedMasters() async throws {
        // It is turned into a replica after four such periods; a change of master is made known at once all the same.
        for sentinel in sentinels {
            _ = await ask(sentinel, "SENTINEL DEBUG publish-period 600000", until: .now + Self.readyTimeout)
        }
    }

    /// Has one sentinel make a replica the master, and returns when it names another one than before. A sentinel that
    /// cannot go through with it in time, under load, gives it up; it is asked again then.
    package func failOver(by sentinel: Int) async throws {
        let sentinel = sentinels[sentinel]
        let deadline = ContinuousClock.now + Self.failoverTimeout
        let (address, details) = ("SENTINEL GET-MASTER-ADDR-BY-NAME", "SENTINEL MASTER")
        let old = await ask(sentinel, "\(address) \(Self.masterName)", until: deadline)
        var isUnderWay = false
        while ContinuousClock.now < deadline {
            // Refused where one is under way, or no replica has told of itself lately.
            if !isUnderWay { _ = await ask(sentinel, "SENTINEL FAILOVER \(Self.masterName)", until: deadline) }
            if let named = await ask(sentinel, "\(address) \(Self.masterName)", until: deadline), named != old {
                return
            }
            let flags = await ask(sentinel, "\(details) \(Self.masterName)", until: deadline) ?? ""
            isUnderWay = flags.contains("failover_in_progress")
            try await Task.sleep(for: .milliseconds(5))
        }
        throw RedisServerError("the sentinel at port \(sentinel.port) made no other server the master in time")
    }

    private func ask(
        _ sentinel: RedisServer,
        _ command: String,
        until deadline: ContinuousClock.Instant
    ) async -> String? {
        await RedisProbe.reply(to: command, port: sentinel.port, password: options.sentinelPassword, until: deadline)
    }

    private func startAll(_ servers: [RedisServer]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for server in servers { group.addTask { try await server.start() } }
            try await group.waitForAll()
        }
    }

    fileprivate func tearDown() async {
        await withTaskGroup(of: Void.self) { group in
            for server in sentinels + servers { group.addTask { await server.tearDown() } }
        }
    }
}

extension RedisServer {
    /// Waits until the answer to a command contains all of these.
    fileprivate nonisolated func wait(
        for command: String,
        toShow parts: [String],
        until deadline: ContinuousClock.Instant
    ) async throws {
        while ContinuousClock.now < deadline {
            let text =
                await RedisProbe.reply(to: command, port: port, password: address.password, until: deadline) ?? ""
            if parts.allSatisfy(text.contains) { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw RedisServerError("the Redis of a test at port \(port) did not show \(parts) in time")
    }
}
