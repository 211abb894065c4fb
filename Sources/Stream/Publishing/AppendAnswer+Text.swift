/// How a node tells a publisher that has a session of its own what became of a message. A mark at the end says that an earlier
/// attempt of the same message may have had an effect.
extension AppendAnswer {
    private static let openMark = "?"

    /// `ok`, `gap`, `unknown-session`, `unknown-session?`, `full`, `full?` or `busy`. An index is not part of it.
    package var text: String {
        switch self {
        case .acknowledged: "ok"
        case .gap: "gap"
        case .unknownSession(let isDefinite): "unknown-session" + (isDefinite ? "" : Self.openMark)
        case .full(let isDefinite): "full" + (isDefinite ? "" : Self.openMark)
        case .busy: "busy"
        }
    }

    /// Nil for text that ``text`` does not write.
    package init?(text: some StringProtocol) {
        switch text {
        case "ok": self = .acknowledged(nil)
        case "gap": self = .gap
        case "unknown-session": self = .unknownSession(isDefinite: true)
        case "unknown-session?": self = .unknownSession(isDefinite: false)
        case "full": self = .full(isDefinite: true)
        case "full?": self = .full(isDefinite: false)
        case "busy": self = .busy
        default: return nil
        }
    }
}
