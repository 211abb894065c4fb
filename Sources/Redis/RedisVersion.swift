/// The version of a Redis server.
package struct RedisVersion: Hashable, Sendable, Comparable {
    package var major: Int
    package var minor: Int
    package var patch: Int

    package init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// Reads `7.0.15` or `6.2`; nil for anything else. What follows the third number is ignored.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".").prefix(3).map { Int($0.prefix { $0.isASCII && $0.isNumber }) }
        guard parts.count >= 2, let major = parts[0], let minor = parts[1] else { return nil }
        self.init(major, minor, parts.count > 2 ? parts[2] ?? 0 : 0)
    }

    /// Streams, ACLs and INFO as we use them are complete from here on.
    package static let oldestSupported = RedisVersion(6, 2)

    package static func < (left: RedisVersion, right: RedisVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}

extension RedisVersion: CustomStringConvertible {
    package var description: String { "\(major).\(minor)" + (patch == 0 ? "" : ".\(patch)") }
}
