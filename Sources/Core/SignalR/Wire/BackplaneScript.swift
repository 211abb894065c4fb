/// The two scripts that a node runs on Redis (reference signalr2, section 7.1). KEYS[1] is the event key, which is both
/// counter and channel.
package enum BackplaneScript {
    /// ARGV[1] is a ``BackplanePayload/blob(_:originTicks:)``. Counting and publishing are one step, so ids are published
    /// in order. The `..` writes the id with 14 digits: from 10^14 on as `1e+14`, which no receiver can read.
    package static let publish = """
        local id = redis.call('INCR', KEYS[1])
        local payload = id .. ' ' .. ARGV[1]
        redis.call('PUBLISH', KEYS[1], payload)
        return {id, ARGV[1], payload}
        """

    /// ARGV[1] is the last id that the node received. It raises a counter that came back absent or lower, and answers nil
    /// when there was nothing to do.
    package static let restore = """
        local counter = redis.call('GET', KEYS[1])
        if counter and tonumber(counter) >= tonumber(ARGV[1]) then
            return nil
        end
        return redis.call('SET', KEYS[1], ARGV[1])
        """
}
