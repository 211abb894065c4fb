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

    @Test func anUnexpectedEndIsACrash() throws {
        var board = RunBoard(nodes: 2, clientProcesses: 0)
        board.apply(NodeEvent.listening(port: 4_000), node: 1)
        board.nodeEnded(1, obituary: "n2 ended: exit code 4")
        #expect(board.failure == HarnessError(.systemFailed, "n2 ended: exit code 4"))
        #expect(board.nodes[1].port == nil)
    }

    @Test func anEndThatAFaultAskedForIsNoCrash() {
        var board = RunBoard(nodes: 1, clientProcesses: 0)
        board.nodes[0].isDownOnPurpose = true
        board.nodeEnded(0, obituary: "n1 ended: signal 9")
        #expect(board.failure == nil)
    }

    @Test func anEndAfterTheRunIsNoCrash() {
        var board = RunBoard(nodes: 1, clientProcesses: 1)
        board.phase = .checking
        board.nodeEnded(0, obituary: "n1 ended: exit code 0")
        board.clientProcessEnded(0, obituary: "client process 1 ended: exit code 0")
        #expect(board.failure == nil)
    }

    @Test func aRunIsRestoredWhenNobodyIsAwaited() {
        var board = RunBoard(nodes: 2, clientProcesses: 1)
        board.apply(NodeEvent.listening(port: 1), node: 0)
        board.apply(NodeEvent.ready, node: 0)
        board.nodes[1].isDownOnPurpose = true
        var progress = ClientProgress()
        progress.connected = 3
        progress.gone = 1
        board.apply(ClientEvent.progress(progress), process: 0)
        #expect(board.isRestored(clients: 4))
        #expect(!board.isRestored(clients: 5))
    }

    @Test func aTargetIsInTheHandsOfOneFaultAtATime() {
        var board = RunBoard(nodes: 1, clientProcesses: 0)
        let restart = FaultOccurrence(
            fault: 2,
            repetition: 1,
            kind: AnyFault(RedisRestart(downMilliseconds: 1, manner: .kill, back: RedisReturn(data: .keep)))
        )
        #expect(board.claim("redis", for: restart) == nil)
        #expect(board.claim("redis", for: restart) == "fault 2")
        #expect(board.claim("n1", for: restart) == nil)
        board.release("redis")
        #expect(board.claim("redis", for: restart) == nil)
    }

    @Test func theFirstFailureIsKept() {
        var board = RunBoard(nodes: 1, clientProcesses: 1)
        board.apply(ClientEvent.failed(message: "no descriptors", code: .environment), process: 0)
        board.nodeEnded(0, obituary: "n1 ended")
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

    @Test func aFaultHasHealedWhenNothingOfItIsLeft() {
        var board = RunBoard(nodes: 1, clientProcesses: 1)
        let fault = FaultOccurrence(fault: 1, repetition: 1, kind: AnyFault(RedisKill(downMilliseconds: nil)))
        for server in ["r1", "r2"] { board.leaveOpen("end of \(server)", fault) }
        #expect(board.healed(byClosing: ["end of r1"]) == [])
        #expect(board.healed(byClosing: ["end of r1", "end of r2"]) == [fault])
        board.close("end of r1")
        #expect(board.healed(byClosing: ["end of r2"]) == [fault])
    }
}
