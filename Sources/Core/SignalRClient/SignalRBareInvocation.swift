/// A hub call without arguments.
package struct SignalRBareInvocation: Hashable, Sendable {
    /// Everything up to the call id's opening quote.
    private let head: [UInt8]

    package init(hub: String, method: String) {
        let quoted = SignalRInvocation.quoted
        head = Array("{\"H\":\(quoted(hub)),\"M\":\(quoted(method)),\"A\":[],\"I\":\"".utf8)
    }

    /// Writes the call.
    package func write(call: UInt32, into bytes: inout [UInt8]) {
        bytes.append(contentsOf: head)
        bytes.append(contentsOf: String(call).utf8)
        bytes.append(contentsOf: "\"}".utf8)
    }
}
