/// What was the matter at the place where something went wrong, as far as it is on record.
enum HopCondition: String, Hashable, Sendable, CaseIterable {
    case subscriptionDown
    case takenAway
    case nodeGone
    case nodeFrozen
    case killedBeforeHanding
    case idBack
    case bufferOverrun
    case slowClient
    case clientAway
    case connectionBroke
    case replayed
    case republished
    case toldFailed
    case nobodyReceived
    case nobodyWrote
    case notRecordedByNode
    case receivedTwice
    case otherApplication
    case recordIncomplete
    case betweenNodes
    case singleClient
    case copiesUntold
    case unreadable
    case toldNoPosition
    case toldOtherLog
    case toldTrimmed
    case toldOtherEntry
    case toldBeyondHead
    case toldStartedAnew
    case toldEnded

    /// The reason that a client was told with a gap; nil for one of an unknown kind.
    init?(told text: String) {
        switch ToldGap(text: text)?.reason {
        case "noPosition": self = .toldNoPosition
        case "otherLog": self = .toldOtherLog
        case "trimmed": self = .toldTrimmed
        case "otherEntry": self = .toldOtherEntry
        case "beyondHead": self = .toldBeyondHead
        case "startedAnew": self = .toldStartedAnew
        case "ended": self = .toldEnded
        default: return nil
        }
    }

    /// How ``text`` follows in a sentence.
    var conjunction: String {
        switch self {
        case .subscriptionDown, .nodeGone, .nodeFrozen, .clientAway, .connectionBroke: "while"
        default: "because"
        }
    }

    var text: String {
        switch self {
        case .subscriptionDown: "its subscription was down"
        case .takenAway: "the log of the server went back to before it"
        case .nodeGone: "its process was gone"
        case .nodeFrozen: "its process was frozen"
        case .killedBeforeHanding: "its process was killed before it had handed anything on"
        case .idBack: "the id was not above the highest that it had seen"
        case .bufferOverrun: "over 1 000 messages came while the client was away"
        case .slowClient: "over 1 000 messages came while the client was behind"
        case .clientAway: "the client was away"
        case .connectionBroke: "the connection was breaking"
        case .replayed: "a resumed connection was given it again"
        case .republished: "it was published again after an attempt of unknown outcome"
        case .toldFailed: "the publisher was told that it had failed"
        case .nobodyReceived: "no node received it"
        case .nobodyWrote: "no node wrote what it carried"
        case .notRecordedByNode: "the node that sent it saw nothing of it"
        case .receivedTwice: "the node received it more than once"
        case .otherApplication: "it was a message of another application"
        case .recordIncomplete: "the record of the nodes is incomplete"
        case .betweenNodes: "nothing tells the way into Redis from the way out of it"
        case .singleClient: "a node with one client does not tell the node from its connection"
        case .copiesUntold: "as many copies went out as were seen, and nothing tells for whom each of them was"
        case .unreadable: "what arrived does not say which message it is"
        case .toldNoPosition: "the client came back without a position in the log"
        case .toldOtherLog: "the position of the client was in another log"
        case .toldTrimmed: "what the client had missed was trimmed away"
        case .toldOtherEntry: "another entry stands at the position of the client"
        case .toldBeyondHead: "the position of the client was beyond the end of the log"
        case .toldStartedAnew: "the log was destroyed while the client was connected"
        case .toldEnded: "the life of the client had ended in the log"
        }
    }
}
