package import Core

/// The sentinel.conf that a sentinel starts from; it writes over it with what it learns.
///
/// What is seeded spares it ten seconds of asking around (reference harness-anchors, section 5.4). Other sentinels are not:
/// one that does not listen yet when it is first tried is tried again only a second later. They find each other by their
/// greetings within a tenth of that, see ``RedisTopology/greetingMilliseconds``.
package struct SentinelConfiguration: Hashable, Sendable {
    package var spec: SentinelSpec
    package var port: UInt16
    /// What other sentinels are told in place of `port`.
    package var announcedPort: UInt16?
    package var folder: String
    /// 40 hexadecimal digits.
    package var id: String
    /// Announced ports.
    package var master: UInt16
    package var replicas: [UInt16]

    package init(
        spec: SentinelSpec,
        port: UInt16,
        announcedPort: UInt16? = nil,
        folder: String,
        id: String,
        master: UInt16,
        replicas: [UInt16]
    ) {
        self.spec = spec
        self.port = port
        self.announcedPort = announcedPort
        self.folder = folder
        self.id = id
        self.master = master
        self.replicas = replicas
    }

    /// Without secrets.
    package var text: String {
        let name = SentinelSpec.masterName
        var lines = [
            "bind 127.0.0.1", "port \(port)", "daemonize no", "dir \(RedisConfiguration.quoted(folder))",
            "sentinel myid \(id)",
        ]
        if let announcedPort { lines += ["sentinel announce-ip 127.0.0.1", "sentinel announce-port \(announcedPort)"] }
        lines += [
            "sentinel monitor \(name) 127.0.0.1 \(master) \(spec.agreeing)",
            "sentinel down-after-milliseconds \(name) \(spec.downAfterMilliseconds)",
            "sentinel failover-timeout \(name) \(spec.failoverTimeoutMilliseconds)",
        ]
        lines += replicas.map { "sentinel known-replica \(name) 127.0.0.1 \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// With what it logs in to the data servers with.
    func text(_ harness: HarnessLogin) -> String {
        let name = SentinelSpec.masterName
        return text
            + "sentinel auth-user \(name) \(HarnessLogin.user)\nsentinel auth-pass \(name) \(harness.password)\n"
    }

    /// An id for `sentinel myid`.
    static func randomID(using generator: inout some RandomNumberGenerator) -> String {
        (0..<40).map { _ in String(UInt8.random(in: 0..<16, using: &generator), radix: 16) }.joined()
    }
}
