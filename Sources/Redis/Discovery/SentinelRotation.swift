import Core

/// The sentinels in turn: the next one after each failure.
final class SentinelRotation: RedisLocator {
    let requiresMaster = false
    let claim: MasterClaim? = nil
    private let sentinels: [RedisAddress]
    private var place = 0

    init(_ sentinels: [RedisAddress]) {
        self.sentinels = sentinels
    }

    /// The sentinel of the present attempt or connection.
    var present: RedisAddress { sentinels[place] }

    func next() {
        place = (place + 1) % sentinels.count
    }

    func start(moved: @escaping (RedisError) -> Void) {}
    func locate(_ completion: @escaping (Result<RedisAddress, RedisError>) -> Void) { completion(.success(present)) }
    func cancel() {}
    func connected() {}
    func ended(_ error: RedisError) { next() }
    func stop() {}
}
