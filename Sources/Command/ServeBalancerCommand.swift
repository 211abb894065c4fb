import ArgumentParser
import Balancer
import Runtime

struct ServeBalancerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balancer",
        abstract: "Be one address in front of all nodes, told what to do on stdin.",
        discussion: """
            Started by 'rollcall run' for scenarios with 'nodes: {balancer: rollcall}'. The settings are the first JSON line \
            on stdin, commands follow, and events come on stdout (docs/control-protocol.md). It ends when its stdin closes.
            """
    )

    @Flag(help: "Read settings and commands on stdin. There is no other way; it is the default.")
    var control = false

    @Flag(help: "Log what the balancer does.")
    var verbose = false

    func run() async throws {
        try await Ending.of {
            try await BalancerProcess.runControlled(logger: Logs.make("balancer", verbose: verbose))
        }
    }
}
