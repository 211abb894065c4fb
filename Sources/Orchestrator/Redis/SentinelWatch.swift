import Core
import NIOCore
import NIOPosix
import Redis
import Synchronization

/// Listens to what the sentinels announce.
final class SentinelWatch: Sendable {
    /// Told by Redis in the words of the reference: `+switch-master NAME OLD-IP OLD-PORT NEW-IP NEW-PORT`,
    /// `+odown master NAME IP PORT #quorum 2/2`, `-odown master NAME IP PORT`.
    enum Announcement: Equatable {
        case switched(from: UInt16, to: UInt16)
        case down(UInt16)
        case up(UInt16)

        init?(channel: String, text: String) {
            let words = text.split(separator: " ").map(String.init)
            switch channel {
            case "+switch-master":
                guard words.count >= 5, let from = UInt16(words[2]), let to = UInt16(words[4]) else { return nil }
                self = .switched(from: from, to: to)
            case "+odown", "-odown":
                guard words.count >= 4, words[0] == "master", let port = UInt16(words[3]) else { return nil }
                self = channel == "+odown" ? .down(port) : .up(port)
            default: return nil
            }
        }

        static let channels = ["+switch-master", "+odown", "-odown"]
    }

    private let subscribers = Mutex<[NIOLoopBound<RedisSubscriber>]>([])

    /// Returns when the subscription is confirmed. It is kept up over restarts of the sentinel.
    func follow(_ sentinel: RedisDoor, _ heard: @escaping @Sendable (Announcement) -> Void) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let subscriber = try await eventLoop.flatSubmit {
            let options = RedisOptions(address: sentinel.address, clientName: RedisDoor.clientName)
            let subscriber = RedisSubscriber(options: options, on: eventLoop)
            subscriber.onMessage = { channel, payload in
                Announcement(channel: channel, text: String(buffer: payload)).map(heard)
            }
            subscriber.start()
            let bound = NIOLoopBound(subscriber, eventLoop: eventLoop)
            let confirmed = Announcement.channels.map { subscriber.subscribe($0) }
            return EventLoopFuture.andAllSucceed(confirmed, on: eventLoop).map { bound }
        }.get()
        subscribers.withLock { $0.append(subscriber) }
    }

    func end() async {
        let all = subscribers.withLock { subscribers in
            defer { subscribers = [] }
            return subscribers
        }
        // Fails only when the event loop is gone, and then so is the connection.
        for subscriber in all { try? await subscriber.eventLoop.submit { subscriber.value.close() }.get() }
    }
}
