/// What can be said of a record, in the order of the columns. Names are part of the format (docs/history.md).
package enum RecordColumn: Int, Sendable, CaseIterable {
    case history, role, process, record, time, kind
    case client, node, server, fault, repetition, name, app, prober
    case publisher, sequence, audience, attempt, isSentinel
    case start, reason, outcome, content, id, isFurther, sentAt, count, isSubscribed, isOtherRun, isEnd
    case way, connection
    case phase, text

    package var name: String { "\(self)" }
}
