import Core

/// The tables behind the verdict. Those without rows are left out.
struct DetailTables {
    let input: ReportInput
    let run: RunReport
    let verdict: Verdict?

    init(_ input: ReportInput) {
        self.input = input
        run = input.run
        verdict = input.run.verdict
    }

    /// More clients than this are folded away, and of more than this many only those with something to tell are listed.
    static let clientsShown = 24
    static let clientsMax = 1_000

    var all: [ReportTable] {
        let tables = [faults, recoveries, nodes, latency, measures, guards, witnesses, resources, histories, memory]
        return tables.compactMap(\.self).filter { !$0.isEmpty }
    }

    private func time(_ time: UInt64?) -> String {
        time.map { TimeSpan.text($0, since: verdict?.origin ?? 0) } ?? "\u{2013}"
    }

    private var faults: ReportTable? {
        verdict.map { verdict in
            ReportTable(
                "faults",
                caption: "Faults",
                columns: [
                    "fault", "target", .number("asked for"), .number("seen"), .number("healing asked for"),
                    .number("healed"), "remark",
                ],
                rows: verdict.faults.map { window in
                    let times = window.repetition > 1 ? " (time \(window.repetition))" : ""
                    let remark = window.failure.map { ReportTable.Cell(ReportPage.safe($0), .bad) }
                    let unseen = window.healInvokedAt != nil && window.healedAt == nil
                    return [
                        .init("\(window.number) \(window.name)\(times)"), .init(window.target),
                        .init(time(window.invokedAt)), .init(time(window.observedAt)),
                        .init(time(window.healInvokedAt)), .init(time(window.healedAt)),
                        remark ?? (unseen ? .init("not seen to heal", .bad) : ""),
                    ]
                }
            )
        }
    }

    private var recoveries: ReportTable? {
        verdict.map { verdict in
            func after(_ time: UInt64?, _ healed: UInt64) -> ReportTable.Cell {
                .init(time.map { $0 >= healed ? TimeSpan.duration($0 - healed) : "at once" } ?? "never")
            }
            return ReportTable(
                "recoveries",
                caption: "Recovery, counted from the healing that was seen",
                columns: [
                    "fault", .number("healed"), .number("first client served"), .number("last client served"),
                    "last client", .number("recovered"), .number("took"), "state",
                ],
                rows: verdict.recoveries.map { recovery in
                    let times = recovery.fault.repetition > 1 ? " (time \(recovery.fault.repetition))" : ""
                    return [
                        .init("\(recovery.fault.number) \(recovery.fault.name)\(times)"),
                        .init(time(recovery.healedAt)), after(recovery.firstServedAt, recovery.healedAt),
                        after(recovery.lastServedAt, recovery.healedAt),
                        .init(recovery.lastClient.map { "\($0)" } ?? "\u{2013}"),
                        after(recovery.recoveredAt, recovery.healedAt),
                        .init(recovery.took.map(TimeSpan.duration) ?? "\u{2013}"), state(of: recovery),
                    ]
                }
            )
        }
    }

    private var guards: ReportTable? {
        verdict.map { verdict in
            ReportTable(
                "guards",
                caption: "Guards that were not satisfied",
                columns: ["guard", "reason", .number("count"), "who"],
                rows: verdict.guards.map { finding in
                    let more = finding.count > finding.subjects.count ? " \u{2026}" : ""
                    return [
                        .init(finding.kind.rawValue, .warn), .init(ReportPage.safe(finding.reason)),
                        .init(Figures.grouped(finding.count)),
                        .init(ReportPage.safe(finding.subjects.joined(separator: ", ")) + more),
                    ]
                }
            )
        }
    }

    private var histories: ReportTable? {
        verdict.map { verdict in
            ReportTable(
                "histories",
                caption: "Histories",
                columns: ["file", .number("records"), "ending"],
                rows: verdict.histories.map { history in
                    [
                        .init(history.name), .init(Figures.grouped(Int(clamping: history.records))),
                        .init(history.ending, history.complete ? .plain : .bad),
                    ]
                }
            )
        }
    }

    private var memory: ReportTable? {
        ReportTable(
            "memory",
            caption: "Own memory of the processes, the most that was seen",
            columns: ["process", .number("memory")],
            rows: run.memoryKibibytes.sorted { $0.key < $1.key }.map { name, kibibytes in
                [.init(name), .init("\(TimeSpan.decimal(Double(kibibytes) / 1_024, places: 1)) MiB")]
            }
        )
    }
}
