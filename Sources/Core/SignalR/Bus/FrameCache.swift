/// The encoded frames of the latest deliveries, so that connections with the same delivery share one.
///
/// `Frame` is whatever the shell writes: bytes, or a buffer that already holds the WebSocket frame. Inlinable, so that it
/// is specialised where it is used.
package struct FrameCache<Frame> {
    /// Frames kept; the oldest goes first.
    @inlinable package static var framesMax: Int { 16 }

    @usableFromInline var identities: [FrameIdentity] = []
    @usableFromInline var frames: [Frame] = []
    /// The slot that is written next; the one before it holds the latest frame.
    @usableFromInline var next = 0

    @inlinable package init() {}

    /// The frame of this identity, made by `encode` when it is not here.
    @inlinable
    package mutating func frame(_ identity: FrameIdentity, encode: () -> Frame) -> Frame {
        // The latest is by far the likeliest.
        var position = next
        var left = identities.count
        while left > 0 {
            position = (position == 0 ? identities.count : position) - 1
            if identities[position] == identity { return frames[position] }
            left -= 1
        }
        let frame = encode()
        if identities.count < Self.framesMax {
            identities.append(identity)
            frames.append(frame)
        } else {
            identities[next] = identity
            frames[next] = frame
        }
        next = (next + 1) % Self.framesMax
        return frame
    }
}
