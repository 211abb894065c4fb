import Core
import Testing

@Suite struct RunBoardTests {
    @Test func aNodeIsReadyWhenItListensAndIsSubscribed() {
        var board = RunBoard(nodes: 1, clientProcesses: 0)
        board.apply(NodeEvent.listening(port: 4_000), node: 0)
        #expect(!board.nodes[0].isReady)
        board.apply(NodeEvent.ready, node: 0)
        #expect(board.nodes[0].isReady)
        board.apply(NodeEvent.backplane(subscribed: false, reason: "closed"), node: 0)
        #expect(!board.nodes[0].isReady)
    }

    @Test func anUnexpectedEndIsACrashWithItsLastLines() throws {
        var board = RunBoard(nodes: 2, clientProcesses: 0)
        board.nodeEnded(1, how: "exit code 4", lastLines: ["bad luck"])
        let failure = try #require(board.failure)
        #expect(failure.code == .systemFailed)
        #expect(failure.message == "node n2 ended by itself (exit code 4); its last lines:\n    bad luck")
    }

    @Test func anEndThatAFaultAskedForIsNoCrash() {
        var board = RunBoard(nodes: 1, clientProcesses: 0)
        board.nodes[0].isDownOnPurpose = true
        board.nodeEnded(0, how: "signal 9", lastLines: [])
        #expect(board.failure == nil)
    }

    @Test func theFirstFailureIsKept() {
        var board = RunBoard(nodes: 1, clientProcesses: 1)
        board.apply(ClientEvent.failed(message: "no descriptors", code: .environment), process: 0)
        board.nodeEnded(0, how: "exit code 1", lastLines: [])
        #expect(board.failure?.code == .environment)
        #expect(board.failure?.message == "client process 1: no descriptors")
    }

    @Test func totalsAreSumsOverProcesses() {
        var board = RunBoard(nodes: 0, clientProcesses: 2)
        var progress = ClientProgress()
        progress.invoked = 3
        progress.delivered = 5
        board.apply(ClientEvent.progress(progress), process: 0)
        board.apply(ClientEvent.progress(progress), process: 1)
        #expect(board.totals.invoked == 6)
        #expect(board.counters.published == 6)
        #expect(board.counters.delivered == 10)
    }
}
