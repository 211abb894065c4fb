/// What the measures keep of one client while its history is read.
struct ClientMeter {
    /// When it last got something in its present life, or when that life began; 0 before the first.
    var heardAt: UInt64 = 0
    /// The healing behind which it waits to be served, and its place; never, when there is none.
    var awaitedHealing: UInt64 = .max
    var segment = 0
    /// Segments in which it lost something before it was served, and since when it had been owed.
    var unserved: [(segment: Int, since: UInt64)] = []
    /// Probes that it heard in its present life, by their places.
    var heardProbes: [Int] = []
    /// First copies that it had got when its present connection began.
    var deliveredBefore = 0
}
