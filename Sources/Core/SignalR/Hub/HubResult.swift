/// The answer to a ``HubInvocation``: a text frame of its own or the body of `/send`, never part of a persistent response
/// and never covered by the cursor (reference signalr2, section 2.4).
package struct HubResult: Hashable, Sendable {
    /// `I`; repeated as a string whatever the client sent, null when it sent none.
    package var callID: String?
    /// `S`: changed caller state, raw JSON.
    package var state: [UInt8]?
    /// `R`: the value, raw JSON; nil for void.
    package var value: [UInt8]?
    /// `P`: a progress value; see ``HubProgress`` for what travels over the bus.
    package var progress: HubProgress?
    /// `H`: the error was thrown for the client to read.
    package var isHubException = false
    /// `E`: the error text.
    package var error: String?
    /// `T`: stack trace, with detailed errors only.
    package var stackTrace: String?
    /// `D`: data of a hub exception, raw JSON.
    package var errorData: [UInt8]?

    package init(callID: String?, value: [UInt8]? = nil) {
        self.callID = callID
        self.value = value
    }

    /// An error whose text the client may read as it is.
    package static func hubException(callID: String?, _ text: String, data: [UInt8]? = nil) -> HubResult {
        var result = HubResult(callID: callID)
        result.isHubException = true
        result.error = text
        result.errorData = data
        return result
    }

    /// Any other error: without detailed errors a general sentence that names hub and method.
    package static func failure(callID: String?, hub: String, method: String, detail: String? = nil) -> HubResult {
        var result = HubResult(callID: callID)
        result.error = detail ?? "There was an error invoking Hub method '\(hub).\(method)'."
        return result
    }

    /// S, R, I, P, H, E, T, D in this order; nulls left out except `I`.
    package func encode() -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        Self.raw("S", state, to: &bytes)
        Self.raw("R", value, to: &bytes)
        Self.raw("I", callID.map(JSONText.string) ?? Array("null".utf8), to: &bytes)
        Self.raw("P", progress?.encode(), to: &bytes)
        if isHubException { Self.raw("H", Array("true".utf8), to: &bytes) }
        Self.raw("E", error.map(JSONText.string), to: &bytes)
        Self.raw("T", stackTrace.map(JSONText.string), to: &bytes)
        Self.raw("D", errorData, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private static func raw(_ key: StaticString, _ value: [UInt8]?, to bytes: inout [UInt8]) {
        guard let value else { return }
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: "\"\(key)\":".utf8)
        bytes.append(contentsOf: value)
    }
}
