/// What the orchestrator knows of its run at a moment: every event of every process folded into one value. Phases end when
/// a question to this value is answered, never after a time that seemed long enough.
package struct RunBoard: Sendable {
    package var phase: RunPhase = .starting
    package var nodes: [NodeState]
    package var clients: [ClientProcessState]
    package var balancer = BalancerState()
    /// The first thing that makes it senseless to go on.
    package var failure: HarnessError?
    /// Faults whose injection or healing is under way.
    package var faultsUnderWay = 0
    /// By target, the fault that has yet to heal it.
    private var claims: [String: FaultOccurrence] = [:]
    /// What faults without a time of their own have done and not undone.
    private var open: [String: FaultOccurrence] = [:]
    private var undone: Set<String> = []
    /// Numbers of faults whose hook has been met, and of those that have since taken effect.
    private var hooked: Set<Int> = []
    private var unhooked: Set<Int> = []
    /// By number of the fault, how many times of it are over.
    private var over: [Int: Int] = [:]
    /// What was seen since traffic began, and how often.
    private var sights: [RunSight: Int] = [:]
    /// Clients that faults have closed or let in; the others are there unless they are late.
    package var absence: [ClientID: Bool] = [:]
    /// Counts of those that a trigger names.
    package var subjects: [FaultTrigger.CountedSubject: Int] = [:]
    /// Nodes that served when traffic had ended; nil before.
    package var nodesAtEnd: [NodeID]?

    /// - Parameter absent: of `nodes`, the last ones, which are not there before a fault adds them.
    package init(nodes: Int, absent: Int = 0, clientProcesses: Int) {
        self.nodes = Array(repeating: NodeState(), count: nodes - absent) + Array(repeating: .absent, count: absent)
        clients = Array(repeating: ClientProcessState(), count: clientProcesses)
    }

    package mutating func fail(_ message: String, code: ExitCode) {
        fail(HarnessError(code, message))
    }

    package mutating func fail(_ error: HarnessError) {
        if failure == nil { failure = error }
    }

    /// Gives a target to one fault until ``release(_:)``; returns in whose hands it is already, if it is.
    package mutating func claim(_ target: String, for occurrence: FaultOccurrence) -> String? {
        if let other = claims[target] {
            return "fault \(other.fault)" + (other.repetition > 1 ? ", repetition \(other.repetition)" : "")
        }
        claims[target] = occurrence
        return nil
    }

    package mutating func release(_ target: String) {
        claims[target] = nil
    }
}

// Faults that last until something undoes them.
extension RunBoard {
    package mutating func leaveOpen(_ what: String, _ occurrence: FaultOccurrence) { open[what] = occurrence }

    /// False when there is nothing to undo.
    package mutating func undo(_ what: String) -> Bool {
        guard open[what] != nil else { return false }
        undone.insert(what)
        return true
    }

    package mutating func close(_ what: String) {
        open[what] = nil
        undone.remove(what)
    }

    package func isOpen(_ what: String) -> Bool { open[what] != nil }

    /// The faults of which nothing is left when all this is closed, in their order.
    package func healed(byClosing whats: Set<String>) -> [FaultOccurrence] {
        Set(open.filter { whats.contains($0.key) }.values)
            .filter { fault in open.allSatisfy { $0.value != fault || whats.contains($0.key) } }
            .sorted { ($0.fault, $0.repetition) < ($1.fault, $1.repetition) }
    }

    package func isUndone(_ what: String) -> Bool { undone.contains(what) }
}

// What triggers wait for.
extension RunBoard {
    package mutating func saw(_ sight: RunSight) {
        guard phase >= .traffic else { return }
        sights[sight, default: 0] += 1
    }

    /// A fault has healed or failed: nothing of it is under way any more.
    package mutating func end(_ occurrence: FaultOccurrence) {
        over[occurrence.fault, default: 0] += 1
        faultsUnderWay -= 1
    }

