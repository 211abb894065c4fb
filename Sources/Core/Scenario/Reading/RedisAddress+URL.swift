extension RedisAddress {
    /// Why a text is no address of a Redis. The text itself is not repeated: it may hold a password.
    package struct URLError: Error, Hashable, Sendable {
        package let problem: String
    }

    /// Reads `redis://[[USER][:PASSWORD]@]HOST[:PORT][/DATABASE]`; the port is 6379 and the database 0 unless they are
    /// given. User and password may be percent-encoded, an IPv6 host stands in brackets.
    package init(url: String) throws(URLError) {
        guard !url.hasPrefix("rediss://") else { throw URLError(problem: "TLS (`rediss://`) is not supported yet") }
        guard url.hasPrefix("redis://") else { throw URLError(problem: "an address begins with `redis://`") }
        var rest = url.dropFirst("redis://".count)
        if let mark = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) {
            throw URLError(problem: "`\(rest[mark])` and what follows is not supported")
        }
        var userInfo: Substring?
        if let at = rest.lastIndex(of: "@") {
            userInfo = rest[..<at]
            rest = rest[rest.index(after: at)...]
        }
        var database = 0
        if let slash = rest.firstIndex(of: "/") {
            let text = rest[rest.index(after: slash)...]
            guard text.isEmpty || (Int(text).map { (0...1_023).contains($0) } ?? false) else {
                throw URLError(problem: "what follows the `/` is no database number from 0 to 1023")
            }
            database = Int(text) ?? 0
            rest = rest[..<slash]
        }
        let (host, port) = try Self.hostAndPort(rest)
        self.init(host: host, port: port, database: database)
        guard let userInfo else { return }
        let parts = userInfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else {
            throw URLError(problem: "a password is needed before the `@`, as `:PASSWORD@` or `USER:PASSWORD@`")
        }
        username = parts[0].isEmpty ? nil : try Self.decoded(parts[0])
        password = try Self.decoded(parts[1])
    }

    private static func hostAndPort(_ text: Substring) throws(URLError) -> (String, UInt16) {
        var host = text
        var portText: Substring?
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]") else { throw URLError(problem: "`[` without `]`") }
            host = text[text.index(after: text.startIndex)..<close]
            let after = text[text.index(after: close)...]
            guard after.isEmpty || after.first == ":" else { throw URLError(problem: "`:` is expected after `]`") }
            portText = after.isEmpty ? nil : after.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            portText = text[text.index(after: colon)...]
        }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace }) else {
            throw URLError(problem: "the host is missing")
        }
        guard let portText else { return (String(host), 6379) }
        guard let port = UInt16(portText), port > 0 else {
            throw URLError(problem: "the port is no number from 1 to 65535")
        }
        return (String(host), port)
    }

    private static func decoded(_ text: Substring) throws(URLError) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, digits.first != "+", let value = UInt8(digits, radix: 16) else {
                throw URLError(problem: "`%` without two hexadecimal digits before the `@`")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let result = String(validating: bytes, as: UTF8.self) else {
            throw URLError(problem: "what stands before the `@` is no UTF-8")
        }
        return result
    }
}
