import Testing

@testable import Core

/// Where a failure is shown in the scenario file.
@Suite struct ScenarioPlacesTests {
    private static let text = """
        scenario: places
        traffic: [{count: 10}]
        faults:
          - {at: 1s, do: node.kill, node: n2, down: 1s}
          - at: 2s
            do: node.kill
            node: n1
            down: 1s
        expect:
          delivery: exactly-once
          reproduces: [lost, duplicated]
          backplanes:
            pubsub:
              delivery: at-most-once
              reproduces: []
        variants:
          calm: {expect.order: none, faults: null, expect.reproduces: null}
        """

    private func place(_ path: String, variant: String? = nil, _ backplane: BackplaneKind = .signalr) throws -> String {
        let file = try ScenarioFixture.parse(Self.text).get()
        let place = file.places(variant: variant, backplane: backplane).place(of: path)
        return "\(place.line):\(place.column)"
    }

    @Test func entriesStandWhereTheirKeysStand() throws {
        #expect(try place("expect") == "9:1")
        #expect(try place("expect.delivery") == "10:3")
        #expect(try place("expect.reproduces") == "11:3")
        #expect(try place("expect.reproduces.1") == "11:22")
        #expect(try place("faults.0") == "4:5")
        #expect(try place("faults.1") == "5:5")
    }

    @Test func whatIsNotWrittenStandsAtTheNearestThingAboveIt() throws {
        #expect(try place("expect.order") == "9:1")
        #expect(try place("expect.latency.p99") == "9:1")
        #expect(try place("expect.reproduces.7") == "11:3")
        #expect(try place("faults.9") == "1:1")
        #expect(try place("scenario") == "1:1")
        #expect(ScenarioPlaces().place(of: "expect.delivery") == .start)
    }

    @Test func aBackplaneHasPlacesOfItsOwn() throws {
        #expect(try place("expect.delivery", .pubsub) == "14:7")
        #expect(try place("expect.reproduces.1", .pubsub) == "15:7")
        #expect(try place("expect.backplanes", .pubsub) == "9:1", "it is no expectation")
    }

    @Test func whatAVariantChangesStandsInTheVariant() throws {
        #expect(try place("expect.order", variant: "calm") == "17:10")
        #expect(try place("expect.delivery", variant: "calm") == "10:3")
        #expect(try place("expect.reproduces", variant: "calm") == "9:1")
        #expect(try place("faults.0", variant: "calm") == "1:1")
    }
}
