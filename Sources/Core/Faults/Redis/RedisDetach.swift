/// A replica is cut loose (REPLICAOF NO ONE) and the sentinels forget it: whoever is connected to it hears nothing any more.
package struct RedisDetach: Fault {
    package static let verb = "redis.detach"

    package var redis: RedisTarget
    package var forMilliseconds: Int?

    package init(_ redis: RedisTarget = .replica, forMilliseconds: Int?) {
        self.redis = redis
        self.forMilliseconds = forMilliseconds
    }
}

extension RedisDetach: ReplicaFault {}
