import Glibc

enum StandardOutput {
    static func write(_ text: String) {
        StandardStream.write(text, to: STDOUT_FILENO)
    }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
