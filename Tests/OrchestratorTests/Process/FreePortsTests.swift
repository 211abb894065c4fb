import Core
import Glibc
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

    @Test("A reserve keeps others away, and lets a server of ours listen beside it, again and again")
    func reserves() throws {
        let reserves = try (0..<50).map { _ in try PortReserve() }
        #expect(Set(reserves.map(\.port)).count == 50)
        let port = reserves[0].port
        for _ in 0..<3 {
            #expect(FreePorts.isFree(port))
            let server = try #require(PortReserve.socket(boundTo: port))
            defer { close(server) }
            try #require(listen(server, 1) == 0)
            #expect(!FreePorts.isFree(port))
            #expect(PortReserve.socket(boundTo: port) == nil)
        }
        #expect(!Self.canTake(port))
    }

    @Test("What was reserved is free again when nobody wants it any more")
    func ends() throws {
        var reserve: PortReserve? = try PortReserve()
        let port = try #require(reserve?.port)
        #expect(!Self.canTake(port))
        reserve = nil
        #expect(Self.canTake(port))
    }

    /// As another run would, that looks for a port.
    private static func canTake(_ port: UInt16) -> Bool {
        guard let descriptor = PortReserve.socket(boundTo: port, isShared: false) else { return false }
        close(descriptor)
        return true
    }
}
