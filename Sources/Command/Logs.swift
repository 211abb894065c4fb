import Logging

enum Logs {
    /// Logs go to stderr; stdout belongs to events and results.
    static func make(_ label: String, verbose: Bool) -> Logger {
        var logger = Logger(label: "rollcall.\(label)", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = verbose ? .debug : .notice
        return logger
    }
}
