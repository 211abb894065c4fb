/// How to start a child process.
package struct ChildSpec: Sendable {
    package enum Program: Hashable, Sendable {
        /// A program of ours at this path: it ends by itself when its stdin closes.
        case ours(String)
        /// Somebody else's, at this path or to be found on the PATH: it is tied to our life by the system.
        case foreign(String)
    }

    package enum Conversation: Hashable, Sendable {
        /// Lines go to its stdin and come from its stdout; stderr goes to the log.
        case control
        /// Its stdin is empty; stdout and stderr go to the log.
        case none
    }

    /// How it is ended when everything is taken down.
    package enum Ending: Hashable, Sendable {
        /// SIGKILL at once, for a program that has nothing to save.
        case kill
        /// SIGTERM, and SIGKILL when it is still there after the grace.
        case terminate(grace: Duration)
    }

    /// For messages, for example `n1`.
    package var name: String
    package var program: Program
    package var arguments: [String]
    /// Added to our own environment.
    package var environment: [String: String]
    /// Nil: ours.
    package var workingDirectory: String?
    package var conversation: Conversation
    /// File that its output is appended to; it is made with access for the user only.
    package var log: String
    package var ending: Ending

    package init(
        name: String,
        program: Program,
        arguments: [String] = [],
        environment: [String: String] = [:],
        workingDirectory: String? = nil,
        conversation: Conversation = .control,
        log: String,
        ending: Ending = .terminate(grace: .seconds(2))
    ) {
        self.name = name
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.conversation = conversation
        self.log = log
        self.ending = ending
    }
}
