extension RunBoard {
    /// Takes over the counters of a client process, with those of whom a trigger names.
    mutating func take(_ progress: ClientProgress, process index: Int) {
        let before = clients[index].progress.watched
        clients[index].progress = progress
        guard let watched = progress.watched else { return }
        for (client, count) in watched.delivered { subjects[.client(client)] = count }
        for (publisher, count) in watched.published { subjects[.publisher(publisher)] = count }
        for node in watched.connected.keys {
            subjects[.node(node)] = clients.reduce(0) { $0 + ($1.progress.watched?.connected[node] ?? 0) }
        }
        for group in watched.joined.keys {
            subjects[.group(group)] = clients.reduce(0) { $0 + ($1.progress.watched?.joined[group] ?? 0) }
        }
        for (client, count) in watched.reconnecting {
            for _ in 0..<max(0, count - (before?.reconnecting[client] ?? 0)) { saw(.reconnecting(client)) }
        }
    }
}
