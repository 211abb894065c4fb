package import Core
import NIOPosix
package import Redis

/// Where the harness talks to one Redis process, and with which login.
package struct RedisDoor: Hashable, Sendable {
    /// For messages, `r2`.
    package let name: String
    package let address: RedisAddress
    /// For connecting, and for each answer, where no other is asked for.
    private let usual: Duration

    package init(name: String, address: RedisAddress, timeout: Duration = RedisDoor.timeout) {
        self.name = name
        self.address = address
        usual = timeout
    }

    /// For connecting, and for each answer, of doors that were given no other.
    package static let timeout: Duration = .seconds(2)
    /// What CLIENT LIST shows for us.
    package static let clientName = "rollcall-harness"

    /// Connections that faults leave alone, where their user does not show it.
    static let exempt: Set<String> = [clientName, "rollcall-probe", "rollcall-witness"]

    func selecting(database: Int) -> RedisDoor {
        var address = address
        address.database = database
        return RedisDoor(name: name, address: address, timeout: usual)
    }

    /// The same, with another time for connecting and for each answer.
    func waiting(_ timeout: Duration) -> RedisDoor { RedisDoor(name: name, address: address, timeout: timeout) }

    /// A conversation over a connection of its own.
    ///
    /// - Parameters:
    ///   - timeout: for connecting, and for each answer; nil is the door's own.
    ///   - patience: how long to try again where time may help.
    ///   - whileLoading: also with a server that is still loading its data.
    /// - Throws: `RedisError`, and what `body` throws; `CancellationError` at once when it is cancelled, whatever is waited for.
    @discardableResult
    package func talk<Value>(
        timeout: Duration? = nil,
        patience: Duration = .zero,
        whileLoading: Bool = false,
        _ body: (AsyncRedisClient) async throws -> Value
    ) async throws -> Value {
        let timeout = timeout ?? usual
        var options = RedisOptions(
            address: address,
            clientName: Self.clientName,
            connectTimeout: timeout,
            commandTimeout: timeout
        )
        options.waitsForData = !whileLoading
        // A command may take all of its time.
        options.pingTimeout += timeout
        let client = try await AsyncRedisClient.connect(
            options: options,
            on: MultiThreadedEventLoopGroup.singleton.any(),
            patience: patience
        )
        do {
            let value = try await withTaskCancellationHandler {
                try await body(client)
            } onCancel: {
                client.closeSoon()
            }
            await client.close()
            return value
        } catch {
            await client.close()
            try Task.checkCancellation()
            throw error
        }
    }

    /// The fields of a section of INFO.
    package func info(_ section: String, timeout: Duration? = nil) async throws -> RedisInfoFields {
        try await talk(timeout: timeout) { try await $0.info(section) }
    }
}

extension AsyncRedisClient {
    func info(_ section: String) async throws -> RedisInfoFields {
        RedisInfoFields(try await send("INFO", section).string ?? "")
    }

    /// The connections that the server has, each as its fields: `id`, `name`, `flags` and so on.
    func clientList() async throws -> [[String: String]] {
        let lines = try await send("CLIENT", "LIST").string ?? ""
        return lines.split(whereSeparator: \.isNewline).map { line in
            RedisInfoFields.pairs(line, separator: " ")
        }
    }
}

extension RedisInfoFields {
    /// `name=value` and `name=value` and so on.
    static func pairs(_ text: some StringProtocol, separator: Character) -> [String: String] {
        text.split(separator: separator).reduce(into: [:]) { fields, pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
        }
    }
}

extension RedisReply {
    /// An array of names and values in turn, as sentinels answer, as a table; nil for everything else.
    var table: [String: String]? {
        guard let elements, elements.count.isMultiple(of: 2) else { return nil }
        var table: [String: String] = [:]
        for index in stride(from: 0, to: elements.count, by: 2) {
            guard let key = elements[index].string, let value = elements[index + 1].string else { return nil }
            table[key] = value
        }
        return table
    }
}
