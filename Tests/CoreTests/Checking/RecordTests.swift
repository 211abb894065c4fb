import Core
import Testing

/// Histories that are missing, damaged, foreign, or contradict themselves.
@Suite struct RecordTests {
    static func verdict(_ script: RunScript, _ change: (inout [HistoryBytes]) -> Void) -> Verdict {
        var sources = script.sources
        change(&sources)
        return Checker.check(script.manifest, sources)
    }

    @Test func aMissingHistoryMakesTheRunInconclusive() {
        let verdict = Self.verdict(.whole()) { $0.remove(at: 1) }
        #expect(verdict.guardKinds == [.historyIncomplete])
        #expect(verdict.histories.map(\.complete) == [true, false])
        #expect(verdict.reasons == ["history orchestrator is missing"])
    }

    @Test func filesInEachOthersPlaceMakeTheRunInconclusive() {
        var script = RunScript.whole()
        script.manifest.histories = ["clients", "histories/n1.history"]
        let node = HistoryBytes(name: "histories/n1.history", header: script.header(.node), records: [])
        let clients = script.sources[0]
        #expect(Checker.check(script.manifest, [clients, node]).outcome == .held)
        let other = HistoryBytes(name: node.name, header: script.header(.client), records: [])
        let verdict = Checker.check(script.manifest, [clients, other])
        #expect(verdict.guardKinds == [.historyIncomplete])
        #expect(verdict.reasons == ["history histories/n1.history is that of client 1"])
    }

    @Test func oneFileInTwoPlacesMakesTheRunInconclusive() {
        var script = RunScript.whole()
        script.manifest.histories = ["clients", "n1.history", "n1.2.history"]
        let first = HistoryBytes(name: "n1.history", header: script.header(.node), records: [])
        var (second, header) = (first, script.header(.node))
        second.name = "n1.2.history"
        let verdict = Checker.check(script.manifest, [script.sources[0], first, second])
        #expect(verdict.reasons == ["histories n1.history and n1.2.history are the same"])
        header.openedAt += 1
        second.bytes = HistoryBytes(name: "", header: header, records: []).bytes
        #expect(Checker.check(script.manifest, [script.sources[0], first, second]).outcome == .held)
    }

    @Test func namesSayWhoseHistoryItIs() {
        let names: [(String, HistoryRole, UInt32)] = [
            ("histories/orchestrator.history", .orchestrator, 1), ("histories/clients-12.history", .client, 12),
            ("n3.history", .node, 3), ("histories/n3.2.history", .node, 3),
            ("histories/witness-r2.history", .witness, 2),
        ]
        for (name, role, process) in names {
            #expect(HistoryNaming.owner(of: name)?.role == role, "\(name)")
            #expect(HistoryNaming.owner(of: name)?.process == process, "\(name)")
        }
        for name in ["clients", "", "histories/x.history", "clients-.history", "witness-n1.history"] {
            #expect(HistoryNaming.owner(of: name) == nil, "\(name)")
        }
    }

    @Test func aRunWithoutHistoriesIsInconclusive() {
        var script = RunScript.whole()
        script.manifest.histories = []
        #expect(script.verdict().guardKinds.contains(.historyIncomplete))
    }

    @Test func aTruncatedHistoryMakesTheRunInconclusive() {
        let verdict = Self.verdict(.whole()) { $0[0].bytes.removeLast(32) }
        #expect(verdict.guardKinds.contains(.historyIncomplete))
        #expect(verdict.outcome == .inconclusive)
    }

    /// Every thirteenth bit of the files of a run that held, and of one with a violation, closed and killed.
    @Test(arguments: [true, false], [true, false])
    func noBitChangesAVerdictUnnoticed(isHeld: Bool, closed: Bool) {
        var script = RunScript.whole()
        if !isHeld { script.deliver(3, 5, to: 2) }
        var sources = script.sources
        sources[0] = HistoryBytes(
            name: "clients",
            header: script.header(),
            records: script.records,
            closed: closed,
            spare: 2
        )
        let right = Checker.check(script.manifest, sources)
        #expect(right.outcome == (isHeld ? .held : .violated))
        for file in sources.indices {
            for bit in stride(from: 0, to: sources[file].bytes.count * 8, by: 13) {
                sources[file].bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                let verdict = Checker.check(script.manifest, sources)
                sources[file].bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                // A violation that other files prove stands.
                let isNoticed = verdict.guardKinds.contains(.historyIncomplete) && verdict.outcome != .held
                if isNoticed, file == 1 || verdict.outcome == .inconclusive { continue }
                // Nothing but how the file ended can be another.
                var same = verdict
                same.histories = right.histories
                let isSame = same == right
                #expect(isSame, "bit \(bit) of file \(file)")
            }
        }
    }

