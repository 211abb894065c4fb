import Core
import Testing

@Suite struct FindingGridTests {
    @Test func sharesRowsAmongManyClients() {
        for clients in [1, 2, 63, 64, 65, 1_000, 10_000] {
            let grid = FindingGrid(clients: clients)
            #expect(grid.rows <= FindingGrid.rowsMax)
            #expect((0..<grid.rows).flatMap { Array(grid.clients(of: $0)) } == Array(0..<clients))
        }
    }

    @Test func losesNothingWhenItGrows() {
        let grid = FindingGrid(clients: 100)
        grid.start(at: 1_000)
        for index in 0..<1_000 {
            grid.add(.lost, client: index % 100, time: 1_000 + UInt64(index) * 50_000_000)
            if index % 4 == 0 { grid.add(.duplicated, client: 7, time: 1_000) }
        }
        #expect(grid.total(of: .missing) == 1_000)
        #expect(grid.total(of: .repeated) == 250)
        #expect(grid.total(of: .other) == 0)
        #expect(grid.row(0, of: .other) == nil)
        let last = (0..<grid.rows).compactMap { grid.row($0, of: .missing)?.lastIndex { $0 > 0 } }
        #expect(!last.isEmpty)
        #expect(grid.bins.start(of: TimeBins.countMax) > 1_000 + 999 * 50_000_000)
    }

    @Test func theCheckerFillsItWithWhatItCounts() {
        var script = RunScript(clients: 3)
        script.connectAll()
        script.publish(1...9)
        script.deliver(all: 1...9, to: 1)
        script.deliver(1, 2, 2, 9, to: 2)
        script.deliver(2, 1, 3, 4, 5, 6, 7, 8, 9, to: 3)
        script.finish(10, seenBy: [1, 2, 3], alive: [1, 2, 3])
        let grid = FindingGrid(clients: 3)
        let verdict = Checker.check(script.manifest, script.sources, grid: grid)
        #expect(verdict[.lost].count == 6)
        #expect(grid.total(of: .missing) == verdict[.lost].count)
        #expect(grid.total(of: .repeated) == verdict[.duplicated].count)
        #expect(grid.total(of: .other) == verdict[.outOfOrder].count)
        #expect(grid.row(1, of: .missing)?.reduce(0, +) == 6)
        #expect(verdict == Checker.check(script.manifest, script.sources))
    }
}
