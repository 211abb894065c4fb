import Glibc

/// Where messages for people go when stdout carries results.
enum StandardError {
    /// Writes all of it; what cannot be written is given up, there is nowhere left to say so.
    static func write(_ text: String) {
        StandardStream.write(text, to: STDERR_FILENO)
    }
}
