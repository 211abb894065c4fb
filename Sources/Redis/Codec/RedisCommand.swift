package import NIOCore

/// One command: its arguments as byte strings, the first of which is the command's name.
package struct RedisCommand: Hashable, Sendable {
    /// All arguments, one behind the other.
    private(set) var bytes = ByteBuffer()
    /// How many of `bytes` belong to each argument.
    private(set) var lengths: [Int] = []

    /// `RedisCommand("SET", key, 17)`.
    package init<each Argument: RedisArgument>(_ name: String, _ arguments: repeat each Argument) {
        append(name)
        repeat append(each arguments)
    }

    /// For a number of arguments known only when running.
    package init(_ name: String, arguments: some Sequence<some RedisArgument>) {
        append(name)
        append(contentsOf: arguments)
    }

    package mutating func append(_ argument: some RedisArgument) {
        lengths.append(argument.write(to: &bytes))
    }

    package mutating func append(contentsOf arguments: some Sequence<some RedisArgument>) {
        for argument in arguments { append(argument) }
    }

    /// The first argument.
    package var name: String {
        bytes.getString(at: bytes.readerIndex, length: lengths.first ?? 0) ?? ""
    }

    /// One argument by its place, 0 being the name.
    package subscript(_ place: Int) -> ByteBuffer {
        let start = lengths[..<place].reduce(bytes.readerIndex, +)
        guard let slice = bytes.getSlice(at: start, length: lengths[place]) else {
            preconditionFailure("argument \(place) of \(self) is beyond its bytes")
        }
        return slice
    }

    package var count: Int { lengths.count }
}

extension RedisCommand: CustomStringConvertible {
    /// The name only: arguments can be passwords or payloads.
    package var description: String {
        "\(name) with \(max(0, count - 1)) arguments"
    }
}

/// What can stand as an argument of a command.
package protocol RedisArgument {
    /// Appends the bytes and returns their number.
    func write(to buffer: inout ByteBuffer) -> Int
}

extension String: RedisArgument {
    package func write(to buffer: inout ByteBuffer) -> Int { buffer.writeString(self) }
}

extension Substring: RedisArgument {
    package func write(to buffer: inout ByteBuffer) -> Int { buffer.writeSubstring(self) }
}

extension ByteBuffer: RedisArgument {
    package func write(to buffer: inout ByteBuffer) -> Int { buffer.writeImmutableBuffer(self) }
}

extension [UInt8]: RedisArgument {
    package func write(to buffer: inout ByteBuffer) -> Int { buffer.writeBytes(self) }
}

extension Int: RedisArgument {
    package func write(to buffer: inout ByteBuffer) -> Int { buffer.writeString(String(self)) }
}

extension Int64: RedisArgument {
    package func write(to buffer: inout ByteBuffer) -> Int { buffer.writeString(String(self)) }
}

extension UInt64: RedisArgument {
    package func write(to buffer: inout ByteBuffer) -> Int { buffer.writeString(String(self)) }
}

extension RedisCommand {
    /// EVAL or EVALSHA.
    init(_ name: String, _ script: String, keys: [String], arguments: [ByteBuffer]) {
        self.init(name, script, keys.count)
        append(contentsOf: keys)
        append(contentsOf: arguments)
    }

    /// Bytes of the arguments; on the wire some more.
    var byteCount: Int { bytes.readableBytes }
}
