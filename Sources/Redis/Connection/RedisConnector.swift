package import Core
package import NIOCore
import NIOPosix

/// Opens one connection to host and port of the address with the given handler in its pipeline, on the handler's event
/// loop.
package typealias RedisConnector = (RedisAddress, RedisChannelHandler) -> EventLoopFuture<any Channel>

/// Over TCP.
func tcpConnector(_ options: RedisOptions, on eventLoop: any EventLoop) -> RedisConnector {
    { address, handler in
        let bound = NIOLoopBound(handler, eventLoop: eventLoop)
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(options.connectTimeout))
            // A fixed buffer costs a quarter less than the adaptive one when messages come in a stream.
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 64 * 1024))
            .channelOption(.maxMessagesPerRead, value: UInt(options.readsPerTurn))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(bound.value)
                }
            }
        // An address in figures needs no resolver, which would block a thread and cost a hop.
        if let socket = try? SocketAddress(ipAddress: address.host, port: Int(address.port)) {
            return bootstrap.connect(to: socket)
        }
        return bootstrap.connect(host: address.host, port: Int(address.port))
    }
}
