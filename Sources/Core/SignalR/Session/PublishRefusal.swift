/// Why a node refuses a publish before anything is sent (reference signalr2, section 7.4): what its publisher is told, and what
/// the defect is called.
package enum PublishRefusal: CaseIterable, Sendable {
    /// An earlier publish failed, and its error is thrown again until any message arrives.
    case storedError
    /// Redis was never reached, and as many publishes as allowed wait.
    case queueFull

    /// How the words begin that the publisher is told.
    package var text: String {
        switch self {
        case .storedError: "An earlier publish failed and no message has arrived since"
        case .queueFull: "Queue full"
        }
    }

    /// For people.
    package var name: String {
        switch self {
        case .storedError: "SignalR's stored error"
        case .queueFull: "SignalR's queue before Redis was first reached"
        }
    }
}
