/// SIGTERM of a Redis process, which may save and close. With `down` it is started again after it; without, it stays away until
/// ``RedisStart``.
package struct RedisStop: Fault {
    package static let verb = "redis.stop"

    package var redis: RedisTarget
    package var downMilliseconds: Int?
    package var back: RedisReturn

    package init(_ redis: RedisTarget = .master, downMilliseconds: Int?, back: RedisReturn = RedisReturn()) {
        self.redis = redis
        self.downMilliseconds = downMilliseconds
        self.back = back
    }
}

extension RedisStop: RedisEnding {}
