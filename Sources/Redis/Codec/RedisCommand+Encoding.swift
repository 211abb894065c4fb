import CHiredis
package import NIOCore

extension RedisCommand {
    /// Appends the command in RESP2, formatted by hiredis.
    package func encode(into buffer: inout ByteBuffer) {
        precondition(!lengths.isEmpty, "a command without a name cannot be sent")
        bytes.withUnsafeReadableBytes { raw in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { arguments in
                withUnsafeTemporaryAllocation(of: Int.self, capacity: count) { sizes in
                    fill(arguments, sizes, from: raw)
                    buffer.writeFormatted(arguments, sizes)
                }
            }
        }
    }

    private func fill(
        _ arguments: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>,
        _ sizes: UnsafeMutableBufferPointer<Int>,
        from raw: UnsafeRawBufferPointer
    ) {
        // An empty command buffer may have no address; hiredis needs one even for zero bytes.
        let empty = UnsafeRawPointer(bitPattern: 1)
        var start = 0
        for (place, length) in lengths.enumerated() {
            let address = raw.baseAddress.map { $0 + start } ?? empty
            arguments.initializeElement(at: place, to: address?.assumingMemoryBound(to: CChar.self))
            sizes.initializeElement(at: place, to: length)
            start += length
        }
    }
}

extension ByteBuffer {
    fileprivate mutating func writeFormatted(
        _ arguments: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>,
        _ sizes: UnsafeMutableBufferPointer<Int>
    ) {
        var target: UnsafeMutablePointer<CChar>?
        let count = rollcall_format_command(
            &target,
            Int32(arguments.count),
            arguments.baseAddress,
            UnsafeRawPointer(sizes.baseAddress)?.assumingMemoryBound(to: Int.self)
        )
        guard let target, count >= 0 else { preconditionFailure("hiredis found no memory for a command") }
        defer { rollcall_command_free(target) }
        writeBytes(UnsafeRawBufferPointer(start: target, count: Int(count)))
    }
}