    /// What may be damage proves nothing.
    @Test func aDamagedHistoryProvesNoViolation() {
        var script = RunScript.whole()
        script.deliver(3, 5, to: 2)
        #expect(script.verdict().outcome == .violated)
        let verdict = Self.verdict(script) { $0[0].bytes[HistoryHeader.size + 33] ^= 1 }
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.shown == [:])
        #expect(verdict.reasons.contains("history clients is damaged: its checksum is wrong"))
    }

    /// Without the record of the faults nobody knows when the weaker contract applied.
    @Test func withoutTheRecordOfTheFaultsTheWeakerContractApplies() {
        var script = RunScript.whole(
            expecting: Core.Expectation(duringFaults: Contract(delivery: .atMostOnce, order: .none))
        )
        script.publish(12...12)
        script.finish(13, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().raw == .violated)
        let verdict = Self.verdict(script) { $0.remove(at: 1) }
        #expect(verdict[.lost].excused == verdict[.lost].count)
        #expect(verdict[.lost].count == 2)
    }

    @Test func aKilledWriterVoidsNothing() {
        let script = RunScript.whole()
        let verdict = Self.verdict(script) { sources in
            sources[0] = HistoryBytes(
                name: "clients",
                header: script.header(),
                records: script.records,
                closed: false,
                spare: 3
            )
            // Half a record at the end.
            sources[0].bytes[sources[0].bytes.count - 3 * 32 + 24] = 1
        }
        #expect(verdict.outcome == .held)
        #expect(verdict.histories[0].ending == "torn in its last record")
    }

    @Test func nothingOfAnotherRunIsBelieved() {
        let script = RunScript.whole()
        let verdict = Self.verdict(script) { sources in
            sources[0] = HistoryBytes(name: "clients", header: script.header(run: RunID(1)), records: script.records)
        }
        #expect(verdict.guardKinds.contains(.historyIncomplete))
        #expect(verdict.deliveries.handed == 0)
        #expect(verdict.publishes.messages == 0)
    }

    /// The publishes may have been recorded in the history that is not there.
    @Test func withoutAllHistoriesNothingIsCalledAPhantom() {
        var script = RunScript.whole()
        script.deliver(70, to: 2)
        #expect(script.verdict().shown == [.phantom: 1])
        let verdict = Self.verdict(script) { $0.remove(at: 1) }
        #expect(verdict.shown == [:])
        #expect(verdict.deliveries.unjudged == 1)
    }

    @Test func withoutAllHistoriesNothingIsCalledAborted() {
        var script = RunScript.whole()
        script.publish(70...70, .fail)
        script.deliver(70, to: 2)
        #expect(script.verdict().shown == [.aborted: 1])
        #expect(Self.verdict(script) { $0.remove(at: 1) }.shown == [:])
    }

    @Test func acrossClocksOnlyWhatNeedsNoOrderIsJudged() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...3)
        script.deliver(3, 2, 2, to: 1)
        script.deliver(3, to: 2)
        script.publish(4...4, to: RunScript.ann)
        script.deliver(4, to: 2)
        script.finish(5, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().shown == [.lost: 4, .duplicated: 1, .outOfOrder: 1, .misrouted: 1])
        let verdict = Self.verdict(script) { sources in
            sources[1] = HistoryBytes(name: "orchestrator", header: script.header(.orchestrator, clock: 8), records: [])
        }
        #expect(verdict.shown == [.duplicated: 1, .misrouted: 1])
        #expect(verdict.guardKinds.contains(.clocksDiffer))
        #expect(verdict.latency.count == 0)
    }

    @Test func recordsThatContradictEachOtherAreABugOfTheRecorder() {
        let contradictions: [(inout RunScript) -> Void] = [
            { $0.end(50) },
            { $0.add(.connected, 9) },
            { $0.deliver(1, to: 77) },
            { $0.publish(1...1, by: 5) },
            { $0.publish(1...1, to: 9) },
            { $0.invoke(5_000_000) },
            { $0.publish(1...1, to: RunScript.ann) },
            { script in
                script.add(.lifeEnded, 2)
                script.deliver(1, to: 2)
            },
            { script in
                script.add(.lifeEnded, 2)
                script.connect(2, .resumed)
            },
            { $0.add(.joined, 2) { $0.detail = RunScript.everyone } },
        ]
        for (index, contradict) in contradictions.enumerated() {
            var script = RunScript.whole()
            contradict(&script)
            let verdict = script.verdict()
            #expect(verdict.guardKinds.contains(.recordInconsistent), "contradiction \(index)")
        }
    }

    @Test func aClientInTwoHistoriesIsAContradiction() {
        let script = RunScript.whole()
        let verdict = Self.verdict(script) { sources in
            let alive = HistoryRecord(.alive, subject: 2, time: 9_000_000)
            sources[1] = HistoryBytes(name: "orchestrator", header: script.header(), records: [alive])
        }
        #expect(verdict.guardKinds == [.recordInconsistent])
    }

    /// A damaged sequence must not make the checker take memory for it.
    @Test func sequencesOutOfReasonTakeNoMemory() {
        var script = RunScript.whole()
        script.invoke(.max)
        script.invoke(1 << 29)
        script.deliver(.max, 1 << 30, to: 2)
        let verdict = script.verdict()
        #expect(verdict.publishes.messages == 10)
        #expect(verdict[.phantom].count == 2)
    }

    @Test func theVerdictDoesNotDependOnTheOrderOfTheSources() {
        var script = RunScript.whole()
        script.deliver(3, 5, 5, to: 2)
        let forwards = Checker.check(script.manifest, script.sources)
        #expect(Checker.check(script.manifest, script.sources.reversed()) == forwards)
    }
}
