import ArgumentParser
import Client
import Core
import Runtime

struct DriveClientsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Be one process of synthetic clients, told what to do on stdin.",
        discussion: """
            Started by 'rollcall run'. The settings are the first JSON line on stdin, commands follow, and events come on \
            stdout (docs/control-protocol.md), so that 'ssh HOST rollcall client' is a remote client process. It ends when \
            its stdin closes.
            """
    )

    @Flag(help: "Read settings and commands on stdin. There is no other way; it is the default.")
    var control = false

    @Flag(help: "Log what the clients do.")
    var verbose = false

    func run() async throws {
        try await Ending.of {
            await ClientProcess.run(logger: Logs.make("client", verbose: verbose))
        }
    }
}
