import Core

extension DetailTables {
    var latency: ReportTable? {
        verdict.map { verdict in
            func row(_ name: String, _ summary: LatencySummary) -> [ReportTable.Cell] {
                [
                    .init(name), .init(Figures.grouped(Int(summary.count))), .init(TimeSpan.duration(summary.p50)),
                    .init(TimeSpan.duration(summary.p90)), .init(TimeSpan.duration(summary.p99)),
                    .init(TimeSpan.duration(summary.p999)), .init(TimeSpan.duration(summary.max)),
                ]
            }
            var rows: [[ReportTable.Cell]] = []
            if verdict.latency.count > 0 { rows.append(row("all", verdict.latency)) }
            let outside = verdict.measures.latencyOutsideFaults
            if outside.count > 0 {
                rows.append(row("outside faults", outside))
            }
            return ReportTable(
                "latency",
                caption: "Latency, from the first attempt of a publish to the application",
                columns: [
                    "which", .number("deliveries"), .number("median"), .number("p90"), .number("p99"), .number("p99.9"),
                    .number("longest"),
                ],
                rows: rows
            )
        }
    }

    var measures: ReportTable? {
        verdict.map { verdict in
            let found = verdict.measures
            return ReportTable(
                "measures",
                caption: "Measures",
                columns: ["what", .number("measured"), "who"],
                rows: [
                    row(
                        "longest silence in which something was owed",
                        found.gapMax.map(TimeSpan.duration),
                        found.gapClient.map { "\($0)" }
                    ),
                    row("connections in the busiest second", found.connectsPerSecondMax.map(Figures.grouped)),
                    row("reconnects", Figures.grouped(found.reconnects)),
                    row(
                        "reconnects of one client",
                        Figures.grouped(found.reconnectsMax),
                        found.reconnectsClient.map { "\($0)" }
                    ),
                    row("lives begun anew", Figures.grouped(found.newLives)),
                    row(
                        "attempts to publish that were acknowledged",
                        found.publishAvailability.map { TimeSpan.decimal($0 * 100, places: 2) + "%" }
                    ),
                    row("losses of which nobody was told", Figures.grouped(found.silentLosses)),
                ].compactMap(\.self)
            )
        }
    }

    /// Nil for what could not be measured.
    private func row(_ name: String, _ value: String?, _ subject: String? = nil) -> [ReportTable.Cell]? {
        value.map { [.init(name), .init($0), .init(subject ?? "")] }
    }

    func state(of recovery: FaultRecovery) -> ReportTable.Cell {
        if let other = recovery.overlappedBy { return .init("within fault \(other.number)", .muted) }
        return switch recovery.isRecovered {
        case true?: .init("recovered", .good)
        case false?: .init(recovery.endsAt == nil ? "not recovered" : "not before the next fault", .warn)
        case nil: .init("nothing shows it", .muted)
        }
    }

    func state(of node: NodeSummary) -> ReportTable.Cell {
        if node.deaf == true { return .init("deaf", .bad) }
        if !node.misses.isEmpty {
            return .init("does not hear \(node.misses.map(\.description).joined(separator: ", "))", .bad)
        }
        return node.deaf == false ? .init("hears all that was to be heard") : .init("not shown to listen", .muted)
    }
}
