import Core
import NIOCore
import NIOHTTP1
import NIOPosix
import Runtime

/// One HTTP/1.1 GET on a connection of its own. Confined to one event loop.
final class HTTPExchange {
    /// Bytes of an answer's body that are taken.
    static let bodyBytesMax = 64 << 10

    /// What came of it, on the event loop; called at most once and never after ``cancel()``.
    typealias Completion = (Result<HTTPAnswer, HTTPExchangeError>) -> Void

    private var completion: Completion?
    private var channel: (any Channel)?

    /// Sends `GET target` to `address`.
    init(_ target: String, at address: NodeAddress, on eventLoop: any EventLoop, completion: @escaping Completion) {
        self.completion = completion
        let this = NIOLoopBound(self, eventLoop: eventLoop)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(.nanoseconds(Int64(SignalRClientOptions.stepTimeout)))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(
                        HTTPExchangeHandler(target: target, host: "\(address.host):\(address.port)") {
                            this.value.finish($0)
                        }
                    )
                }
            }
            .connect(host: address.host, port: Int(address.port))
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let channel): this.value.opened(channel)
                case .failure(let error): this.value.finish(.failure(HTTPExchangeError("\(error)")))
                }
            }
    }

    /// Nobody wants the answer any more.
    func cancel() {
        completion = nil
        close()
    }

    private func opened(_ channel: any Channel) {
        self.channel = channel
        if completion == nil { close() }
    }

    private func finish(_ result: Result<HTTPAnswer, HTTPExchangeError>) {
        let completion = completion
        self.completion = nil
        close()
        completion?(result)
    }

    /// With RST: the answer is there, and ten thousand clients on one address would run out of ports in TIME_WAIT.
    private func close() {
        guard let channel else { return }
        self.channel = nil
        channel.closeWithReset()
    }
}

/// The answer to a GET.
struct HTTPAnswer: Hashable, Sendable {
    var status: Int
    var body: [UInt8]
    /// Who says that it has answered.
    var node: NodeID?
}

/// Why there is no answer.
struct HTTPExchangeError: Error, Hashable, Sendable, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Sends the request once the connection is up, collects the answer.
private final class HTTPExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let target: String
    private let host: String
    private var done: HTTPExchange.Completion?
    private var status = 0
    private var node: NodeID?
    private var body: [UInt8] = []

    init(target: String, host: String, done: @escaping HTTPExchange.Completion) {
        self.target = target
        self.host = host
        self.done = done
    }

    func channelActive(context: ChannelHandlerContext) {
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: target)
        head.headers.add(name: "Host", value: host)
        head.headers.add(name: "Connection", value: "close")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            status = Int(head.status.code)
            node = head.headers.first(name: NodeHeader.name).flatMap { NodeID($0) }
        case .body(let bytes):
            body.append(contentsOf: bytes.readableBytesView)
            if body.count > HTTPExchange.bodyBytesMax {
                finish(.failure(HTTPExchangeError("the answer is longer than \(HTTPExchange.bodyBytesMax) bytes")))
            }
        case .end: finish(.success(HTTPAnswer(status: status, body: body, node: node)))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(HTTPExchangeError("the connection was closed before the answer")))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failure(HTTPExchangeError("\(error)")))
    }

    private func finish(_ result: Result<HTTPAnswer, HTTPExchangeError>) {
        let done = done
        self.done = nil
        done?(result)
    }
}
