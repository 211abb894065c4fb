package import NIOCore

/// Notices a Redis that has stopped answering though its connection stands, by PING. Pure: told the time, it says what
/// to do and when to ask again.
package struct RedisLiveness {
    package enum Action: Equatable {
        case nothing
        case ping
        case dead
    }

    private let interval: TimeAmount
    private let timeout: TimeAmount
    /// When anything arrived last.
    package private(set) var heard: NIODeadline
    /// When the PING was sent that nothing has followed yet.
    private var pinged: NIODeadline?

    package init(interval: TimeAmount, timeout: TimeAmount, now: NIODeadline) {
        self.interval = interval
        self.timeout = timeout
        heard = now
    }

    /// Any byte counts: a Redis that sends is alive.
    package mutating func received(now: NIODeadline) {
        heard = now
        pinged = nil
    }

    /// What is due now, and when to ask again.
    package mutating func check(now: NIODeadline) -> (action: Action, next: NIODeadline) {
        if let pinged {
            return now >= pinged + timeout ? (.dead, now) : (.nothing, pinged + timeout)
        }
        guard now >= heard + interval else { return (.nothing, heard + interval) }
        pinged = now
        return (.ping, now + timeout)
    }
}
