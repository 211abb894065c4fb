/// Puts a copy of the data aside, for a start with `data: snapshot`.
package struct RedisSnapshot: Fault {
    package static let verb = "redis.snapshot"
    package var isMomentary: Bool { true }

    package var redis: RedisTarget

    package init(_ redis: RedisTarget = .master) {
        self.redis = redis
    }

    package var holds: [String] { redis.holds }
}

extension RedisSnapshot: RedisSimpleFault, RedisDataFault {}
