/// Puts the balancer's cookie into the first answer on a connection, behind its status line; all else passes as it is.
package struct CookieInsertion: Sendable {
    /// Bytes that a status line may have; what begins with a longer one passes without a cookie.
    package static let statusLineBytesMax = 4_096

    private let field: [UInt8]
    /// The beginning of the answer; nil when the cookie was set.
    private var pending: [UInt8]? = []

    package init(_ node: NodeID) {
        field = Array("Set-Cookie: \(StickyMark.cookieName)=\(node); Path=/; HttpOnly\r\n".utf8)
    }

    package var isDone: Bool { pending == nil }

    /// What is to be passed on for these bytes.
    package mutating func pass(_ bytes: some Collection<UInt8>) -> [UInt8] {
        guard var held = pending else { return Array(bytes) }
        held += bytes
        guard let end = held.firstRange(of: Array("\r\n".utf8)) else {
            pending = held.count > Self.statusLineBytesMax ? nil : held
            return pending == nil ? held : []
        }
        pending = nil
        held.insert(contentsOf: field, at: end.upperBound)
        return held
    }

    /// What is still held when no more bytes come.
    package mutating func finish() -> [UInt8] {
        defer { pending = nil }
        return pending ?? []
    }
}
