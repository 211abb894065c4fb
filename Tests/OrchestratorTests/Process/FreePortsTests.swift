import Core
import Testing

@testable import Orchestrator

@Suite("Free ports")
struct FreePortsTests {
    @Test("They lie outside the range from which connections get theirs")
    func range() {
        #expect(FreePorts.candidates(localRange: "32768\t60999\n") == 10_000...32_767)
        #expect(FreePorts.candidates(localRange: "10500 40000") == 40_001...65_535)
        #expect(FreePorts.candidates(localRange: "1024 65535") == 10_000...65_535)
        #expect(FreePorts.candidates(localRange: nil) == 10_000...32_767)
        #expect(FreePorts.candidates(localRange: "what") == 10_000...32_767)
    }

    @Test("None is given twice to one who says which are taken, and a port in use is not free")
    func distinct() throws {
        var generator = SeededGenerator(seed: 1)
        var taken: Set<UInt16> = []
        for _ in 0..<50 { taken.insert(try FreePorts.next(using: &generator, except: taken)) }
        #expect(taken.count == 50)
        #expect(taken.allSatisfy(FreePorts.isFree))
    }
}
