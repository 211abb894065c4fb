import Core

/// A fault that can be done. One file for each, in the folder of what it breaks.
protocol InjectableFault: Fault {
    /// Does it, and says to `work` when it is seen to have taken effect, when healing begins, and when service is seen to
    /// be restored. A fault that has nothing to heal ends with its effect.
    ///
    /// - Throws: ``FaultFailure`` when one of these was not seen in time; ``HarnessError`` when the run cannot go on.
    func inject(_ work: FaultWork) async throws
}

/// Why a fault could not be shown to have taken effect, or to have healed.
struct FaultFailure: Error {
    let reason: String
}
