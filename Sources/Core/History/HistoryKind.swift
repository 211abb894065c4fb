/// What a ``HistoryRecord`` tells. Raw values are part of the file format and never change meaning.
package enum HistoryKind: UInt8, Sendable, CaseIterable {
    // Recorded by client processes; `subject` is the client.

    /// A connection is being opened. `detail` = node.
    case connectInvoked = 1
    /// The protocol says connected. `detail` = node, `flags` = ``ConnectionStart``.
    case connected = 2
    /// The client saw its connection end. `detail` = node, `flags` = ``DisconnectReason``, `extra` = string number.
    case disconnected = 3
    /// The client gave up: this life of the connection is over and the next `connected` begins a new one.
    case lifeEnded = 4
    /// A group is being joined. `detail` = audience.
    case joinInvoked = 5
    /// Membership was confirmed. `detail` = audience.
    case joined = 6
    /// The join failed or its outcome is unknown. `detail` = audience, `flags` = ``Outcome``.
    case joinFailed = 7
    /// A group is being left. `detail` = audience.
    case leaveInvoked = 8
    /// The leave was confirmed. `detail` = audience.
    case left = 9
    /// The leave failed or its outcome is unknown. `detail` = audience, `flags` = ``Outcome``.
    case leaveFailed = 10
    /// Written before the first byte is sent. `subject` = carrying client, `publisher`, `sequence`,
    /// `detail` = attempt from 1, `flags` = ``PublishFlags``, `extra` = audience.
    case publishInvoked = 11
    /// An attempt ended. As `publishInvoked`, with `flags` = ``Outcome`` and `extra` = string number of the reason or 0.
    case publishEnded = 12
    /// A whole message with a right checksum was handed to the application. `extra` = its time of sending.
    case delivered = 13
    /// A message whose checksum is wrong; `publisher` and `sequence` as far as they could be read, else 0.
    case corrupted = 14
    /// Something that is no message of this run. `extra` = string number of a sample, `flags` = 1 when it is a message of
    /// another run.
    case foreign = 15
    /// The client proved that its connection answers, after the end of traffic.
    case alive = 16
    /// A probe of a node was sent to everybody, at the end of the run. `subject` and `publisher` = number of the probe client
    /// that sent it, `sequence` counts its probes, `detail` = node, `extra` = audience. No message of a publisher.
    case probeInvoked = 17
    /// It ended. As `probeInvoked`, with `flags` = ``Outcome``.
    case probeEnded = 18
    /// A probe was handed to the application. `publisher` and `sequence` as with `probeInvoked`.
    case probeHeard = 19

    // Recorded by client processes; `subject` is the number of a probe client, which is no client of the run.

    /// A probe client is connected. `detail` = node.
    case proberConnected = 20
    /// A probe was handed to it. As `probeHeard`.
    case proberHeard = 21
    /// Its connection answered.
    case proberAlive = 22
    /// Its connection is over. `detail` = node.
    case proberEnded = 23

    // Recorded by nodes; `subject` is the node.

    /// The node took a message from a client.
    case accepted = 32
    /// Redis acknowledged it. `extra` = id that Redis gave, 0 when there is none.
    case written = 33
    /// It came back from Redis. `extra` = id.
    case received = 34
    /// It was handed to clients of this node. `extra` = number of clients.
    case handed = 35
    /// The backplane connection changed. `flags`: 1 subscribed, 0 lost; `extra` = string number.
    case backplane = 36

    // Recorded by witnesses; `subject` is the data server, `detail` the application, from 0 (``WitnessSummary``).

    /// Redis carried a message of the run. `extra` = id, 0 where the backplane gives none; bit 7 of `flags` for all but
    /// the first thing of a payload.
    case carried = 48
    /// It carried something else. `flags` = ``CarriedContent``, with bit 7 and `extra` as `carried`; `publisher` and `sequence`
    /// as far as they could be read, else 0.
    case carriedOther = 49
    /// Redis has confirmed every channel: from now on nothing passes unseen. `extra` = string number of the place.
    case witnessListening = 50
    /// The time of the last thing that was heard on the connection that is gone: silence behind it proves nothing.
    /// `flags` = 1 when the witness was ended, `extra` = string number of the reason.
    case witnessDeaf = 51
    /// The log of the `stream` backplane has nothing above an index any more, `extra`: what came behind it was taken away.
    case logWentBack = 52

    // Recorded by links; `subject` is the node, `detail` the ``LinkTap/Place``, `extra` the number of the connection.

    /// A connection was opened through a link: from now on nothing passes it unseen.
    case tapOpened = 56
    /// The last byte of a message has passed.
    case tapped = 57

    // Recorded by the orchestrator; `subject` is the number of the fault, from 1, `detail` its repetition, from 1.

    /// The fault was asked for.
    case faultInvoked = 64
    /// It was seen to have taken effect.
    case faultObserved = 65
    /// Healing was asked for.
    case healInvoked = 66
    /// Service was seen to be restored.
    case healObserved = 67
    /// The fault could not be shown to have taken effect. `extra` = string number.
    case faultFailed = 68
    /// A phase of the run began. `subject` = ``RunPhase`` raw value.
    case phase = 69
}
