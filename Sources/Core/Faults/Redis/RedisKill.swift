/// SIGKILL of a Redis process. With `down` it is started again after it; without, it stays away until
/// ``RedisStart``.
package struct RedisKill: Fault {
    package static let verb = "redis.kill"

    package var redis: RedisTarget
    package var downMilliseconds: Int?
    package var back: RedisReturn

    package init(_ redis: RedisTarget = .master, downMilliseconds: Int?, back: RedisReturn = RedisReturn()) {
        self.redis = redis
        self.downMilliseconds = downMilliseconds
        self.back = back
    }
}

extension RedisKill: RedisEnding {}
