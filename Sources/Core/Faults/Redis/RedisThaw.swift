/// SIGCONT: undoes ``RedisFreeze``.
package struct RedisThaw: Fault {
    package static let verb = "redis.thaw"

    package var redis: RedisTarget

    package init(_ redis: RedisTarget = .master) {
        self.redis = redis
    }
}

extension RedisThaw: RedisSimpleFault {}
