/// FLUSHALL: every key is gone.
package struct RedisFlush: Fault {
    package static let verb = "redis.flush"
    package var isMomentary: Bool { true }

    package var redis: RedisTarget

    package init(_ redis: RedisTarget = .master) {
        self.redis = redis
    }
}

extension RedisFlush: RedisSimpleFault, RedisDataFault {}
