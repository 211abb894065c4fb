import Core
import Testing

@Suite struct BalancedRequestTests {
    private func request(_ text: String) -> BalancedRequest {
        BalancedRequest(Array(text.replacing("\n", with: "\r\n").utf8))
    }

    @Test func aHeadIsReadWhenItIsWhole() {
        #expect(request("GET / HTTP/1.1\nHost: x\n") == .incomplete)
        #expect(request("GET / HTTP/1.1\nHost: x\n\nrest") == .complete(nil))
        let long = "GET / HTTP/1.1\nX: " + String(repeating: "x", count: BalancedRequest.headBytesMax)
        #expect(request(long) == .tooLong)
        #expect(request(long + "\n\n") == .tooLong)
    }

    @Test func theTokenIsDecoded() {
        let line = "GET /signalr/connect?transport=webSockets&connectionToken=a%2Bb&connectionData=x HTTP/1.1\n\n"
        #expect(request(line) == .complete(.token("a+b")))
        #expect(request("GET /signalr/connect?connectionToken= HTTP/1.1\n\n") == .complete(nil))
    }

    @Test func theCookieComesFirst() {
        let head = "GET /?connectionToken=t HTTP/1.1\nCOOKIE: a=b; rollcall-node=n2; c=d\n\n"
        #expect(request(head) == .complete(.cookie(NodeID(2))))
        let other = "GET /?connectionToken=t HTTP/1.1\nCookie: rollcall-node=someone\n\n"
        #expect(request(other) == .complete(.token("t")))
    }

    @Test func theCookieIsSetBehindTheStatusLine() {
        let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n".utf8)
        for size in [1, 2, 3, 5, 16, 17, 18, answer.count] {
            var insertion = CookieInsertion(NodeID(2))
            var passed: [UInt8] = []
            var rest = answer[...]
            while !rest.isEmpty {
                passed += insertion.pass(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            passed += insertion.finish()
            #expect(
                String(decoding: passed, as: UTF8.self)
                    == "HTTP/1.1 200 OK\r\nSet-Cookie: rollcall-node=n2; Path=/; HttpOnly\r\n"
                    + "Content-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n"
            )
        }
    }

    @Test func whatIsNoAnswerPassesAsItIs() {
        var insertion = CookieInsertion(NodeID(1))
        #expect(insertion.pass(Array("HTTP".utf8)) == [])
        #expect(insertion.finish() == Array("HTTP".utf8))
        var long = CookieInsertion(NodeID(1))
        let noise = [UInt8](repeating: 7, count: CookieInsertion.statusLineBytesMax + 1)
        #expect(long.pass(noise) == noise)
        #expect(long.isDone)
    }
}
