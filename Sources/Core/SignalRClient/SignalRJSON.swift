/// Any JSON value. For what has not the expected shape; the hot path never makes one.
enum SignalRJSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([SignalRJSON])
    case object([String: SignalRJSON])

    subscript(key: String) -> SignalRJSON? {
        if case .object(let fields) = self { fields[key] } else { nil }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var array: [SignalRJSON]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// An integer written as a number or as a string: call ids come as both (reference signalr2, section 2.4).
    var integer: UInt32? {
        switch self {
        case .number(let value): UInt32(exactly: value)
        case .string(let text): UInt32(text)
        default: nil
        }
    }
}

extension SignalRJSON: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([SignalRJSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: SignalRJSON].self))
        }
    }
}
