/// The request targets of a client (reference signalr2, section 1.1).
struct SignalRURL: Hashable, Sendable {
    /// What the .NET client of 2.4 asks for.
    static let clientProtocol = "2.1"

    private let base: String
    private let hubs: String
    private let user: String

    init(_ options: SignalRClientOptions) {
        base = options.basePath
        hubs = Self.escaped("[{\"Name\":\"\(options.hub)\"}]")
        user = options.user.map { "&user=\(Self.escaped($0))" } ?? ""
    }

    func negotiate() -> String {
        "\(base)/negotiate?clientProtocol=\(Self.clientProtocol)&connectionData=\(hubs)\(user)"
    }

    func connect(_ negotiation: SignalRNegotiation) -> String { request("connect", negotiation) }
    func start(_ negotiation: SignalRNegotiation) -> String { request("start", negotiation) }
    func abort(_ negotiation: SignalRNegotiation) -> String { request("abort", negotiation) }

    /// With the freshest position: every attempt builds its own.
    func reconnect(_ negotiation: SignalRNegotiation, cursor: [UInt8], groupsToken: [UInt8]) -> String {
        var target = request("reconnect", negotiation)
        if !cursor.isEmpty { target += "&messageId=" + Self.escaped(cursor) }
        if !groupsToken.isEmpty { target += "&groupsToken=" + Self.escaped(groupsToken) }
        return target
    }

    private func request(_ action: String, _ negotiation: SignalRNegotiation) -> String {
        let token = Self.escaped(negotiation.connectionToken)
        return "\(base)/\(action)?clientProtocol=\(Self.clientProtocol)&transport=webSockets"
            + "&connectionData=\(hubs)&connectionToken=\(token)\(user)"
    }

    static func escaped(_ text: String) -> String { escaped(Array(text.utf8)) }

    /// Percent-encodes everything but RFC 3986's unreserved characters.
    static func escaped(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 16)
        for byte in bytes {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126:
                result.append(byte)
            default:
                result.append(37)
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
