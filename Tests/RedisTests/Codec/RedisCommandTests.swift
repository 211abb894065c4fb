import NIOCore
import Redis
import Testing

@Suite struct RedisCommandTests {
    @Test func isWrittenAsAnArrayOfBulkStrings() {
        var buffer = ByteBuffer()
        RedisCommand("SET", "key", 17).encode(into: &buffer)
        #expect(String(buffer: buffer) == "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$2\r\n17\r\n")
    }

    @Test func appendsToWhatIsThere() {
        var buffer = ByteBuffer()
        RedisCommand("PING").encode(into: &buffer)
        RedisCommand("ECHO", "").encode(into: &buffer)
        #expect(String(buffer: buffer) == "*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$0\r\n\r\n")
    }

    @Test func carriesAnyBytes() throws {
        let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0) }
        var buffer = ByteBuffer()
        RedisCommand("PUBLISH", "canal é", bytes, ByteBuffer(bytes: bytes), Substring("x")).encode(into: &buffer)
        let read = try RESPText.parse(Array(buffer.readableBytesView), piece: 1000)
        let raw = ByteBuffer(bytes: bytes)
        #expect(read == [.array([.bulk("PUBLISH"), .bulk("canal é"), .bulk(raw), .bulk(raw), .bulk("x")])])
    }

    @Test func takesAnyNumberOfArguments() throws {
        let names = (0..<3000).map { "key\($0)" }
        var buffer = ByteBuffer()
        RedisCommand("DEL", arguments: names).encode(into: &buffer)
        let read = try RESPText.parse(Array(buffer.readableBytesView), piece: .max)
        #expect(read == [.array([.bulk("DEL")] + names.map { .bulk($0) })])
    }

    @Test func givesItsArgumentsBack() {
        var command = RedisCommand("EVAL", "body", UInt64.max)
        command.append(Int64(-3))
        #expect(command.count == 4)
        #expect((0..<4).map { String(buffer: command[$0]) } == ["EVAL", "body", "18446744073709551615", "-3"])
    }

    @Test func printsNoArgument() {
        #expect("\(RedisCommand("AUTH", "alice", "hunter2"))" == "AUTH with 2 arguments")
    }
}
