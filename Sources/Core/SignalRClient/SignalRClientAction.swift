/// What the shell of a ``SignalRClientMachine`` has to do, in this order.
package enum SignalRClientAction: Hashable, Sendable {
    /// Ask to be let in among the connections that are being opened, then call ``SignalRClientMachine/turnTaken(now:)``.
    case awaitTurn
    /// GET this at the next node of the client, then call `negotiated` or `attemptFailed`.
    case negotiate(path: String)
    /// Open a WebSocket, then call `opened` or `attemptFailed`. At the next node for a reconnect, at the node that
    /// negotiated otherwise.
    case open(path: String, atNextNode: Bool)
    /// GET this at the present node, then call `startAnswered` or `attemptFailed`.
    case start(path: String)
    /// GET this at the present node; nobody waits for the answer.
    case abort(path: String)
    /// Give up the socket and whatever request is under way; nothing of it may reach the machine any more.
    case abandon(SignalRClosing)
    /// Hand out the messages of a frame that came before the start was answered: the bytes inside the brackets of `M`.
    case handOut([UInt8])
    /// Hand out what the slow reader found in such a frame.
    case handOutParsed([SignalRItem])
    /// A hub call ended; each call ends once.
    case callEnded(ticket: UInt64, SignalRCallResult)
    case report(SignalRClientReport)
}

/// How a socket is given up.
package enum SignalRClosing: Hashable, Sendable {
    /// With a WebSocket close frame.
    case politely
    /// FIN without a closing handshake.
    case abruptly
    /// RST.
    case reset
    /// Not at all for now: the socket stays open and is ignored until the client is connected again or stopped.
    case silently
}

/// What the user of a client gets to know of its connection.
package enum SignalRClientReport: Hashable, Sendable {
    /// The state is Connected.
    case connected(ConnectionStart)
    /// It was connected and is no more.
    case disconnected(DisconnectReason, why: String)
    /// Cursor, groups token and connection id are forgotten.
    case lifeEnded(returns: Bool)
    /// An attempt to connect failed; another one follows.
    case attemptFailed(why: String)
}

/// How a hub call ended.
package enum SignalRCallResult: Hashable, Sendable {
    case ok
    /// As `ok`, with a text as the result.
    case value(String)
    /// `outcome` is `fail` only when the server said that nothing happened.
    case failed(Outcome, why: String)
}

/// What ``SignalRClientMachine/received(_:now:)`` asks for.
package enum SignalRReaction: Hashable, Sendable {
    case none
    /// Hand out the messages between these two offsets of the frame, with a ``SignalRItemReader``.
    case messages(Range<Int>)
    /// Hand these out.
    case parsed([SignalRItem])
    case act([SignalRClientAction])
}
