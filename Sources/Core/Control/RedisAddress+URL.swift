/// Why a text is no address of a Redis. Never repeats a user or password.
package struct RedisAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what was expected.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension RedisAddress {
    /// The port of a Redis that names none.
    package static let defaultPort: UInt16 = 6379

    /// Reads `redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]`. User and password may be percent-encoded; an IPv6 host
    /// stands in brackets.
    package init(url: String) throws(RedisAddressError) {
        guard let schemeEnd = url.firstRange(of: "://") else {
            throw RedisAddressError("a Redis URL begins with redis://, as in redis://127.0.0.1:6379/0")
        }
        try Self.check(scheme: url[..<schemeEnd.lowerBound].lowercased())
        let rest = url[schemeEnd.upperBound...]
        let authorityEnd = rest.firstIndex(where: { "/?#".contains($0) }) ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        self.init(port: Self.defaultPort)
        if let at = authority.lastIndex(of: "@") {
            try readLogin(authority[..<at])
            try readHost(authority[authority.index(after: at)...])
        } else {
            try readHost(authority)
        }
        try readDatabase(rest[authorityEnd...])
    }

    private static func check(scheme: String) throws(RedisAddressError) {
        switch scheme {
        case "redis": return
        case "rediss":
            throw RedisAddressError("rediss:// asks for TLS, which Rollcall does not speak: use redis:// on 127.0.0.1")
        default:
            throw RedisAddressError("a Redis URL begins with redis://, not with another scheme")
        }
    }

    private mutating func readLogin(_ login: Substring) throws(RedisAddressError) {
        guard let colon = login.firstIndex(of: ":") else {
            throw RedisAddressError("what stands before @ is USER:PASSWORD or :PASSWORD; there is no colon")
        }
        let user = try Self.decoded(login[..<colon])
        username = user.isEmpty ? nil : user
        password = try Self.decoded(login[login.index(after: colon)...])
        if password == "" { throw RedisAddressError("there is no password between the colon and @") }
    }

    private mutating func readHost(_ text: Substring) throws(RedisAddressError) {
        var port: Substring?
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else {
                throw RedisAddressError("the bracket of the IPv6 host is not closed")
            }
            host = String(text[text.index(after: text.startIndex)..<close])
            let behind = text[text.index(after: close)...]
            guard behind.isEmpty || behind.hasPrefix(":") else {
                throw RedisAddressError("between the IPv6 host and its port there is a colon")
            }
            port = behind.isEmpty ? nil : behind.dropFirst()
        } else {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = String(parts[0])
            port = parts.count > 1 ? parts[1] : nil
        }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else {
            throw RedisAddressError("the host is missing, as in redis://127.0.0.1:6379/0")
        }
        guard let port else { return }
        guard let number = UInt16(port), number > 0, port.allSatisfy(\.isNumber) else {
            throw RedisAddressError("port \"\(port)\" is no number from 1 to 65535")
        }
        self.port = number
    }

    private mutating func readDatabase(_ text: Substring) throws(RedisAddressError) {
        if text.contains(where: { "?#".contains($0) }) {
            throw RedisAddressError("a Redis URL ends with the database: ? and # have no meaning in it")
        }
        let name = text.dropFirst()
        guard !name.isEmpty else { return }
        guard let number = Int(name), name.allSatisfy(\.isNumber), number < 1_024 else {
            throw RedisAddressError("database \"\(name)\" is no number from 0 to 1023, as in redis://127.0.0.1:6379/0")
        }
        database = number
    }

    private static func decoded(_ text: Substring) throws(RedisAddressError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16) else {
                throw RedisAddressError("user or password has a % without two hexadecimal digits behind it")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RedisAddressError("user or password is not UTF-8 when decoded")
        }
        return text
    }
}
