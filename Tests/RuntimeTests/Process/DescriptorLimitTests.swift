import Core
import Runtime
import Testing

@Suite("Limit of open files")
struct DescriptorLimitTests {
    @Test("What fits is granted")
    func fits() throws {
        try DescriptorLimit.raise(toAtLeast: 64)
    }

    @Test("What no limit allows is error 75 with the number needed")
    func tooLow() throws {
        let error = #expect(throws: HarnessError.self) { try DescriptorLimit.raise(toAtLeast: 1 << 40) }
        #expect(error?.code == .environment)
        #expect(error?.message.contains("\(1 << 40)") == true)
        #expect(error?.remedy?.contains("ulimit -n") == true)
    }
}
