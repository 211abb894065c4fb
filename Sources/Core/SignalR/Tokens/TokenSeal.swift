/// Seals texts that clients hold and show again, so that they cannot make or change one (reference signalr2, section 3).
///
/// The form is ours, as the reference allows: base64url of the text and its SipHash under the farm's key and a purpose.
package struct TokenSeal: Hashable, Sendable {
    /// What a sealed text is for; one purpose does not pass for another.
    package enum Purpose: String, Hashable, Sendable {
        case connection = "SignalR.ConnectionToken"
        case groups = "SignalR.Groups.v1.1"
    }

    private let key: SipHashKey

    package init(key: SipHashKey) {
        self.key = key
    }

    package func seal(_ text: String, for purpose: Purpose) -> String {
        var bytes = Array(text.utf8)
        let tag = tag(bytes, purpose)
        withUnsafeBytes(of: tag.littleEndian) { bytes.append(contentsOf: $0) }
        return Base64URL.encode(bytes)
    }

    /// The sealed text; nil when it was not sealed with this key for this purpose.
    package func open(_ token: String, for purpose: Purpose) -> String? {
        guard var bytes = Base64URL.decode(token), bytes.count >= 8 else { return nil }
        let shown = bytes.suffix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        bytes.removeLast(8)
        guard tag(bytes, purpose) == shown else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private func tag(_ bytes: [UInt8], _ purpose: Purpose) -> UInt64 {
        SipHash24.hash(Array(purpose.rawValue.utf8) + [0] + bytes, key: key)
    }
}
