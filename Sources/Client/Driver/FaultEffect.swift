import Core

/// What one fault has done to the clients of this process, and what has yet to be seen of it.
struct FaultEffect {
    enum Stage: Hashable {
        /// Not seen to have taken effect.
        case applying
        /// Lasts until it is undone.
        case applied
        /// Not seen to be gone.
        case restoring
    }

    let fault: Int
    let action: ClientAction
    var stage = Stage.applying
    /// Positions of the clients that it has changed.
    var touched: [Int] = []
    /// Those of them whose change, or whose way back, has yet to be seen.
    var waiting: Set<Int> = []
    /// Positions of the publishers whose part has yet to be done.
    var waitingPublishers: Set<Int> = []
    /// Something else has yet to happen first.
    var isUnderWay = false
    /// Clients or messages for which it took effect.
    var count = 0
    /// For what comes bit by bit.
    var timer: LoopTimer?

    init(_ fault: Int, _ action: ClientAction) {
        self.fault = fault
        self.action = action
    }

    /// Nothing more is to be seen before its next stage.
    var isComplete: Bool { waiting.isEmpty && waitingPublishers.isEmpty && !isUnderWay }
}
