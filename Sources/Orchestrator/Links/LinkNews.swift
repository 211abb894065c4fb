package import Core

/// What happened on links that somebody may wait for.
package struct LinkNews: Sendable {
    /// By watch, where its nth was seen. It is held or cut by then.
    package var met: [LinkWatchID: LinkSighting] = [:]
    /// By impairment, connections that were given up because they were idle.
    package var culled: [LinkGrip: Int] = [:]
}

/// What a watch met.
package struct LinkSighting: Hashable, Sendable {
    package var edge: LinkEdge
    /// Nil for a connect.
    package var frame: LinkFrame?
}

/// A watch that was registered.
package struct LinkWatchID: Hashable, Sendable {
    let number: Int
}

/// An impairment that was imposed.
package struct LinkGrip: Hashable, Sendable {
    let number: Int
}

/// A connection through a link as the kernel knows it, for looks into /proc/net/tcp.
package struct LinkTrace: Hashable, Sendable {
    package let edge: LinkEdge
    /// Of the one who connected, and of the link.
    let nearPeer: UInt16
    let nearOwn: UInt16
    /// Of the link, and of the one who listens; nil when it was not dialled.
    let farOwn: UInt16?
    let farPeer: UInt16?
}
