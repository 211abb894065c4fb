/// Who answered at the other end, as INFO told while connecting.
package struct RedisServerInfo: Hashable, Sendable {
    /// nil where the ACL of our user does not allow INFO.
    package var version: RedisVersion?
    /// Random name of that server process: another one means that Redis was restarted or replaced.
    package var runID: String?
    /// `master` or `slave`, in Redis' own words.
    package var role: String?

    package init(version: RedisVersion? = nil, runID: String? = nil, role: String? = nil) {
        self.version = version
        self.runID = runID
        self.role = role
    }
}

/// The fields of an INFO reply.
package struct RedisInfoFields: Sendable {
    private var values: [Substring: Substring] = [:]

    /// Lines `key:value`; sections and what has no colon are passed over.
    package init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            values[line[..<colon]] = line[line.index(after: colon)...]
        }
    }

    /// Every field, in no order.
    package var all: [(name: String, value: String)] { values.map { (String($0), String($1)) } }

    package subscript(_ key: String) -> String? {
        values[Substring(key)].map(String.init)
    }
}
