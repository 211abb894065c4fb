/// Hub calls that append within a session: `{"H":"RollcallHub","M":"AppendGroup","A":["17-00ab00ff00000001",5,"red","text"],"I":"7"}`
/// (docs/stream.md, "In the reference node").
package struct SignalRSessionInvocation: Hashable, Sendable {
    /// Everything up to the session's opening quote.
    private let head: [UInt8]
    /// Between the sequence and the payload's opening quote.
    private let middle: [UInt8]

    /// A call of `method` whose arguments are the session, the sequence, those of `leading`, and the payload.
    package init(hub: String, method: String, leading: [String] = []) {
        let quoted = SignalRInvocation.quoted
        head = Array("{\"H\":\(quoted(hub)),\"M\":\(quoted(method)),\"A\":[\"".utf8)
        middle = Array(("," + leading.map { quoted($0) + "," }.joined() + "\"").utf8)
    }

    /// Writes the call. `session` and `payload` must hold nothing that JSON escapes.
    package func write(
        session: some Collection<UInt8>,
        sequence: UInt64,
        payload: some Collection<UInt8>,
        call: UInt32,
        into bytes: inout [UInt8]
    ) {
        bytes.append(contentsOf: head)
        bytes.append(contentsOf: session)
        bytes.append(contentsOf: "\",".utf8)
        bytes.append(contentsOf: String(sequence).utf8)
        bytes.append(contentsOf: middle)
        bytes.append(contentsOf: payload)
        bytes.append(contentsOf: "\"],\"I\":\"".utf8)
        bytes.append(contentsOf: String(call).utf8)
        bytes.append(contentsOf: "\"}".utf8)
    }
}
