/// The answer to `/negotiate` (reference signalr2, section 1.3).
package struct NegotiateResponse: Hashable, Sendable {
    /// The request path without `/negotiate`; clients build every later URL from it.
    package var url: String
    package var connectionToken: String
    package var connectionID: String
    package var limits: LivenessLimits
    package var tryWebSockets: Bool
    package var protocolVersion: ProtocolVersion
    package var longPollDelayMilliseconds: Int

    package init(
        url: String,
        connectionToken: String,
        connectionID: String,
        limits: LivenessLimits,
        tryWebSockets: Bool = true,
        protocolVersion: ProtocolVersion,
        longPollDelayMilliseconds: Int = 0
    ) {
        self.url = url
        self.connectionToken = connectionToken
        self.connectionID = connectionID
        self.limits = limits
        self.tryWebSockets = tryWebSockets
        self.protocolVersion = protocolVersion
        self.longPollDelayMilliseconds = longPollDelayMilliseconds
    }

    /// JSON with the properties in the order of the original, times as doubles of seconds.
    package func encode() -> [UInt8] {
        var bytes = Array(#"{"Url":"#.utf8)
        JSONText.append(url, to: &bytes)
        bytes.append(contentsOf: #","ConnectionToken":"#.utf8)
        JSONText.append(connectionToken, to: &bytes)
        bytes.append(contentsOf: #","ConnectionId":"#.utf8)
        JSONText.append(connectionID, to: &bytes)
        bytes.append(contentsOf: #","KeepAliveTimeout":"#.utf8)
        if let milliseconds = limits.keepAliveTimeoutMilliseconds {
            JSONText.appendSeconds(milliseconds: milliseconds, to: &bytes)
        } else {
            bytes.append(contentsOf: "null".utf8)
        }
        bytes.append(contentsOf: #","DisconnectTimeout":"#.utf8)
        JSONText.appendSeconds(milliseconds: limits.disconnectTimeoutMilliseconds, to: &bytes)
        bytes.append(contentsOf: #","ConnectionTimeout":"#.utf8)
        JSONText.appendSeconds(milliseconds: LivenessLimits.connectionTimeoutMilliseconds, to: &bytes)
        bytes.append(contentsOf: #","TryWebSockets":\#(tryWebSockets),"ProtocolVersion":"#.utf8)
        JSONText.append(protocolVersion.description, to: &bytes)
        bytes.append(contentsOf: #","TransportConnectTimeout":"#.utf8)
        JSONText.appendSeconds(milliseconds: LivenessLimits.transportConnectTimeoutMilliseconds, to: &bytes)
        bytes.append(contentsOf: #","LongPollDelay":"#.utf8)
        JSONText.appendSeconds(milliseconds: longPollDelayMilliseconds, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
