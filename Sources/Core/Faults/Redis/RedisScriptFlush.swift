/// SCRIPT FLUSH: EVALSHA of scripts that were loaded answers NOSCRIPT.
package struct RedisScriptFlush: Fault {
    package static let verb = "redis.script-flush"
    package var isMomentary: Bool { true }
    package static let harm = RedisHarm.changes

    package var redis: RedisTarget

    package init(_ redis: RedisTarget = .master) {
        self.redis = redis
    }
}

extension RedisScriptFlush: RedisSimpleFault, RedisDataFault {}
