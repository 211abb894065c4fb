import Core
import FoundationEssentials
import Testing

@Suite struct JSONDifferenceTests {
    private static func places(_ old: String, _ new: String) -> [JSONDifference.Place]? {
        JSONDifference.places(Data(old.utf8), Data(new.utf8))
    }

    @Test func itNamesThePlacesThatDiffer() {
        let found = Self.places(
            #"{"a": 1, "b": {"c": [1, {"d": "x"}]}, "gone": true, "same": [1.5, null]}"#,
            #"{"a": 2, "b": {"c": [1, {"d": "y"}, 3]}, "new": [1], "same": [1.5, null]}"#
        )
        #expect(
            found == [
                .init(path: "a", old: "1", new: "2"),
                .init(path: "b.c[1].d", old: "'x'", new: "'y'"),
                .init(path: "b.c[2]", old: nil, new: "3"),
                .init(path: "gone", old: "true", new: nil),
                .init(path: "new", old: nil, new: "a list of 1"),
            ]
        )
    }

    @Test func theSameInAnotherFormIsNoDifference() {
        #expect(Self.places(#"{"a":1,"b":2}"#, "{ \"b\": 2,\n \"a\": 1 }") == [])
    }

    @Test func largeNumbersAreNotRounded() {
        #expect(Self.places("[9007199254740993]", "[9007199254740992]")?.count == 1)
    }

    @Test func whatIsNoJSONIsSaid() {
        #expect(Self.places("{", "{}") == nil)
    }
}
