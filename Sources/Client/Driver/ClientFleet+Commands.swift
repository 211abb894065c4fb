import Core

extension ClientFleet {
    func handle(_ command: ClientCommand) {
        guard !isOver, !phase.stopping else { return }
        switch command {
        case .connect: connect()
        case .start: start()
        case .nodes(let nodes): directory.set(nodes)
        case .act(let fault, let action): act(fault, action)
        case .undo(let fault): undo(fault)
        case .finish(let withinMilliseconds): finish(withinMilliseconds: withinMilliseconds)
        case .probeNodes(let nodes, let withinMilliseconds):
            probeNodes(nodes, withinMilliseconds: withinMilliseconds)
        case .settle(let sentinels): settle(sentinels)
        case .probe(let withinMilliseconds): probe(withinMilliseconds: withinMilliseconds)
        case .stop: stop()
        }
    }

    /// Every connection ends in good order, some at a time; then the fleet ends.
    func stop() {
        guard !phase.stopping, !isOver else { return }
        phase.stopping = true
        phase.connecting = false
        stopTimer?.set(to: now() + Self.stopTimeout)
        let sessions = members.compactMap(\.session) + (nodeProbing?.probers.compactMap(\.session) ?? [])
        var rest = sessions[...]
        var open = 0
        var isStarting = true
        func next() {
            while open < connectConcurrency, let session = rest.popFirst() {
                open += 1
                session.stop {
                    open -= 1
                    if !isStarting { next() }
                }
            }
            if rest.isEmpty, open == 0 { end(.held) }
        }
        next()
        isStarting = false
        next()
    }
}
