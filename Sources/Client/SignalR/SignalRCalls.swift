import Core

/// The methods of the hub that the harness uses, ready to be sent to any audience of the run. Shared by all sessions of
/// a process.
struct SignalRCalls {
    /// The hub of the reference node.
    static let hub = "RollcallHub"
    /// What a probe has echoed.
    static let probeText = Array("rollcall".utf8)

    /// Index = audience number.
    let publish: [SignalRInvocation]
    /// Index = audience number.
    let append: [SignalRSessionInvocation]
    /// Names of the audiences that are groups, as JSON; nil for the others.
    let groupNames: [[UInt8]?]
    let open = SignalRBareInvocation(hub: SignalRCalls.hub, method: "OpenSession")
    let join = SignalRInvocation(hub: SignalRCalls.hub, method: "Join")
    let leave = SignalRInvocation(hub: SignalRCalls.hub, method: "Leave")
    let echo = SignalRInvocation(hub: SignalRCalls.hub, method: "Echo")

    init(_ audiences: [Audience]) {
        publish = audiences.map { audience in
            switch audience {
            case .all, .app: SignalRInvocation(hub: Self.hub, method: "PublishAll")
            case .group(let name): SignalRInvocation(hub: Self.hub, method: "PublishGroup", leading: [name])
            case .user(let name): SignalRInvocation(hub: Self.hub, method: "PublishUser", leading: [name])
            }
        }
        append = audiences.map { audience in
            switch audience {
            case .all, .app: SignalRSessionInvocation(hub: Self.hub, method: "AppendAll")
            case .group(let name): SignalRSessionInvocation(hub: Self.hub, method: "AppendGroup", leading: [name])
            case .user(let name): SignalRSessionInvocation(hub: Self.hub, method: "AppendUser", leading: [name])
            }
        }
        groupNames = audiences.map { audience in
            if case .group(let name) = audience { JSONEscaping.escaped(name) } else { nil }
        }
    }
}
