/// A message that passes a link: a command, an answer, or a message between client and node. Offsets count the bytes of
/// its connection and direction from 0.
package struct LinkFrame: Hashable, Sendable {
    /// Of its first byte.
    package var start: Int
    /// Of a command, in upper case; nil for everything else.
    package var name: String?

    package init(start: Int, name: String? = nil) {
        self.start = start
        self.name = name
    }
}

/// What a scanner saw.
package enum LinkFrameEvent: Hashable, Sendable {
    /// A frame of which is known what it is.
    case began(LinkFrame)
    /// The offset behind the last byte of the frame that began last.
    case ended(Int)
}
