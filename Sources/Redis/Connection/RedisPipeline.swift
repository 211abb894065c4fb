package import NIOCore

/// The commands that were issued on one connection and not yet answered, oldest first. Pure; generic over what waits for
/// the reply.
package struct RedisPipeline<Context> {
    private struct Entry {
        /// nil once its deadline has passed: the reply is still to come and goes to nobody.
        var context: Context?
        var deadline: NIODeadline
    }

    private var entries = CircularBuffer<Entry>()
    /// How many of the oldest entries were given to the socket.
    private var written = 0
    /// No deadline is earlier; it may belong to an entry that is gone.
    package private(set) var earliestDeadline: NIODeadline = .distantFuture
    package let commandsMax: Int

    package init(commandsMax: Int) {
        self.commandsMax = commandsMax
    }

    package var count: Int { entries.count }
    package var isFull: Bool { entries.count >= commandsMax }

    package mutating func issued(_ context: Context, deadline: NIODeadline) {
        precondition(!isFull, "a pipeline of \(commandsMax) commands took one more")
        entries.append(Entry(context: context, deadline: deadline))
        earliestDeadline = min(earliestDeadline, deadline)
    }

    /// Everything issued so far was given to the socket.
    package mutating func flushed() {
        written = entries.count
    }

    package enum Answer {
        case to(Context)
        /// Its command has timed out.
        case late
        /// Nobody asked.
        case unexpected
    }

    /// One more reply arrived: whose is it?
    package mutating func answered() -> Answer {
        guard written > 0 else { return .unexpected }
        written -= 1
        let entry = entries.removeFirst()
        return entry.context.map { .to($0) } ?? .late
    }

    /// Takes out what waits past its deadline.
    package mutating func expired(now: NIODeadline) -> [Context] {
        var due: [Context] = []
        var earliest = NIODeadline.distantFuture
        for place in entries.indices {
            guard let context = entries[place].context else { continue }
            if entries[place].deadline <= now {
                due.append(context)
                entries[place].context = nil
            } else {
                earliest = min(earliest, entries[place].deadline)
            }
        }
        earliestDeadline = earliest
        return due
    }

    /// The connection is gone: everything that waits, with what is known about its effect.
    package mutating func drained() -> [(context: Context, certainty: RedisError.Certainty)] {
        let sent = written
        let rest = entries.enumerated().compactMap { place, entry in
            entry.context.map { ($0, place < sent ? RedisError.Certainty.unknown : .definite) }
        }
        self = RedisPipeline(commandsMax: commandsMax)
        return rest
    }
}
