import Core

extension SyntheticRun {
    /// Writes all histories below an existing folder, which has an empty `histories` in it.
    package func write(to folder: String) throws(HistoryFileError) {
        try writeOrchestrator(folder)
        for node in manifest.nodes { try writeNode(node.number, folder) }
        for process in 0..<processes { try writeClients(process, folder) }
        try writeWitness(folder)
    }

    private func writer(
        _ role: HistoryRole,
        _ process: UInt32,
        _ name: String,
        _ folder: String
    ) throws(HistoryFileError) -> HistoryWriter {
        var header = HistoryHeader.current(role: role, process: process, run: Self.run)
        header.openedAt = Self.start
        return try HistoryWriter(path: "\(folder)/histories/\(name).history", header: header)
    }

    /// How long each part of the way of a message takes, nanoseconds after it was sent.
    private enum Delay {
        static let accepted: UInt64 = 20_000
        static let written: UInt64 = 60_000
        static let carried: UInt64 = 70_000
        static let received: UInt64 = 80_000
        static let handed: UInt64 = 85_000
        static let delivered: UInt64 = 90_000
        static let ended: UInt64 = 100_000
    }

    private func writeOrchestrator(_ folder: String) throws(HistoryFileError) {
        let writer = try writer(.orchestrator, 1, "orchestrator", folder)
        let phases: [(RunPhase, UInt64)] = [
            (.starting, Self.start), (.connecting, Self.start + 500_000_000), (.traffic, trafficBegan),
        ]
        for (phase, time) in phases { try writer.append(.init(.phase, subject: phase.rawValue, time: time)) }
        if !places.outage.isEmpty {
            let (begin, end) = (sentAt(places.outage.lowerBound), sentAt(places.outage.upperBound))
            let times: [(HistoryKind, UInt64)] = [
                (.faultInvoked, begin - 50_000), (.faultObserved, begin - 20_000), (.healInvoked, end - 60_000),
                (.healObserved, end - 10_000),
            ]
            for (kind, time) in times { try writer.append(.init(kind, subject: 1, time: time, detail: 1)) }
        }
        let last: [(RunPhase, UInt64)] = [(.settling, sentAt(messages)), (.checking, end)]
        for (phase, time) in last { try writer.append(.init(.phase, subject: phase.rawValue, time: time)) }
        try writer.close()
    }

    private func writeNode(_ node: UInt32, _ folder: String) throws(HistoryFileError) {
        let writer = try writer(.node, node, "n\(node)", folder)
        func note(_ kind: HistoryKind, _ message: Int, _ delay: UInt64, extra: UInt64) throws(HistoryFileError) {
            try writer.append(
                .init(
                    kind,
                    subject: node,
                    time: sentAt(message) + delay,
                    publisher: publisher(of: message),
                    sequence: sequence(of: message),
                    extra: extra
                )
            )
        }
        try writer.append(.init(.backplane, subject: node, time: Self.start + 1_000, flags: 1))
        let copies = UInt64(clientCount(of: node))
        for message in 0..<messages {
            if node == nodes, !places.outage.isEmpty {
                if message == places.outage.lowerBound {
                    try writer.append(.init(.backplane, subject: node, time: sentAt(message) - 10_000))
                } else if message == places.outage.upperBound {
                    try writer.append(.init(.backplane, subject: node, time: sentAt(message) - 10_000, flags: 1))
                }
            }
            let id = UInt64(message + 1)
            if self.node(of: carrier(of: publisher(of: message))) == node {
                try note(.accepted, message, Delay.accepted, extra: 0)
                try note(.written, message, Delay.written, extra: id)
            }
            if node == nodes, places.outage.contains(message) { continue }
            try note(.received, message, Delay.received, extra: id)
            try note(.handed, message, Delay.handed, extra: copies)
        }
        try writer.close()
    }

    private func writeWitness(_ folder: String) throws(HistoryFileError) {
        let writer = try writer(.witness, 1, "witness-r1", folder)
        try writer.append(.init(.witnessListening, subject: 1, time: Self.start + 1_000))
        for message in 0..<messages {
            try writer.append(
                .init(
                    .carried,
                    subject: 1,
                    time: sentAt(message) + Delay.carried,
                    publisher: publisher(of: message),
                    sequence: sequence(of: message),
                    extra: UInt64(message + 1)
                )
            )
        }
        try writer.append(.init(.witnessDeaf, subject: 1, time: end, flags: 1))
        try writer.close()
    }

    private func writeClients(_ process: Int, _ folder: String) throws(HistoryFileError) {
        let own = clients(of: process)
        let writer = try writer(.client, UInt32(process + 1), "clients-\(process + 1)", folder)
        for client in own {
            let detail = UInt16(node(of: client))
            let (subject, time) = (UInt32(client), Self.start + 600_000_000 + UInt64(client) * 1_000)
            try writer.append(.init(.connectInvoked, subject: subject, time: time, detail: detail))
            try writer.append(.init(.connected, subject: subject, time: time + 500, detail: detail))
        }
        for message in 0..<messages {
            if carrier(of: publisher(of: message)) % processes == process { try publish(message, writer) }
            let defects = places.defects[message]
            let isOut = places.outage.contains(message)
            for client in own {
                if isOut, self.isOut(client) { continue }
                guard let defects, let defect = defects[client] else {
                    try deliver(message, to: client, writer)
                    continue
                }
                switch defect {
                case .lost, .late: break
                case .doubled:
                    try deliver(message, to: client, writer)
                    try deliver(message, to: client, writer)
                case .overtaking:
                    try deliver(message, to: client, writer)
                    try deliver(message - publishers, to: client, writer, at: message)
                }
            }
        }
        for client in own { try writer.append(.init(.alive, subject: UInt32(client), time: end - 1_000)) }
        try writer.close()
    }

    /// `later` is the message at whose time it comes; nil for its own.
    @inline(__always)
    private func deliver(
        _ message: Int,
        to client: Int,
        _ writer: HistoryWriter,
        at later: Int? = nil
    ) throws(HistoryFileError) {
        let sent = sentAt(message)
        try writer.append(
            .init(
                .delivered,
                subject: UInt32(client),
                time: (later.map(sentAt) ?? sent) + Delay.delivered + UInt64(client & 63) * 100,
                publisher: publisher(of: message),
                sequence: sequence(of: message),
                extra: sent
            )
        )
    }

    private func publish(_ message: Int, _ writer: HistoryWriter) throws(HistoryFileError) {
        let publisher = publisher(of: message)
        var record = HistoryRecord(
            .publishInvoked,
            subject: UInt32(carrier(of: publisher)),
            time: sentAt(message),
            flags: message >= messages - publishers ? PublishFlags.sentinel.rawValue : 0,
            detail: 1,
            publisher: publisher,
            sequence: sequence(of: message)
        )
        try writer.append(record)
        record.kind = .publishEnded
        record.flags = Outcome.ok.rawValue
        record.time += Delay.ended
        try writer.append(record)
    }
}
