package import Core
import Glibc

/// Tells whether two processes read the same clock: same boot of the same kernel, same time namespace.
package enum ClockDomain {
    /// The number that goes into every history header. Two machines differ, and so do two boots of one.
    package static let current: UInt64 = number(boot: bootID(), timeNamespace: timeNamespace())

    /// FNV-1a over both texts.
    static func number(boot: [UInt8], timeNamespace: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in boot { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        for byte in timeNamespace { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }

    private static func bootID() -> [UInt8] {
        let file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(file, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }

    /// Kernels before 5.6 have none; then every process of a boot shares the clock.
    private static func timeNamespace() -> [UInt8] {
        var bytes = [CChar](repeating: 0, count: 64)
        let count = readlink("/proc/self/ns/time", &bytes, bytes.count)
        return bytes.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    }
}

extension HistoryHeader {
    /// The header of a history that this process begins now.
    package static func current(role: HistoryRole, process: UInt32, run: RunID) -> HistoryHeader {
        HistoryHeader(
            role: role,
            process: process,
            run: run,
            clockDomain: ClockDomain.current,
            openedAt: MonotonicClock.now()
        )
    }
}
