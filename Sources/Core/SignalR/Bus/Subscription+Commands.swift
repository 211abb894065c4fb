extension Subscription {
    /// What the commands of a delivery did to the connection.
    package struct CommandOutcome: Hashable, Sendable {
        /// `S:1` goes into this response.
        package var isInitialized = false
        /// Membership differs from before: `G` goes into this response.
        package var groupsChanged = false
        /// The connection ends; its application hears a clean disconnect.
        package var isAborted = false
        /// To be published now.
        package var acks: [BusMessage] = []
        /// For the ack listener: ids of commands that some node has acknowledged.
        package var acknowledged: [String] = []
        /// Command messages whose value could not be read; they are skipped.
        package var unreadable = 0
    }

    /// Applies the commands of a delivery. A message to a group that was behind the add in the same delivery is not found
    /// again: the cursor has passed it (reference signalr2, section 10, row 17).
    package func apply(_ commands: [StoredMessage], now: UInt64) -> CommandOutcome {
        var outcome = CommandOutcome()
        guard !commands.isEmpty else { return outcome }
        let before = groups
        for stored in commands {
            let message = stored.message
            if message.isAck {
                outcome.acknowledged.append(message.commandID)
                continue
            }
            guard let command = try? BusCommand.decode(message.value) else {
                outcome.unreadable += 1
                continue
            }
            apply(command, &outcome, now: now)
            if message.waitForAck {
                outcome.acks.append(BusCommand.ack(of: message.commandID, acker: identity))
            }
        }
        outcome.groupsChanged = groups != before
        return outcome
    }

    private func apply(_ command: BusCommand, _ outcome: inout CommandOutcome, now: UInt64) {
        switch command.kind {
        case .initializing: outcome.isInitialized = true
        case .addToGroup: if let signal = command.value { addGroup(signal: signal, now: now) }
        case .removeFromGroup: if let signal = command.value { removeGroup(signal: signal, now: now) }
        case .abort: outcome.isAborted = true
        }
    }
}
