/// The encoded frames of the latest deliveries, so that connections with the same delivery share one.
///
/// `Frame` is whatever the shell writes: bytes, or a buffer that already holds the WebSocket frame.
package struct FrameCache<Frame> {
    /// Frames kept; the oldest goes first.
    package static var framesMax: Int { 16 }

    private var slots: [(identity: FrameIdentity, frame: Frame)] = []
    private var next = 0

    package init() {}

    /// The frame of this identity, made by `encode` when it is not here.
    package mutating func frame(_ identity: FrameIdentity, encode: () -> Frame) -> Frame {
        // The latest is by far the likeliest.
        var position = next
        for _ in slots.indices {
            position = (position == 0 ? slots.count : position) - 1
            if slots[position].identity == identity { return slots[position].frame }
        }
        let frame = encode()
        if slots.count < Self.framesMax {
            slots.append((identity, frame))
            next = slots.count == Self.framesMax ? 0 : slots.count
        } else {
            slots[next] = (identity, frame)
            next = (next + 1) % Self.framesMax
        }
        return frame
    }
}
