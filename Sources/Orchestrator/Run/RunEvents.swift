package import Core

/// Where a run says how it is going, for the terminal or whoever embeds it.
package struct RunEvents: Sendable {
    package enum Event: Sendable {
        case phase(RunPhase)
        case fault(FaultOccurrence, FaultStage)
        /// Something that a person should know and that decides nothing.
        case note(String)
    }

    package enum FaultStage: Hashable, Sendable {
        case began, observed, healed
        case failed(String)
    }

    private let sink: @Sendable (Event) -> Void

    package init(_ sink: @escaping @Sendable (Event) -> Void) {
        self.sink = sink
    }

    package func say(_ event: Event) { sink(event) }
}
