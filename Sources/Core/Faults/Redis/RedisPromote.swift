/// REPLICAOF NO ONE on a replica: a second master, until it is made a replica of the present one again.
package struct RedisPromote: Fault {
    package static let verb = "redis.promote"

    package var redis: RedisTarget
    package var forMilliseconds: Int?

    package init(_ redis: RedisTarget = .replica, forMilliseconds: Int?) {
        self.redis = redis
        self.forMilliseconds = forMilliseconds
    }
}

extension RedisPromote: ReplicaFault {}
