import NIOCore

/// What a hub does for its clients. A new hub is one file with a type of this protocol, and a line in
/// ``HubRegistry/standard``.
///
/// Called on the node's event loop only.
protocol Hub {
    /// The server's own name and casing; clients may write it in any case.
    static var name: String { get }
    /// What clients may call.
    var methods: [HubMethod] { get }
    /// The client has said `/start`.
    func connected(_ caller: HubContext) throws
    /// The client's receive stream is open again.
    func reconnected(_ caller: HubContext) throws
    /// The connection is over on this node; `stopCalled` is false when it only fell silent, and then it may well live on
    /// another node.
    func disconnected(_ caller: HubContext, stopCalled: Bool)
}

extension Hub {
    func connected(_ caller: HubContext) throws {}
    func reconnected(_ caller: HubContext) throws {}
    func disconnected(_ caller: HubContext, stopCalled: Bool) {}
}

/// One method that clients may call; names match in any case, and the number of arguments has to fit.
struct HubMethod {
    let name: String
    let parameters: Int
    /// The value is raw JSON, nil for a method without one. A ``HubException`` goes to the caller as it is written, any
    /// other error as a general sentence.
    let body: (HubContext, HubArguments) throws -> EventLoopFuture<[UInt8]?>

    /// A method that answers when `body` is done, without a value.
    static func method(
        _ name: String,
        parameters: Int,
        _ body: @escaping (HubContext, HubArguments) throws -> EventLoopFuture<Void>
    ) -> HubMethod {
        HubMethod(name: name, parameters: parameters) { caller, arguments in
            try body(caller, arguments).map { nil }
        }
    }
}
