/// What a data server says of its settings; nil where it does not let us ask.
package struct ServerSettings: Hashable, Sendable {
    package var address: ServerAddress
    /// By their names in `CONFIG GET`.
    package var values: [String: String]?
    package var replication: ReplicationInfo?

    package init(address: ServerAddress, values: [String: String]?, replication: ReplicationInfo?) {
        self.address = address
        self.values = values
        self.replication = replication
    }
}

/// Looks at what can be seen of the protocol's assumptions when a node starts.
package enum SettingsCheck {
    package enum Assumption: String, Hashable, Sendable, CaseIterable {
        case durableServers = "A1"
        case fixedSet = "A2"
        case failuresDoNotOverlap = "A3"
        case nobodyDestroysData = "A4"
    }

    /// What a run with these settings can promise.
    package enum Contract: String, Hashable, Sendable {
        case exactlyOnce = "exactly-once"
        /// What is lost is told.
        case gapSignalled = "gap-signalled"
    }

    package struct Finding: Hashable, Sendable {
        package enum Outcome: String, Hashable, Sendable {
            /// Seen to hold.
            case held
            /// Seen not to hold: the contract is the weaker one.
            case broken
            /// Could not be looked at.
            case unchecked
        }

        package var assumption: Assumption
        package var outcome: Outcome
        /// What was seen where, and what to set instead.
        package var text: String
    }

    package struct Report: Hashable, Sendable {
        package var findings: [Finding]

        /// What could not be checked is believed; what is broken is not.
        package var contract: Contract {
            findings.contains { $0.outcome == .broken } ? .gapSignalled : .exactlyOnce
        }
    }

    private static let durable = [
        ("appendonly", "yes"), ("appendfsync", "always"), ("aof-load-truncated", "yes"),
        ("no-appendfsync-on-rewrite", "no"),
    ]

    /// - Parameter configured: the data servers as the node was told.
    package static func report(_ servers: [ServerSettings], configured: [ServerAddress]) -> Report {
        var findings: [Finding] = []
        for address in configured {
            let server = servers.first { $0.address == address }
            findings += settings(address, server?.values)
            if let replication = server?.replication, replication.isMaster {
                findings += set(address, replication, configured)
            }
        }
        if !servers.contains(where: { $0.replication?.isMaster == true }), configured.count > 1 {
            let text = "No master could be asked for its replicas."
            findings.append(Finding(assumption: .fixedSet, outcome: .unchecked, text: text))
        }
        let overlap = "Whether two servers will fail at once cannot be seen in advance."
        findings.append(Finding(assumption: .failuresDoNotOverlap, outcome: .unchecked, text: overlap))
        let destroyed =
            "Whether somebody will delete or replace data cannot be seen in advance; it is told when it happened."
        findings.append(Finding(assumption: .nobodyDestroysData, outcome: .unchecked, text: destroyed))
        return Report(findings: findings)
    }

    private static func settings(_ address: ServerAddress, _ values: [String: String]?) -> [Finding] {
        guard let values else {
            let text = "\(address) does not answer CONFIG GET; it needs appendonly yes and appendfsync always."
            return [Finding(assumption: .durableServers, outcome: .unchecked, text: text)]
        }
        var findings = durable.map { name, wanted in
            finding(.durableServers, address, name, found: values[name], isRight: values[name] == wanted, wanted)
        }
        let policy = values["maxmemory-policy"]
        let isBounded = values["maxmemory"].map { $0 != "0" } ?? true
        findings.append(
            finding(
                .nobodyDestroysData,
                address,
                "maxmemory-policy",
                found: policy,
                isRight: policy == "noeviction" || !isBounded,
                "noeviction"
            )
        )
        return findings
    }

    private static func finding(
        _ assumption: Assumption,
        _ address: ServerAddress,
        _ name: String,
        found: String?,
        isRight: Bool,
        _ wanted: String
    ) -> Finding {
        guard let found else {
            let text = "\(address) does not tell \(name); it has to be \(wanted)."
            return Finding(assumption: assumption, outcome: .unchecked, text: text)
        }
        let text = isRight ? "\(address): \(name) \(found)" : "\(address) has \(name) \(found); it has to be \(wanted)."
        return Finding(assumption: assumption, outcome: isRight ? .held : .broken, text: text)
    }

    /// The master's replicas against the configured set.
    private static func set(
        _ master: ServerAddress,
        _ replication: ReplicationInfo,
        _ configured: [ServerAddress]
    ) -> [Finding] {
        var findings: [Finding] = []
        let seen = Set(replication.links.map(\.address))
        for stranger in seen.subtracting(configured).sorted(by: { $0.description < $1.description }) {
            let text =
                "\(stranger) replicates from \(master) and is not configured: it could be promoted without having "
                + "what was committed. Detach it, or configure it in every node."
            findings.append(Finding(assumption: .fixedSet, outcome: .broken, text: text))
        }
        let missing = configured.filter { $0 != master && !seen.contains($0) }
        for address in missing {
            let text = "\(address) does not replicate from \(master) now: nothing new is acknowledged until it does."
            findings.append(Finding(assumption: .fixedSet, outcome: .unchecked, text: text))
        }
        if findings.isEmpty {
            let text = "\(master) has the configured replicas and no other."
            findings.append(Finding(assumption: .fixedSet, outcome: .held, text: text))
        }
        return findings
    }
}
