/// Hub calls as a client sends them: `{"H":"RollcallHub","M":"PublishAll","A":["text"],"I":"7"}`
/// (reference signalr2, section 2.4; the call id is a string in the .NET client).
package struct SignalRInvocation: Hashable, Sendable {
    /// Everything up to the last argument's opening quote.
    private let head: [UInt8]

    /// A call of `method` whose arguments are `leading` and then one more text per call.
    package init(hub: String, method: String, leading: [String] = []) {
        var text = "{\"H\":\(Self.quoted(hub)),\"M\":\(Self.quoted(method)),\"A\":["
        for argument in leading { text += Self.quoted(argument) + "," }
        head = Array((text + "\"").utf8)
    }

    /// Writes the call. `argument` must hold nothing that JSON escapes; the payload of a message does not.
    package func write(_ argument: some Collection<UInt8>, call: UInt32, into bytes: inout [UInt8]) {
        bytes.append(contentsOf: head)
        bytes.append(contentsOf: argument)
        bytes.append(contentsOf: "\"],\"I\":\"".utf8)
        bytes.append(contentsOf: String(call).utf8)
        bytes.append(contentsOf: "\"}".utf8)
    }

    static func quoted(_ text: String) -> String {
        "\"" + String(decoding: JSONEscaping.escaped(text), as: UTF8.self) + "\""
    }
}
