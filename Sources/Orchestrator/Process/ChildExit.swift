import Glibc

/// How a child process ended.
package struct ChildExit: Hashable, Sendable {
    package enum Status: Hashable, Sendable {
        case code(Int32)
        /// Number of the signal that ended it.
        case signal(Int32)
    }

    package var status: Status
    /// We asked for it: by a signal or a command to stop. Otherwise it ended by itself.
    package var wasExpected: Bool

    package init(_ status: Status, wasExpected: Bool) {
        self.status = status
        self.wasExpected = wasExpected
    }
}

extension ChildExit: CustomStringConvertible {
    package var description: String {
        switch status {
        case .code(let code): "exit code \(code)"
        case .signal(SIGKILL): "SIGKILL (sent by somebody else, or the machine is out of memory)"
        case .signal(let number): "signal \(number) (\(String(cString: strsignal(number))))"
        }
    }
}
