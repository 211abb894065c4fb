/// A place on the way of messages through a node at which it is told to stop.
package struct Failpoint: Codable, Hashable, Sendable {
    /// Each counts messages of the harness; `send` counts each client that one is written to.
    package enum Point: String, Codable, Hashable, Sendable, CaseIterable {
        /// A message was taken from its publisher, and Redis has not got it.
        case beforeWrite = "before-write"
        /// Redis has acknowledged it, and the publisher is not told.
        case afterWrite = "after-write"
        /// Redis has sent it, and the node has done nothing with it.
        case beforeReceive = "before-receive"
        /// It lies in the buffer of the node, and no client was handed it.
        case afterReceive = "after-receive"
        /// It is about to be written to a client.
        case beforeSend = "before-send"
        /// The kernel has it for that client; the next client does not.
        case afterSend = "after-send"
    }

    package enum Action: String, Codable, Hashable, Sendable, CaseIterable {
        /// The whole node stands still for a time.
        case pause
        /// The process dies at the point, as by SIGKILL: what was not written by then is gone.
        case crash
    }

    /// Chosen by whoever arms it; events name it.
    package var id: Int
    package var point: Point
    package var action: Action
    /// The nth message that comes to the point after it was armed, from 1.
    package var nth: Int
    /// How long a pause lasts; without meaning for a crash.
    package var pauseMilliseconds: Int

    package init(id: Int, point: Point, action: Action, nth: Int = 1, pauseMilliseconds: Int = 0) {
        self.id = id
        self.point = point
        self.action = action
        self.nth = nth
        self.pauseMilliseconds = pauseMilliseconds
    }
}
