/// The hubs that a request names: a JSON array of objects with a `name` (reference signalr2, section 1.1).
package enum ConnectionData {
    /// The named hubs in the server's own casing. An unknown hub, one named twice and text of another shape throw (status
    /// 500); no text names none.
    package static func hubs(in text: String?, known: [String]) throws(SignalRError) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        var hubs: [String] = []
        for name in try names(Array(text.utf8)) {
            guard let hub = known.first(where: { CaseFolding.equal($0, name) }) else {
                throw SignalRError(.connectionData, "the hub '\(name)' is unknown; there are \(known)")
            }
            guard !hubs.contains(hub) else {
                throw SignalRError(.connectionData, "the hub '\(name)' is named twice")
            }
            hubs.append(hub)
        }
        return hubs
    }

    private static func names(_ bytes: [UInt8]) throws(SignalRError) -> [String] {
        let result: Result<[String], JSONScanner.Failure> = bytes.withUnsafeBytes { buffer in
            var scanner = JSONScanner(bytes: buffer)
            var names: [String] = []
            do throws(JSONScanner.Failure) {
                try scanner.array { (scanner: inout JSONScanner) throws(JSONScanner.Failure) in
                    names.append(try Self.name(&scanner))
                }
                try scanner.end()
                return .success(names)
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let names): return names
        case .failure(let failure):
            throw SignalRError(.connectionData, "expected \(failure.expected) at byte \(failure.offset)")
        }
    }

    private static func name(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> String {
        var name: String?
        try scanner.object { (key: String, scanner: inout JSONScanner) throws(JSONScanner.Failure) in
            guard CaseFolding.equal(key, "name") else {
                _ = try scanner.value()
                return
            }
            guard scanner.peek() == UInt8(ascii: "\"") else { throw scanner.failure("a hub name") }
            name = try scanner.string()
        }
        guard let name else { throw scanner.failure("a name") }
        return name
    }
}
