import FoundationEssentials
import TestSupport
import Testing

extension RealProcesses {
    /// A stored run is asked why it went as it did.
    @Suite(.timeLimit(.minutes(2))) struct ExplainTests {
        private func explain(_ arguments: String...) async throws -> BuiltProduct.Result {
            try await BuiltProduct.run(["explain"] + arguments, workingDirectory: Repository.root)
        }

        @Test func tellsTheCausesAMessageAndAClient() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-explain")
            defer { scratch.remove() }
            let ran = try await BuiltProduct.run(
                ["run", "--out", scratch.path, "scenarios/canaries/drop.yaml"],
                workingDirectory: Repository.root
            )
            #expect(ran.code == 0, "\(ran.errors)")
            let sentence = "1 message lost for 3 clients in n1, p1/20"
            let folder = scratch.path + "/latest"

            let causes = try await explain(folder)
            #expect(causes.code == 0, "\(causes.errors)")
            #expect(causes.output.contains("1. \(sentence)"), "\(causes.output)")
            #expect(causes.output.contains("the records of the nodes"))

            let message = try await explain(folder, "--message", "p1/20")
            for wanted in [
                "message p1/20 (to all): acknowledged", "sent by p1 (c1)", "n1 wrote it to Redis as id",
                "n1 received it and handed it to nobody", "n2 handed it to 3 clients", "seen by: c4, c5, c6",
                "lost: c1, c2, c3, at n1",
            ] {
                #expect(message.output.contains(wanted), "\(message.output)")
            }

            let client = try await explain(folder, "--client", "c2")
            #expect(client.output.contains("1 lost at n1"), "\(client.output)")
            #expect(client.output.contains("   p1/20\n"))

            let document = try await explain(folder, "--json", "--client", "c5")
            let object = try JSONDecoder().decode(Document.self, from: Data(document.output.utf8))
            #expect(object.causes.map(\.sentence) == [sentence])
            #expect(object.client.groups.isEmpty)
        }

        private struct Document: Decodable {
            struct Cause: Decodable {
                var sentence: String
            }
            struct Client: Decodable {
                struct Group: Decodable {}
                var groups: [Group]
            }

            var causes: [Cause]
            var client: Client
        }

        @Test func saysWhatItCannotFind() async throws {
            let nowhere = try await explain("/nowhere")
            #expect(nowhere.code == 64)
            #expect(nowhere.errors.contains("/nowhere: there is no such folder"))
            let unreadable = try await explain("runs/latest", "--message", "88")
            #expect(unreadable.code == 64)
            #expect(unreadable.errors.contains("'88' is invalid"))
        }
    }
}
