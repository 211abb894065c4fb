import Glibc

enum StandardError {
    /// Writes all of it; what cannot be written is given up, there is nowhere left to say so.
    static func write(_ text: String) {
        StandardStream.write(text, to: STDERR_FILENO)
    }
}

enum StandardOutput {
    static func write(_ text: String) {
        StandardStream.write(text, to: STDOUT_FILENO)
    }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

private enum StandardStream {
    static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}
