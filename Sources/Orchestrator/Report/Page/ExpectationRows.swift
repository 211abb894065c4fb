import Core

/// What the scenario expects, what was found, and whether it is so.
struct ExpectationRows {
    let run: RunReport
    let manifest: RunManifest?

    private enum State {
        case held, broken, expected, open

        var cell: ReportTable.Cell {
            switch self {
            case .held: .init("\u{2713} held", .good)
            case .broken: .init("\u{2715} broken", .bad)
            case .expected: .init("\u{2022} known defect", .warn)
            case .open: .init("? not judged", .warn)
            }
        }
    }

    /// Nil where there was nothing to judge.
    var table: ReportTable? {
        guard let verdict = run.verdict, let expectation = manifest?.expectation else { return nil }
        var rows = contract(expectation, verdict)
        rows += verdict.bounds.map(bound)
        rows += expectation.reproduces.map { wanted in
            let count = verdict[wanted.violation].count
            let shows = wanted.count.map { $0 == count } ?? (count > 0)
            let demanded = wanted.count.map { "exactly \(Figures.grouped($0))" } ?? "at least one"
            return [
                .init("reproduces \(wanted.violation.rawValue)"), .init(demanded), .init(Figures.grouped(count)),
                run.strict ? .init("ignored by --strict", .muted) : (shows ? State.held : .broken).cell,
            ]
        }
        rows += expectation.reproducedBounds.map { name in
            let found = verdict.bounds.first { $0.name == name }
            let measured = found?.measured.map { Self.value($0, found?.unit ?? "") } ?? "could not be measured"
            let state: State = found?.holds.map { $0 ? .broken : .held } ?? .open
            return [
                .init("reproduces \(name)"), .init("to be broken"), .init(measured),
                run.strict ? .init("ignored by --strict", .muted) : state.cell,
            ]
        }
        return ReportTable(
            "expectations",
            caption: "Expectations",
            columns: ["expected", "demanded", "found", "result"],
            rows: rows
        )
    }

    private func contract(_ expectation: Expectation, _ verdict: Verdict) -> [[ReportTable.Cell]] {
        var rows = [
            row("delivery", delivery(expectation), [.lost, .duplicated], verdict),
            row("order", expectation.order.rawValue, orderClasses(expectation.order), verdict),
        ]
        let told = expectation.contract.forbids(.toldGap) ? "none" : "allowed"
        rows.append(row("told gaps", told, [.toldGap], verdict))
        if expectation.atomic { rows.append(row("atomic", "yes", [.torn], verdict)) }
        rows.append(row("nothing strange", "none", [.misrouted, .phantom, .aborted, .corrupted], verdict))
        let ok = verdict.publishes.ok
        rows.append([
            "acknowledged", .init("at least \(Figures.grouped(expectation.acknowledgedAtLeast))"),
            .init(Figures.grouped(ok)), (ok >= expectation.acknowledgedAtLeast ? State.held : .open).cell,
        ])
        return rows
    }

    private func delivery(_ expectation: Expectation) -> String {
        let stated = expectation.weakened.map { " (the scenario states \($0.stated.rawValue))" } ?? ""
        return expectation.delivery.rawValue + stated
    }

    private func orderClasses(_ order: OrderContract) -> [ViolationClass] {
        switch order {
        case .none, .fifo: [.outOfOrder]
        case .total: [.outOfOrder, .orderConflict]
        case .causal: [.outOfOrder, .causality]
        }
    }

    private func row(
        _ name: String,
        _ demanded: String,
        _ violations: [ViolationClass],
        _ verdict: Verdict
    ) -> [ReportTable.Cell] {
        // Of many classes only those that show.
        let shown = violations.count > 2 ? violations.filter { verdict[$0].count > 0 } : violations
        let found = shown.map { "\(Figures.grouped(verdict[$0].count)) \($0.rawValue)" }.joined(separator: ", ")
        return [.init(name), .init(demanded), .init(found.isEmpty ? "none" : found), state(violations, verdict).cell]
    }

    /// What was not judged must not read as held.
    private func state(_ violations: [ViolationClass], _ verdict: Verdict) -> State {
        let listed = Set(manifest?.expectation.reproduces.map(\.violation) ?? [])
        let broken = violations.filter { verdict[$0].breaksContract && verdict[$0].count > 0 }
        guard broken.isEmpty else {
            return verdict.judgedByReproduction && broken.allSatisfy(listed.contains) ? .expected : .broken
        }
        let isWhole = verdict.guards.isEmpty && run.reasons.isEmpty && run.failure == nil
        return isWhole ? .held : .open
    }

    private func bound(_ bound: BoundFinding) -> [ReportTable.Cell] {
        let subject = bound.subject.map { " (\($0))" } ?? ""
        let measured = bound.measured.map { Self.value($0, bound.unit) } ?? "could not be measured"
        let state: State =
            switch bound.holds {
            case true?: .held
            case false? where !run.strict && manifest?.expectation.reproducedBounds.contains(bound.name) == true:
                .expected
            case false?: .broken
            case nil: .open
            }
        return [
            .init("\(bound.name)"), .init(Self.value(bound.limit, bound.unit)),
            .init(ReportPage.safe(measured + subject)), state.cell,
        ]
    }

    private static func value(_ value: Double, _ unit: String) -> String {
        let isWhole = value == value.rounded() && value.magnitude < 1e15
        let number =
            isWhole ? Figures.grouped(Int(value)) : TimeSpan.decimal(value, places: value.magnitude < 10 ? 2 : 1)
        return unit.isEmpty ? number : unit.hasPrefix("/") || unit == "%" ? number + unit : "\(number) \(unit)"
    }
}
