/// Maps pairs of numbers to positions: open addressing, one multiplication and mostly one probe per look-up.
struct PairMap: ~Copyable {
    /// Keys plus 1; 0 is free.
    private var keys: UnsafeMutablePointer<UInt64>
    private var values: UnsafeMutablePointer<UInt32>
    private var capacity: Int
    private var shift: UInt64
    private(set) var count = 0

    init() {
        capacity = 64
        shift = 58
        keys = .allocate(capacity: capacity)
        keys.initialize(repeating: 0, count: capacity)
        values = .allocate(capacity: capacity)
        values.initialize(repeating: 0, count: capacity)
    }

    deinit {
        keys.deallocate()
        values.deallocate()
    }

    @inline(__always)
    func find(_ left: Int, _ right: Int) -> Int? {
        let key = Self.key(left, right)
        var place = Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while true {
            let found = keys[place]
            if found == key { return Int(values[place]) }
            if found == 0 { return nil }
            place = (place &+ 1) & (capacity &- 1)
        }
    }

    /// The pair must not be there yet.
    mutating func insert(_ left: Int, _ right: Int, _ value: Int) {
        if (count + 1) * 2 > capacity { grow() }
        put(Self.key(left, right), UInt32(value))
        count += 1
    }

    /// In no particular order.
    func forEach(_ body: (_ left: Int, _ right: Int, _ value: Int) -> Void) {
        for place in 0..<capacity where keys[place] != 0 {
            let key = keys[place] - 1
            body(Int(key >> 32), Int(key & 0xFFFF_FFFF), Int(values[place]))
        }
    }

    @inline(__always)
    private static func key(_ left: Int, _ right: Int) -> UInt64 {
        (UInt64(truncatingIfNeeded: left) << 32 | UInt64(truncatingIfNeeded: right)) &+ 1
    }

    private func put(_ key: UInt64, _ value: UInt32) {
        var place = Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while keys[place] != 0 { place = (place + 1) & (capacity - 1) }
        keys[place] = key
        values[place] = value
    }

    private mutating func grow() {
        let (oldKeys, oldValues, oldCapacity) = (keys, values, capacity)
        capacity *= 2
        shift -= 1
        keys = .allocate(capacity: capacity)
        keys.initialize(repeating: 0, count: capacity)
        values = .allocate(capacity: capacity)
        values.initialize(repeating: 0, count: capacity)
        for place in 0..<oldCapacity where oldKeys[place] != 0 { put(oldKeys[place], oldValues[place]) }
        oldKeys.deallocate()
        oldValues.deallocate()
    }
}
