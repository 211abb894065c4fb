/// What a fault would do to a Redis that we did not start.
package enum RedisHarm: Hashable, Sendable {
    /// Nothing, or nothing that outlives the run and that others on that Redis would notice.
    case none
    /// It changes data, rules or roles, or cuts connections that are not ours: only where `redis.allow` names its verb.
    case changes
    /// It needs the process or the configuration of the server: never.
    case process
}
