import NIOCore

/// The chat of the tutorial: what one says, everybody hears, on every node.
struct ChatHub: Hub {
    static let name = "ChatHub"

    let methods: [HubMethod] = [
        .method("Send", parameters: 2) { caller, arguments in
            caller.all("broadcastMessage", [arguments.raw(0), arguments.raw(1)])
        },
        .method("SendToOthers", parameters: 2) { caller, arguments in
            caller.others("broadcastMessage", [arguments.raw(0), arguments.raw(1)])
        },
        .method("SendToRoom", parameters: 3) { caller, arguments in
            caller.group(try arguments.string(0), "broadcastMessage", [arguments.raw(1), arguments.raw(2)])
        },
        .method("SendToUser", parameters: 3) { caller, arguments in
            caller.user(try arguments.string(0), "broadcastMessage", [arguments.raw(1), arguments.raw(2)])
        },
        .method("SendToConnection", parameters: 3) { caller, arguments in
            caller.client(try arguments.string(0), "broadcastMessage", [arguments.raw(1), arguments.raw(2)])
        },
        .method("SendToSelf", parameters: 2) { caller, arguments in
            caller.caller("broadcastMessage", [arguments.raw(0), arguments.raw(1)])
        },
        .method("JoinRoom", parameters: 1) { caller, arguments in caller.join(try arguments.string(0)) },
        .method("LeaveRoom", parameters: 1) { caller, arguments in caller.leave(try arguments.string(0)) },
    ]
}
