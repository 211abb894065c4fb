/// A reason why a run proves nothing, however well it went.
package enum GuardKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Fewer messages were acknowledged than the scenario asks for.
    case tooFewAcknowledged = "too-few-acknowledged"
    /// No client saw anything.
    case nothingDelivered = "nothing-delivered"
    /// No client was entitled to anything for certain.
    case nothingOwed = "nothing-owed"
    /// A publisher of the run got nothing acknowledged.
    case publisherSilent = "publisher-silent"
    /// The final message of a publisher to an audience was not acknowledged, so nobody knows when all had to be there.
    case sentinelMissing = "sentinel-missing"
    case clientNeverConnected = "client-never-connected"
    /// Neither an answer of its connection nor the final messages show that the client was there at the end.
    case clientNotShownAlive = "client-not-shown-alive"
    /// A client asked to join a group and was never told that it had.
    case membershipUnconfirmed = "membership-unconfirmed"
    /// No client was ever connected to a node, so nothing is known about it.
    case nodeUnused = "node-unused"
    /// Nobody can say of a node that served at the end whether it is deaf.
    case nodeUnprobed = "node-unprobed"
    /// A history is missing, damaged, cut short, or of another run.
    case historyIncomplete = "history-incomplete"
    /// Records contradict each other or the manifest: a bug of the recorder.
    case recordInconsistent = "record-inconsistent"
    /// Histories were stamped by different clocks, so only what is independent of order was judged.
    case clocksDiffer = "clocks-differ"
    /// The witness of a data server never listened, so what Redis carried is not known.
    case witnessDeaf = "witness-deaf"
    case faultUnobserved = "fault-unobserved"
    case faultFailed = "fault-failed"
    case healUnobserved = "heal-unobserved"
    /// A final message was sent before the system had to have recovered from the last fault.
    case recoveryUnproven = "recovery-unproven"
    /// A bound of the scenario could not be measured.
    case boundUnmeasured = "bound-unmeasured"
    /// There was more disorder than there is room to judge.
    case orderUnjudged = "order-unjudged"
}
