// ACL users of Redis.
extension MappingReader {
    /// A password. Reported at its key: the line of its value must not be shown.
    func secret(_ key: String) -> String? {
        guard let tree = self[key] else { return nil }
        guard case .scalar(let text, _) = tree.content, !text.isEmpty, !tree.isNull else {
            report(keyPlace(of: key), key, "\(path(of: key)) is no text", expected: "text")
            return nil
        }
        return text
    }

    /// The name of a user.
    func userName(_ key: String) -> String? {
        guard let name = name(key) else { return nil }
        guard Self.isUserName(name) else {
            report(place(of: key), key, "\(path(of: key)): \(name) is the harness itself", expected: "another name")
            return nil
        }
        return name
    }

    static let userRule = "\(nameRule), and not \(RedisUser.harness)"

    static func isUserName(_ text: String) -> Bool { isName(text) && text != RedisUser.harness }

    /// What a user may do, in the words of ACL SETUSER. Nil, and a report, where Redis would not take a word, or where one
    /// is a password.
    func rules(_ key: String) -> String? {
        let expected = "rules as ACL SETUSER takes them, for example `~* &* +@all`"
        guard let (text, _) = scalar(key, expected: expected) else { return nil }
        let words = text.split(separator: " ").map(String.init)
        for word in words where !Self.isRule(word) {
            let isSecret = word.first.map { "><#!".contains($0) } ?? false
            // The line of a password must not be shown.
            report(
                isSecret ? keyPlace(of: key) : place(of: key),
                key,
                isSecret
                    ? "\(path(of: key)) holds a password" : "\(path(of: key)): \(quote(word)) is no rule of an ACL",
                expected: isSecret ? nil : expected,
                nearest: isSecret ? nil : NearestWord.of(word, in: Self.ruleWords),
                remedy: isSecret ? "write it as `password: ...`" : nil
            )
            return nil
        }
        return words.joined(separator: " ")
    }

    private static let ruleWords = [
        "on", "off", "allkeys", "resetkeys", "allchannels", "resetchannels", "allcommands", "nocommands", "reset",
        "sanitize-payload", "skip-sanitize-payload",
    ]

    private static func isRule(_ word: String) -> Bool {
        guard let first = word.first else { return false }
        if ruleWords.contains(word) { return true }
        return "~&+-%".contains(first) && word.count > 1
            && word.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
    }
}
