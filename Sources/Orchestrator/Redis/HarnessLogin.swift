import Core

/// How the harness itself, the replicas and the sentinels log in to a Redis that we start: as an ACL user of their own, so
/// that what a scenario does to other users does not blind us or stop the replication.
struct HarnessLogin: Hashable, Sendable {
    static let user = RedisUser.harness

    let password: String

    /// A password of 128 random bits.
    init(using generator: inout some RandomNumberGenerator) {
        password = (0..<2).map { _ in HexText.word(.random(in: .min ... .max, using: &generator)) }.joined()
    }

    func address(port: UInt16) -> RedisAddress {
        RedisAddress(port: port, username: Self.user, password: password)
    }
}
