import Core

extension DetailTables {
    /// As the checker counted them, or where it did not, by the node that a client was connected to last.
    var nodes: ReportTable? {
        guard let verdict = run.verdict else { return nil }
        guard verdict.nodes.isEmpty else {
            return ReportTable(
                "nodes",
                caption: "Nodes",
                columns: [
                    "node", .number("clients"), .number("delivered"), .number("lost"), "state", .number("island"),
                ],
                rows: verdict.nodes.map { node in
                    [
                        .init("\(node.node)"), .init(Figures.grouped(node.clients)),
                        .init(Figures.grouped(node.delivered)), count(node.lost),
                        state(of: node),
                        .init(node.island.map { "\($0)" } ?? "\u{2013}"),
                    ]
                }
            )
        }
        let groups = Dictionary(grouping: verdict.clients) { $0.node }
        return ReportTable(
            "nodes",
            caption: "Nodes, each with the clients that were connected to it last",
            columns: ["node", .number("clients"), .number("delivered"), .number("lost"), .number("duplicated")],
            rows: groups.sorted { ($0.key?.number ?? 0) < ($1.key?.number ?? 0) }.map { node, clients in
                [
                    .init(node.map { "\($0)" } ?? "none"), .init(Figures.grouped(clients.count)),
                    .init(Figures.grouped(clients.reduce(0) { $0 + $1.delivered })),
                    count(clients.reduce(0) { $0 + $1.lost }), count(clients.reduce(0) { $0 + $1.duplicated }),
                ]
            }
        )
    }

    var witnesses: ReportTable? {
        run.verdict.map { verdict in
            ReportTable(
                "witnesses",
                caption: "Witnesses: what Redis carried, listened to apart from every node",
                columns: [
                    "witness", .number("messages"), .number("others"), .number("ids that went back"),
                    .number("not listening"),
                ],
                rows: verdict.witnesses.map { witness in
                    [
                        .init(witness.name), .init(Figures.grouped(witness.messages)),
                        .init(Figures.grouped(witness.others)), count(witness.idsBack),
                        .init(TimeSpan.duration(witness.deafNanoseconds)),
                    ]
                }
            )
        }
    }

    var resources: ReportTable? {
        run.verdict.map { verdict in
            ReportTable(
                "resources",
                caption: "Resources before traffic and after everything had settled",
                columns: ["resource", "of", .number("before"), .number("after"), .number("difference")],
                rows: verdict.resources.map { reading in
                    let unit = reading.resource == .memory ? " B" : ""
                    let difference = reading.after - reading.before
                    return [
                        .init(reading.resource.rawValue), .init(reading.owner),
                        .init(Figures.grouped(reading.before) + unit), .init(Figures.grouped(reading.after) + unit),
                        .init((difference > 0 ? "+" : "") + Figures.grouped(difference) + unit),
                    ]
                }
            )
        }
    }

    var clients: ReportTable? {
        guard let verdict = run.verdict, !verdict.clients.isEmpty else { return nil }
        let withUser = verdict.clients.contains { $0.user != nil }
        let withApp = verdict.clients.contains { $0.app != nil }
        var columns: [ReportTable.Column] = ["client", "node"]
        if withApp { columns.append("app") }
        if withUser { columns.append("user") }
        columns += [
            .number("owed"), .number("delivered"), .number("lost"), .number("duplicated"), .number("out of order"),
            .number("strays"), .number("redelivered"), .number("lives"), .number("resumed"), .number("disconnects"),
            "at the end",
        ]
        return ReportTable(
            "clients",
            caption: "Clients",
            columns: columns,
            rows: listed(verdict.clients).map { client in
                var row: [ReportTable.Cell] = [
                    .init("\(client.client)"), .init(client.node.map { "\($0)" } ?? "\u{2013}"),
                ]
                if withApp { row.append(.init(client.app ?? "")) }
                if withUser { row.append(.init(client.user ?? "")) }
                return row + [
                    .init(Figures.grouped(client.expected)), .init(Figures.grouped(client.delivered)),
                    count(client.lost), count(client.duplicated), count(client.outOfOrder), count(client.strays),
                    .init(Figures.grouped(client.redeliveries)), .init("\(client.lives)"), .init("\(client.resumes)"),
                    .init("\(client.disconnects)"), client.alive ? "answered" : .init("silent", .muted),
                ]
            },
            rowsMax: Self.clientsMax
        )
    }

    /// All of them, or of very many those with findings first.
    private func listed(_ clients: [ClientSummary]) -> [ClientSummary] {
        guard clients.count > Self.clientsMax else { return clients }
        let told = clients.filter(hasFindings)
        let others = clients.lazy.filter { !hasFindings($0) }.prefix(max(0, Self.clientsMax - told.count))
        return Array((told.prefix(Self.clientsMax) + others)).sorted { $0.client < $1.client }
    }

    private func hasFindings(_ client: ClientSummary) -> Bool {
        client.lost + client.duplicated + client.outOfOrder + client.strays > 0
    }

    /// What the folded table says of itself.
    var clientSummary: String {
        let clients = run.verdict?.clients ?? []
        let told = clients.count(where: hasFindings)
        let what = told == 0 ? "none with a finding" : "\(Figures.grouped(told)) with findings"
        return "\(Figures.grouped(clients.count)) clients, \(what)"
    }

    var clientNote: String? {
        let count = run.verdict?.clients.count ?? 0
        guard count > Self.clientsMax else { return nil }
        return
            "The table has \(Figures.grouped(Self.clientsMax)) of \(Figures.grouped(count)) clients, those with findings "
            + "first; verdict.json has all."
    }

    private func count(_ value: Int) -> ReportTable.Cell {
        .init(Figures.grouped(value), value > 0 ? .bad : .plain)
    }
}
