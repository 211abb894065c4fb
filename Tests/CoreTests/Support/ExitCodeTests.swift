import Core
import Testing

@Suite struct ExitCodeTests {
    @Test func numbersAreThoseThatAreDocumented() {
        #expect(ExitCode.allCases.map(\.rawValue).sorted() == [0, 1, 2, 3, 64, 65, 69, 70, 75, 130])
    }

    @Test func aViolationIsNeverHidden() {
        for other in ExitCode.allCases {
            #expect(ExitCode.combined([other, .violated]) == .violated)
            #expect(ExitCode.combined([.held, other]) == other)
        }
    }

    @Test func precedenceIsTheDocumentedOne() {
        let order: [ExitCode] = [
            .violated, .bug, .systemFailed, .interrupted, .inconclusive, .environment, .unavailable, .scenario, .usage,
            .held,
        ]
        for (index, code) in order.enumerated() { #expect(ExitCode.combined(order[index...].reversed()) == code) }
    }

    @Test func nothingRunIsHeld() {
        #expect(ExitCode.combined([]) == .held)
    }
}
