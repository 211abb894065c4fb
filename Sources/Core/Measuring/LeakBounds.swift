/// Growth that `expect.leaks` allows, by resource; one that is absent is not judged.
package struct LeakBounds: Codable, Hashable, Sendable {
    package var redisClients: Int?
    package var channels: Int?
    package var keys: Int?
    package var sockets: Int?
    /// Bytes.
    package var memory: Int?

    package init() {}

    /// `leaks: none`. Memory is not among them: a server that has worked holds more than one that has not.
    package static var none: LeakBounds {
        var bounds = LeakBounds()
        bounds.redisClients = 0
        bounds.channels = 0
        bounds.keys = 0
        bounds.sockets = 0
        return bounds
    }

    package subscript(resource: ResourceReading.Resource) -> Int? {
        switch resource {
        case .redisClients: redisClients
        case .channels: channels
        case .keys: keys
        case .sockets: sockets
        case .memory: memory
        }
    }
}
