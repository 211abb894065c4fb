import ArgumentParser
import Core
import FoundationEssentials
import Orchestrator

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why a stored run went as it did.",
        discussion: """
            Judges the histories of a run folder again and says where each violation came about: which hop, under which \
            condition, during which fault, and by which evidence. Nothing is started.

              rollcall explain                              the causes of the newest run
              rollcall explain runs/latest --message p3/88  one message, hop by hop
              rollcall explain runs/latest --client c7      one client, and everything it missed

            Exit code 0 whatever the verdict was; 64 when there is no such run, client or message.
            """
    )

    @Argument(help: "A run folder.")
    var run = "runs/latest"

    @Option(help: "Tell the lives of this client, such as c7, and everything it missed or saw wrongly.")
    var client: ClientID?

    @Option(help: "Tell the way of this message, such as p3/88, hop by hop.")
    var message: MessageName?

    @Flag(help: "Print it as JSON.")
    var json = false

    func validate() throws {
        if client != nil, message != nil { throw ValidationError("ask for a --client or a --message, not for both.") }
    }

    func run() async throws {
        try await Ending.of {
            let question: RunExplanation.Question =
                if let client {
                    .client(client)
                } else if let message {
                    .message(message.publisher, message.sequence)
                } else {
                    .causes
                }
            let explanation = try RunExplanation(of: run, question)
            StandardOutput.write(json ? try JSONOutput.pretty(explanation) : ExplanationText(explanation).text)
            return .held
        }
    }
}

/// A message as it is written everywhere: `p3/88`.
struct MessageName: ExpressibleByArgument {
    var publisher: PublisherID
    var sequence: UInt32

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let publisher = PublisherID(parts[0]), let sequence = UInt32(parts[1]), sequence > 0,
            parts[1].allSatisfy(\.isNumber)
        else { return nil }
        self.publisher = publisher
        self.sequence = sequence
    }
}

extension Ordinal: ArgumentParser.ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
