import Redis
import Testing

@Suite struct SentinelAnswerTests {
    private static let details = RedisReply.array([
        .bulk("name"), .bulk("m"), .bulk("ip"), .bulk("127.0.0.1"), .bulk("config-epoch"), .bulk("12"),
    ])

    @Test func readsAddressAndEpoch() {
        let address = RedisReply.array([.bulk("10.0.0.3"), .bulk("7001")])
        let master = MasterAddress(host: "10.0.0.3", port: 7001)
        #expect(SentinelAnswer(address: address, details: Self.details) == .master(MasterClaim(master, epoch: 12)))
        let denied = RedisReply.error("NOPERM no permissions to run the 'sentinel|master' command")
        #expect(SentinelAnswer(address: address, details: denied) == .master(MasterClaim(master)))
    }

    @Test func aNullIsANameThatIsNotKnown() {
        #expect(SentinelAnswer(address: .null, details: .error("ERR No such master with that name")) == .unknown)
    }

    @Test(arguments: [
        RedisReply.array([]), .array([.bulk("h")]), .array([.bulk("h"), .bulk("0")]), .array([.bulk(""), .bulk("1")]),
        .array([.bulk("h"), .bulk("65536")]), .integer(1), .bulk("h:1"),
    ])
    func whatIsNoAddressIsNoAnswer(_ reply: RedisReply) {
        #expect(SentinelAnswer(address: reply, details: Self.details) == .silent("its answer is no address"))
    }

    @Test func anErrorIsALoginOrSomethingElse() {
        let login = "NOAUTH Authentication required."
        #expect(SentinelAnswer(address: .error(login), details: .error(login)) == .denied(login))
        let stranger = "ERR unknown command 'SENTINEL', with args beginning with: 'GET-MASTER-ADDR-BY-NAME'"
        #expect(SentinelAnswer(address: .error(stranger), details: .error(stranger)) == .silent(stranger))
    }
}
