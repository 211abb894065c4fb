import Core

/// One server, come what may, wherever it is now.
final class MovingLocator: RedisLocator {
    let requiresMaster = false
    let claim: MasterClaim? = nil
    private let place: () -> RedisAddress

    init(_ place: @escaping () -> RedisAddress) {
        self.place = place
    }

    func start(moved: @escaping (RedisError) -> Void) {}
    func locate(_ completion: @escaping (Result<RedisAddress, RedisError>) -> Void) { completion(.success(place())) }
    func cancel() {}
    func connected() {}
    func ended(_ error: RedisError) {}
    func stop() {}
}
