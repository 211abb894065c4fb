/// A call of the server to its clients, which travels over the bus and inside `M` (reference signalr2, section 2.4).
package struct HubCall: Hashable, Sendable {
    /// The server's own name and casing of the hub.
    package var hub: String
    package var method: String
    /// Raw JSON values.
    package var arguments: [[UInt8]]
    /// Changed caller state, raw JSON.
    package var state: [UInt8]?

    package init(hub: String, method: String, arguments: [[UInt8]], state: [UInt8]? = nil) {
        self.hub = hub
        self.method = method
        self.arguments = arguments
        self.state = state
    }

    /// `{"H":"Chat","M":"hi","A":["x"]}`, with `S` behind when caller state changed.
    package func encode() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(arguments.reduce(hub.utf8.count + method.utf8.count + 32) { $0 + $1.count + 1 })
        bytes.append(contentsOf: #"{"H":"#.utf8)
        JSONText.append(hub, to: &bytes)
        bytes.append(contentsOf: #","M":"#.utf8)
        JSONText.append(method, to: &bytes)
        bytes.append(contentsOf: #","A":["#.utf8)
        for (index, argument) in arguments.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: argument)
        }
        bytes.append(UInt8(ascii: "]"))
        if let state {
            bytes.append(contentsOf: #","S":"#.utf8)
            bytes.append(contentsOf: state)
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
