/// Finds messages between a client and a node: WebSocket data frames (RFC 6455, section 5.2), masked or not, behind the HTTP
/// requests or responses before them. A message counts where its first frame begins; control frames do not count. Behind an
/// HTTP body whose length is not told it finds nothing more.
package struct WebSocketFrameScanner: Sendable {
    private enum State {
        case head
        case body(remaining: Int)
        case frameHead
        case payload(remaining: Int)
        case lost
    }

    /// A head that is longer is none.
    private static let headMax = 64 << 10

    private let direction: LinkDirection
    private var state = State.head
    /// Offset of the next byte.
    private var offset = 0
    private var head: [UInt8] = []
    private var isData = false

    package init(_ direction: LinkDirection) {
        self.direction = direction
    }

    /// The first byte of a frame tells what it is.
    package var undecided: Int? { nil }

    package mutating func scan(_ bytes: UnsafeRawBufferPointer, _ report: (LinkFrameEvent) -> Void) {
        var index = 0
        while index < bytes.count {
            switch state {
            case .head: takeHeadByte(bytes[index], &index)
            case .body(let remaining):
                let count = min(remaining, bytes.count - index)
                (index, offset) = (index + count, offset + count)
                state = count == remaining ? .head : .body(remaining: remaining - count)
            case .frameHead: takeFrameByte(bytes[index], &index, report)
            case .payload(let remaining):
                let count = min(remaining, bytes.count - index)
                (index, offset) = (index + count, offset + count)
                if count == remaining { endFrame(report) } else { state = .payload(remaining: remaining - count) }
            case .lost: return
            }
        }
    }

    private mutating func takeHeadByte(_ byte: UInt8, _ index: inout Int) {
        head.append(byte)
        index += 1
        offset += 1
        if head.count > Self.headMax { return state = .lost }
        guard byte == UInt8(ascii: "\n"), head.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
        readHead()
        head.removeAll(keepingCapacity: true)
    }

    private mutating func readHead() {
        let lines = String(decoding: head, as: UTF8.self).lowercased().split(separator: "\r\n")
        func value(_ name: String) -> Substring? {
            lines.first { $0.hasPrefix(name + ":") }.map { $0.dropFirst(name.count + 1) }
        }
        let isUpgrade =
            direction == .to
            ? value("upgrade")?.contains("websocket") == true
            : lines.first?.split(separator: " ").dropFirst().first == "101"
        if isUpgrade {
            state = .frameHead
        } else if value("transfer-encoding") != nil {
            state = .lost
        } else if let length = value("content-length") {
            guard let count = Int(length.drop { $0 == " " }), count >= 0 else { return state = .lost }
            state = count == 0 ? .head : .body(remaining: count)
        } else {
            // A request without a length has no body; a response lasts until the connection ends.
            state = direction == .to ? .head : .lost
        }
    }

    private mutating func takeFrameByte(_ byte: UInt8, _ index: inout Int, _ report: (LinkFrameEvent) -> Void) {
        if head.isEmpty {
            let operation = byte & 0x0F
            isData = operation == 1 || operation == 2
            if isData { report(.began(LinkFrame(start: offset))) }
        }
        head.append(byte)
        index += 1
        offset += 1
        guard head.count >= 2, head.count == Self.headSize(head[1]) else { return }
        let length = Self.payloadLength(head)
        head.removeAll(keepingCapacity: true)
        if length == 0 { endFrame(report) } else { state = .payload(remaining: length) }
    }

    private mutating func endFrame(_ report: (LinkFrameEvent) -> Void) {
        state = .frameHead
        if isData { report(.ended(offset)) }
    }

    /// With the extended length and the mask.
    private static func headSize(_ second: UInt8) -> Int {
        let extended = second & 0x7F == 126 ? 2 : second & 0x7F == 127 ? 8 : 0
        return 2 + extended + (second & 0x80 != 0 ? 4 : 0)
    }

    private static func payloadLength(_ head: [UInt8]) -> Int {
        switch head[1] & 0x7F {
        case 126: Int(head[2]) << 8 | Int(head[3])
        case 127: head[2..<10].reduce(0) { ($0 & (Int.max >> 8)) << 8 | Int($1) }
        case let length: Int(length)
        }
    }
}
