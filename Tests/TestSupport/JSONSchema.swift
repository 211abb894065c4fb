package import Foundation

/// Validates JSON against a schema of draft 2020-12, as far as schemas of this repository use it. A keyword that it does not
/// know is a problem too, never passed over.
package struct JSONSchema {
    private let root: [String: Any]

    package struct Unreadable: Error {
        var reason: String
    }

    package init(_ data: Data) throws {
        guard let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw Unreadable(reason: "a schema is an object")
        }
        self.root = root
    }

    /// What a document has against the schema, with paths; empty when it is valid.
    package func problems(in data: Data) throws -> [String] {
        let value = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
        return problems(value, root, "$")
    }

    /// Against a part of the schema: `summary` stands for `#/$defs/summary`.
    package func problems(in data: Data, definition: String) throws -> [String] {
        let value = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
        return problems(value, ["$ref": "#/$defs/\(definition)"], "$")
    }

    private static let notes: Set<String> = ["$schema", "$defs", "title", "description"]

    private func problems(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        schema.sorted { $0.key < $1.key }.flatMap { keyword, argument -> [String] in
            switch keyword {
            case "$ref": reference(value, argument, path)
            case "type": Self.isType(value, argument as? String ?? "") ? [] : ["\(path) is no \(argument): \(value)"]
            case "const": Self.equal(value, argument) ? [] : ["\(path) is not \(argument): \(value)"]
            case "enum":
                (argument as? [Any] ?? []).contains { Self.equal(value, $0) }
                    ? [] : ["\(path) is none of \(argument): \(value)"]
            case "minimum", "maximum": bound(value, keyword, argument, path)
            case "items": items(value, argument, path)
            case "properties": properties(value, argument, path)
            case "required": required(value, argument, path)
            case "additionalProperties": additional(value, argument, schema, path)
            case "propertyNames": names(value, argument, path)
            default: Self.notes.contains(keyword) ? [] : ["the schema has \(keyword), which this check does not know"]
            }
        }
    }

    private func reference(_ value: Any, _ argument: Any, _ path: String) -> [String] {
        let prefix = "#/$defs/"
        guard let name = argument as? String, name.hasPrefix(prefix),
            let target = (root["$defs"] as? [String: Any])?[String(name.dropFirst(prefix.count))] as? [String: Any]
        else { return ["the schema refers to \(argument), which is not there"] }
        return problems(value, target, path)
    }

    private func bound(_ value: Any, _ keyword: String, _ argument: Any, _ path: String) -> [String] {
        guard let number = value as? NSNumber, let limit = argument as? NSNumber else { return [] }
        let order = number.compare(limit)
        let isRight = keyword == "minimum" ? order != .orderedAscending : order != .orderedDescending
        return isRight ? [] : ["\(path) is \(value), beyond \(keyword) \(argument)"]
    }

    private func items(_ value: Any, _ argument: Any, _ path: String) -> [String] {
        guard let items = value as? [Any], let schema = argument as? [String: Any] else { return [] }
        return items.enumerated().flatMap { problems($1, schema, "\(path)[\($0)]") }
    }

    private func properties(_ value: Any, _ argument: Any, _ path: String) -> [String] {
        guard let object = value as? [String: Any], let schemas = argument as? [String: [String: Any]] else {
            return []
        }
        return object.sorted { $0.key < $1.key }.flatMap { key, value in
            schemas[key].map { problems(value, $0, "\(path).\(key)") } ?? []
        }
    }

    private func required(_ value: Any, _ argument: Any, _ path: String) -> [String] {
        guard let object = value as? [String: Any] else { return [] }
        return (argument as? [String] ?? []).filter { object[$0] == nil }.map { "\(path) has no \($0)" }
    }

    private func additional(_ value: Any, _ argument: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let object = value as? [String: Any] else { return [] }
        let known = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
        let others = object.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
        if let rule = argument as? [String: Any] {
            return others.flatMap { problems($0.value, rule, "\(path).\($0.key)") }
        }
        return argument as? Bool == false ? others.map { "\(path).\($0.key) is not in the schema" } : []
    }

    private func names(_ value: Any, _ argument: Any, _ path: String) -> [String] {
        guard let object = value as? [String: Any], let rule = argument as? [String: Any] else { return [] }
        return object.keys.sorted().flatMap { problems($0, rule, "the key \(path).\($0)") }
    }

    private static func isType(_ value: Any, _ name: String) -> Bool {
        switch name {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": isBoolean(value)
        case "number": value is NSNumber && !isBoolean(value)
        case "integer":
            (value as? NSNumber).map { !isBoolean($0) && $0.doubleValue.rounded() == $0.doubleValue } ?? false
        default: false
        }
    }

    /// JSON's true and 1 are both numbers to Foundation.
    private static func isBoolean(_ value: Any) -> Bool {
        guard let number = value as? NSNumber else { return false }
        return String(cString: number.objCType) == "c"
    }

    private static func equal(_ left: Any, _ right: Any) -> Bool {
        switch (left, right) {
        case (let left as String, let right as String): left == right
        case (let left as NSNumber, let right as NSNumber): left == right && isBoolean(left) == isBoolean(right)
        default: false
        }
    }
}
