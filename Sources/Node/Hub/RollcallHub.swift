import NIOCore

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
        .method("PublishUser", parameters: 2) { caller, arguments in
            caller.user(try arguments.string(0), callback, [arguments.raw(1)])
        },
        .method("Join", parameters: 1) { caller, arguments in caller.join(try arguments.string(0)) },
        .method("Leave", parameters: 1) { caller, arguments in caller.leave(try arguments.string(0)) },
        HubMethod(name: "Echo", parameters: 1) { caller, arguments in
            caller.eventLoop.makeSucceededFuture(arguments.raw(0))
        },
    ]
}
