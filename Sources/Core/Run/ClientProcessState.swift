/// What is known of one client process.
package struct ClientProcessState: Hashable, Sendable {
    package var isReady = false
    package var isConnected = false
    package var trafficDone = false
    package var progress = ClientProgress()
    package var sentinels: [SentinelResult]?
    package var isSettled = false
    /// What can be known of the nodes that it was told to probe is on record.
    package var hasProbedNodes = false
    /// Clients that did not answer the probe; nil before it.
    package var silent: [ClientID]?
    /// By number of the fault.
    package var applied: [Int: Int] = [:]
    package var restored: [Int: Int] = [:]

    package init() {}
}
