import Glibc

/// Whether a stream is shown on a terminal where a line can be redrawn, and how wide that is.
struct Terminal: Sendable {
    private let descriptor: Int32

    /// Nil for a pipe, a file, and a terminal that understands no control sequences.
    init?(_ descriptor: Int32) {
        guard Self.isOne(descriptor), Environment.value("TERM").map({ $0 != "dumb" }) ?? false else { return nil }
        self.descriptor = descriptor
    }

    static func isOne(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// What a terminal has that does not tell its size.
    private static let usualColumns = 80

    /// Now: a window can be resized at any time.
    var columns: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return Self.usualColumns }
        return Int(size.ws_col)
    }
}
