package import FoundationEssentials

/// Where two JSON documents say different things, for people.
package enum JSONDifference {
    /// One place: `deliveries.delivered: stored 100, now 101`.
    package struct Place: Hashable, Sendable {
        package var path: String
        /// Nil where it is not there.
        package var old: String?
        package var new: String?

        package init(path: String, old: String?, new: String?) {
            (self.path, self.old, self.new) = (path, old, new)
        }
    }

    /// In the order of paths. One of them is no JSON: nil.
    package static func places(_ old: Data, _ new: Data) -> [Place]? {
        let decoder = JSONDecoder()
        guard let old = try? decoder.decode(Value.self, from: old), let new = try? decoder.decode(Value.self, from: new)
        else { return nil }
        var found: [Place] = []
        compare(old, new, at: "", &found)
        return found
    }

    private static func compare(_ old: Value?, _ new: Value?, at path: String, _ found: inout [Place]) {
        guard old != new else { return }
        switch (old, new) {
        case (.object(let old)?, .object(let new)?):
            for key in Set(old.keys).union(new.keys).sorted() {
                compare(old[key], new[key], at: path.isEmpty ? key : "\(path).\(key)", &found)
            }
        case (.array(let old)?, .array(let new)?):
            for index in 0..<max(old.count, new.count) {
                compare(
                    index < old.count ? old[index] : nil,
                    index < new.count ? new[index] : nil,
                    at: "\(path)[\(index)]",
                    &found
                )
            }
        default: found.append(Place(path: path, old: old?.brief, new: new?.brief))
        }
    }

    private indirect enum Value: Decodable, Equatable {
        case null
        case bool(Bool)
        case unsigned(UInt64)
        case number(Double)
        case text(String)
        case array([Value])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(UInt64.self) {
                self = .unsigned(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode([Value].self) {
                self = .array(value)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }

        var brief: String {
            switch self {
            case .null: "null"
            case .bool(let value): "\(value)"
            case .unsigned(let value): "\(value)"
            case .number(let value): "\(value)"
            case .text(let value): "'\(value)'"
            case .array(let values): "a list of \(values.count)"
            case .object: "an object"
            }
        }
    }
}
