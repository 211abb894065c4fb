/// Whom an entry is for: everybody who listens to one of the addresses and to none of the exceptions. Who matches twice
/// gets one copy.
///
/// An address is any text that connections listen to: a hub, a user, a group, a connection.
package struct Target: Hashable, Sendable {
    package var addresses: [String]
    package var exceptions: [String]

    package init(_ addresses: [String], except exceptions: [String] = []) {
        self.addresses = addresses
        self.exceptions = exceptions
    }

    /// Addresses, a bar, exceptions; each as its length in bytes, a colon, its text.
    package var text: String {
        var text = ""
        for address in addresses { text += "\(address.utf8.count):\(address)" }
        text += "|"
        for exception in exceptions { text += "\(exception.utf8.count):\(exception)" }
        return text
    }

    /// Bytes of ``text``.
    package var byteCount: Int {
        (addresses + exceptions).reduce(1) { $0 + Self.digits($1.utf8.count) + 1 + $1.utf8.count }
    }

    private static func digits(_ number: Int) -> Int {
        var (count, rest) = (1, number / 10)
        while rest > 0 { (count, rest) = (count + 1, rest / 10) }
        return count
    }

    /// Nil for text that ``text`` does not write.
    package init?(text: some StringProtocol) {
        var rest = Array(text.utf8)[...]
        guard let addresses = Self.list(&rest, until: UInt8(ascii: "|")), rest.popFirst() != nil,
            let exceptions = Self.list(&rest, until: nil)
        else { return nil }
        self.init(addresses, except: exceptions)
    }

    private static func list(_ rest: inout ArraySlice<UInt8>, until end: UInt8?) -> [String]? {
        var list: [String] = []
        while let first = rest.first, first != end {
            guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
                let length = Int(String(decoding: rest[..<colon], as: UTF8.self)), length >= 0,
                length <= rest.endIndex - colon - 1,
                let text = String(validating: rest[(colon + 1)..<(colon + 1 + length)], as: UTF8.self)
            else { return nil }
            list.append(text)
            rest = rest[(colon + 1 + length)...]
        }
        return list
    }
}
