import Core
import NIOCore
import Stream

/// What the harness measures with: every message goes through unread, and is answered when the backplane has it.
struct RollcallHub: Hub {
    static let name = "RollcallHub"

    /// What clients are called with.
    private static let callback = "deliver"

    let methods: [HubMethod] = [
        .method("PublishAll", parameters: 1) { caller, arguments in
            caller.all(callback, [arguments.raw(0)])
        },
        .method("PublishGroup", parameters: 2) { caller, arguments in
            caller.group(try arguments.string(0), callback, [arguments.raw(1)])
        },
        .method("PublishGroups", parameters: 2) { caller, arguments in
            caller.groups(try arguments.strings(0), callback, [arguments.raw(1)])
        },
        .method("PublishUser", parameters: 2) { caller, arguments in
            caller.user(try arguments.string(0), callback, [arguments.raw(1)])
        },
        .method("Join", parameters: 1) { caller, arguments in caller.join(try arguments.string(0)) },
        .method("Leave", parameters: 1) { caller, arguments in caller.leave(try arguments.string(0)) },
        HubMethod(name: "Echo", parameters: 1) { caller, arguments in
            caller.eventLoop.makeSucceededFuture(arguments.raw(0))
        },
        HubMethod(name: "OpenSession", parameters: 0) { caller, _ in
            caller.openSession().map { JSONText.string($0.text) }
        },
        append("AppendAll", targets: 0) { hub, _ in Signals.hub(hub) },
        append("AppendGroup", targets: 1) { Signals.group(hub: $0, group: $1) },
        append("AppendUser", targets: 1) { Signals.user(hub: $0, userID: $1) },
    ]

    /// `(session, sequence, [group or user,] payload)`; answered with what became of the attempt (docs/stream.md, "Append and
    /// sessions").
    private static func append(
        _ name: String,
        targets: Int,
        to signal: @escaping (_ hub: String, _ target: String) -> String
    ) -> HubMethod {
        HubMethod(name: name, parameters: 3 + targets) { caller, arguments in
            let target = targets > 0 ? try arguments.string(2) : ""
            return caller.append(
                try arguments.session(0),
                try arguments.count(1),
                to: signal(caller.hub, target),
                callback,
                [arguments.raw(2 + targets)]
            ).map { JSONText.string($0.text) }
        }
    }
}
