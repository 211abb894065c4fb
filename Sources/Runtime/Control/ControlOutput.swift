/// Where a process of ours says what happened: one JSON line per event on stdout, in the order of the calls.
package struct ControlOutput<Event: Encodable & Sendable>: Sendable {
    private let writer: LineWriter

    init(writer: LineWriter) {
        self.writer = writer
    }

    /// Queues an event. Never blocks and may be called from any thread or event loop.
    ///
    /// When the other side is gone the event is dropped: stdin has closed too, and the process is about to end.
    package func send(_ event: Event) {
        do {
            writer.write(try ControlLoop.encode(event))
        } catch {
            preconditionFailure("an event of ours cannot be written as JSON: \(error)")
        }
    }

    /// True when events cannot be written any more: the other side closed, or did not read for so long that
    /// ``ControlLoop/outputBytesMax`` were waiting.
    package var isBroken: Bool { writer.isBroken }
}
