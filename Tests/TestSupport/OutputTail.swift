/// The end of what a process wrote.
package struct OutputTail: Sendable {
    private let bytesMax: Int
    private var bytes: [UInt8] = []

    package init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    package mutating func append(_ more: [UInt8]) {
        bytes += more
        if bytes.count > bytesMax { bytes.removeFirst(bytes.count - bytesMax) }
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
