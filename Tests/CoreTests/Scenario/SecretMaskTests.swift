import Core
import Testing

@Suite struct SecretMaskTests {
    private func masked(_ text: String) -> String {
        String(decoding: SecretMask.masked(source: Array(text.utf8)), as: UTF8.self)
    }

    @Test func hidesPasswordsWhereverTheyStandInAFile() {
        let text = """
            redis:
              password: hunter2
            other: {password: "hun, ter", port: 1}
            url: redis://ann:hunter2@127.0.0.1:6379/0
            """
        let result = masked(text)
        #expect(!result.contains("hun"))
        #expect(!result.contains("ter\""))
        #expect(result.contains("port: 1}"))
        #expect(result.contains("@127.0.0.1:6379/0"))
    }

    @Test func leavesEverythingElseAsItIs() {
        let text = "# a comment\nscenario: smoke\n\ntraffic:\n  - {count: 100}\n"
        #expect(masked(text) == text)
    }
}
