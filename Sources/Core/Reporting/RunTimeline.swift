/// What happened in each part of a run, for drawing. Every array has one value per part.
package struct RunTimeline: Hashable, Sendable {
    /// The beginning of a phase.
    package struct Phase: Hashable, Sendable {
        package var phase: RunPhase
        package var time: UInt64
    }

    /// Where the parts lie.
    package var bins: TimeBins
    package var phases: [Phase] = []
    /// Attempts to publish that began, and how attempts ended.
    package var invoked: [Int] = []
    package var acknowledged: [Int] = []
    /// Failed for certain, or with an outcome that nobody knows.
    package var refused: [Int] = []
    /// Messages that were handed to applications, copies included.
    package var delivered: [Int] = []
    /// From sending to the application, of what arrived in the part; nanoseconds, 0 where nothing arrived. Right to 5 %.
    package var latencyMedian: [UInt64] = []
    package var latencyHigh: [UInt64] = []
    /// Clients that were connected at the end of the part.
    package var connected: [Int] = []
    /// Connections that broke off; those that a client closed in good order are not counted.
    package var disconnected: [Int] = []

    /// How many parts there are.
    package var count: Int { invoked.count }
    package var begin: UInt64 { bins.begin }
    /// When the last part ends.
    package var end: UInt64 { bins.start(of: max(count, 1)) }
    /// Length of a part in seconds.
    package var binSeconds: Double { Double(bins.width) / 1e9 }

    /// Nothing was recorded that could be drawn.
    package var isEmpty: Bool {
        delivered.allSatisfy { $0 == 0 } && invoked.allSatisfy { $0 == 0 } && connected.allSatisfy { $0 == 0 }
    }
}
