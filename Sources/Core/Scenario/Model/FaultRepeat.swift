/// A fault that happens once happens again, each time so long after the former one was over.
package struct FaultRepeat: Hashable, Sendable {
    /// In all, the first included.
    package var times: Int
    /// From the healing of one to the next.
    package var pauseMilliseconds: Int

    package init(times: Int, pauseMilliseconds: Int) {
        self.times = times
        self.pauseMilliseconds = pauseMilliseconds
    }
}
