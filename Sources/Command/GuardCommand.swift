import ArgumentParser
import Runtime

/// `rollcall guard`: started by `rollcall run` before anything else, ended by it at the end. Not for people.
struct GuardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guard",
        abstract: "Take down what a run leaves behind if it is killed. Started by 'rollcall run' itself.",
        shouldDisplay: false
    )

    func run() {
        Guard.run()
    }
}