    /// What the hook of a fault waits for is passing, and is held.
    package mutating func hook(_ fault: Int) { hooked.insert(fault) }
    /// The fault has taken effect or failed: what its hook held may pass.
    package mutating func unhook(_ fault: Int) { unhooked.insert(fault) }
    package func isUnhooked(_ fault: Int) -> Bool { unhooked.contains(fault) }
}

extension RunBoard {
    package mutating func apply(_ event: NodeEvent, node index: Int) {
        switch event {
        case .listening(let port): nodes[index].port = port
        case .ready: subscription(of: index, is: true)
        case .backplane(let subscribed, _): subscription(of: index, is: subscribed)
        case .failed(let message, let code): fail("node \(NodeID(index: index)): \(message)", code: code)
        case .status: nodes[index].statusAnswers += 1
        case .failpoint(let report): nodes[index].failpoints[report.id] = report
        }
    }

    private mutating func subscription(of index: Int, is subscribed: Bool) {
        guard nodes[index].subscribed != subscribed else { return }
        nodes[index].subscribed = subscribed
        saw(subscribed ? .ready(NodeID(index: index)) : .deaf(NodeID(index: index)))
        if subscribed { saw(.subscribed(nodes.count { $0.subscribed })) }
    }

    package mutating func apply(_ event: ClientEvent, process index: Int) {
        switch event {
        case .ready: clients[index].isReady = true
        case .progress(let progress): take(progress, process: index)
        case .connected: clients[index].isConnected = true
        case .trafficDone: clients[index].trafficDone = true
        case .finished(let sentinels): clients[index].sentinels = sentinels
        case .settled: clients[index].isSettled = true
        case .nodesProbed: clients[index].hasProbedNodes = true
        case .probed(_, let silent): clients[index].silent = silent
        case .applied(let fault, let count): clients[index].applied[fault] = count
        case .restored(let fault, let count): clients[index].restored[fault] = count
        case .failed(let message, let code): fail("client process \(index + 1): \(message)", code: code)
        }
    }

    /// A node's process ended. An end that no fault asked for is a crash, told by its obituary.
    package mutating func nodeEnded(_ index: Int, obituary: String) {
        nodes[index].port = nil
        subscription(of: index, is: false)
        if nodes[index].mayCrash { nodes[index].isDownOnPurpose = true }
        guard !nodes[index].isDownOnPurpose, phase < .checking else { return }
        fail(obituary, code: .systemFailed)
    }

    package mutating func clientProcessEnded(_ index: Int, obituary: String) {
        guard phase < .checking else { return }
        fail(obituary, code: .bug)
    }

    /// Sums over all client processes.
    package var totals: ClientProgress {
        clients.reduce(into: ClientProgress()) { sum, process in
            sum.connected += process.progress.connected
            sum.gone += process.progress.gone
            sum.joined += process.progress.joined
            sum.invoked += process.progress.invoked
            sum.acknowledged += process.progress.acknowledged
            sum.failed += process.progress.failed
            sum.unknown += process.progress.unknown
            sum.delivered += process.progress.delivered
            sum.reconnected += process.progress.reconnected
            sum.awaited += process.progress.awaited
        }
    }

    package var counters: FaultCounters {
        let totals = totals
        var counters = FaultCounters()
        counters.published = totals.invoked
        counters.delivered = totals.delivered
        counters.connected = totals.connected
        counters.joined = totals.joined
        counters.sights = sights
        counters.ofSubjects = subjects
        counters.hooked = hooked
        counters.over = over
        return counters
    }
}

extension RunBoard {
    /// Every publisher has sent what it had to and learned every outcome.
    package var isTrafficDone: Bool { clients.allSatisfy(\.trafficDone) }

    /// Every node serves, and every client is connected or gone for good.
    package func isRestored(clients count: Int) -> Bool {
        let totals = totals
        return nodes.allSatisfy(\.isReadyOrDown) && totals.connected + totals.gone == count
    }

    /// The sentinels of all processes; nil while one has not answered.
    package var sentinels: [SentinelResult]? {
        clients.reduce([]) { all, process in
            guard let all, let sentinels = process.sentinels else { return nil }
            return all + sentinels
        }
    }
}
