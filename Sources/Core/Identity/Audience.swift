/// Who is meant to receive a message.
package enum Audience: Hashable, Sendable {
    /// Every connected client.
    case all
    /// Every connected client of one application, where a run has several.
    case app(String)
    /// The members of a group at the time of the publish.
    case group(String)
    /// Every connection of one user.
    case user(String)
}

/// Position of an ``Audience`` in the table of the run (``RunManifest/audiences``); small enough for a history record.
package typealias AudienceNumber = UInt16

extension Audience: CustomStringConvertible {
    /// `all`, `app:shop`, `group:red`, `user:ann`: the form of scenario files and reports.
    package var description: String {
        switch self {
        case .all: "all"
        case .app(let name): "app:\(name)"
        case .group(let name): "group:\(name)"
        case .user(let name): "user:\(name)"
        }
    }

    /// Parses the written form; nil when it is none.
    package init?(_ text: String) {
        if text == "all" {
            self = .all
        } else if text.hasPrefix("app:"), text.utf8.count > 4 {
            self = .app(String(text.dropFirst(4)))
        } else if text.hasPrefix("group:"), text.utf8.count > 6 {
            self = .group(String(text.dropFirst(6)))
        } else if text.hasPrefix("user:"), text.utf8.count > 5 {
            self = .user(String(text.dropFirst(5)))
        } else {
            return nil
        }
    }
}

extension Audience: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "expected all, app:NAME, group:NAME or user:NAME; got '\(text)'"
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
