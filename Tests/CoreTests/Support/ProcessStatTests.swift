import Core
import Testing

@Suite("Process stat")
struct ProcessStatTests {
    private let tail = "1 2 3 0 -1 4194560 5 0 6 0 7 8 9 10 20 0 1 0 987654321 11 12 18446744073709551615"

    @Test("Reads state, parent and start time", arguments: ["redis-server", "a) R 1 (b", "two words", "x\ny"])
    func names(name: String) throws {
        let stat = try #require(ProcessStat(parsing: "4711 (\(name)) S \(tail)\n"))
        #expect(stat.state == "S")
        #expect(stat.parent == 1)
        #expect(stat.startTime == 987_654_321)
        #expect(!stat.isDead && !stat.isStopped)
    }

    @Test("Knows the dead and the stopped")
    func states() throws {
        #expect(try #require(ProcessStat(parsing: "1 (x) Z \(tail)")).isDead)
        #expect(try #require(ProcessStat(parsing: "1 (x) T \(tail)")).isStopped)
    }

    @Test("Refuses what is no such line", arguments: ["", "1 x S 1", "1 (x) S 1 2 3", "1 (x) SS 1"])
    func refuses(text: String) {
        #expect(ProcessStat(parsing: text) == nil)
    }
}
