import Core

/// An error that the client may read: its text, and data as raw JSON (reference signalr2, section 2.4).
struct HubException: Error, Hashable, Sendable {
    var text: String
    var data: [UInt8]?

    init(_ text: String, data: [UInt8]? = nil) {
        self.text = text
        self.data = data
    }

    /// A publish that was not acknowledged: clients read from `outcome` whether it surely had no effect.
    init(_ error: PublishError) {
        text = error.description
        data = Array(#"{"outcome":"\#(error.isDefinite ? "fail" : "info")"}"#.utf8)
    }

    /// Nobody acknowledged a change of groups; it may take effect yet.
    static let ackTimeout = HubException(
        "No node acknowledged the change of groups in time.",
        data: Array(#"{"outcome":"info"}"#.utf8)
    )
}
