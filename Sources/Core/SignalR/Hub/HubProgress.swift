/// Progress of a call that still runs. It goes over the bus to the caller's `c-` signal, so it arrives inside `M`
/// (reference signalr2, section 2.4).
package struct HubProgress: Hashable, Sendable {
    package var callID: String
    /// Raw JSON.
    package var data: [UInt8]

    package init(callID: String, data: [UInt8]) {
        self.callID = callID
        self.data = data
    }

    /// The inner object `{"I":"0","D":42}`.
    package func encode() -> [UInt8] {
        Array(#"{"I":"#.utf8) + JSONText.string(callID) + Array(#","D":"#.utf8) + data + [UInt8(ascii: "}")]
    }

    /// The bus value `{"I":"P|0","P":{"I":"0","D":42}}`.
    package func busValue() -> [UInt8] {
        var result = HubResult(callID: "P|" + callID)
        result.progress = self
        return result.encode()
    }
}
