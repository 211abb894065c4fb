/// What is known of one node.
package struct NodeState: Hashable, Sendable {
    /// Nil while the process does not listen.
    package var port: UInt16?
    /// Its backplane subscription is confirmed.
    package var subscribed = false
    /// A fault took it down, or has yet to add it; its end is no crash.
    package var isDownOnPurpose = false
    /// Clients may be sent to it. Also while it is down for a time.
    package var isMember = true
    /// How often it was started.
    package var starts = 0
    /// How often it has said how it is.
    package var statusAnswers = 0
    /// What it said last of each failpoint.
    package var failpoints: [Int: FailpointReport] = [:]
    /// A failpoint may end its process at any time.
    package var mayCrash = false

    package init() {}

    /// One that a fault may add later.
    package static var absent: NodeState {
        var state = NodeState()
        state.isDownOnPurpose = true
        state.isMember = false
        return state
    }

    package var isReady: Bool { port != nil && subscribed }
    /// Nothing has to be waited for.
    package var isReadyOrDown: Bool { isReady || isDownOnPurpose }
}
