/// How a node tells a client that messages may be missing: a frame with a top-level `E`, which is fatal in clients, and whose text
/// is `gap: REASON`; then the connection is closed. The client's window ends with it (docs/stream.md, "Clients").
package struct ToldGap: Hashable, Sendable {
    /// One word: why the node cannot say what is missing.
    package var reason: String

    private static let mark = "gap: "
    private static let reasonBytesMax = 64

    package init(reason: String) {
        self.reason = reason
    }

    /// The text of the `E`.
    package var text: String { Self.mark + reason }

    /// What a node writes before it closes: a frame with nothing but a top-level `E`, which is fatal to clients.
    package var frame: [UInt8] { Array(#"{"E":"#.utf8) + JSONText.string(text) + Array("}".utf8) }

    /// Nil for the text of any other refusal.
    package init?(text: String) {
        guard text.hasPrefix(Self.mark) else { return nil }
        let reason = text.dropFirst(Self.mark.count)
        let isWord = { (byte: UInt8) in (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 }
        guard !reason.isEmpty, reason.utf8.count <= Self.reasonBytesMax, reason.utf8.allSatisfy(isWord) else {
            return nil
        }
        self.reason = String(reason)
    }
}
