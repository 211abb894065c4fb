import Core
import Testing

@Suite("Guard book")
struct GuardBookTests {
    @Test("Keeps what was entered and not struck out")
    func keeps() throws {
        var book = GuardBook()
        for line in ["+10 5", "+DIR /tmp/rollcall-a", "+11 6", "-10", "+DIR /tmp/rollcall-b", "-DIR /tmp/rollcall-a"] {
            book.apply(try #require(GuardBook.Change(line)))
        }
        #expect(book.processes == [GuardBook.Process(id: 11, startTime: 6)])
        #expect(book.folders == ["/tmp/rollcall-b"])
    }

    @Test("An id that is entered again belongs to the later process")
    func recycled() throws {
        var book = GuardBook()
        book.apply(try #require(GuardBook.Change("+10 5")))
        book.apply(try #require(GuardBook.Change("+10 9")))
        #expect(book.processes == [GuardBook.Process(id: 10, startTime: 9)])
    }

    @Test(
        "Lines that are none, or that would harm others, are refused",
        arguments: [
            "", "+", "-", "10 5", "+10", "+x 5", "+10 x", "+1 5", "+0 5", "+-4 5", "-1", "-0", "-x",
            "+DIR", "+DIR /", "+DIR /home", "+DIR rollcall-a", "+DIR /tmp/../rollcall-a", "+DIR /tmp//rollcall-a",
            "+DIR /tmp/rollcall-a/..", "+DIR /tmp/rollcall-a/", "+DIR /rollcall", "+DIR /tmp/a\u{1}/rollcall-a",
        ]
    )
    func refuses(line: String) {
        #expect(GuardBook.Change(line) == nil)
    }

    @Test("A change and its line are the same thing, also for a path with spaces")
    func lines() {
        let changes: [GuardBook.Change] = [
            .addProcess(GuardBook.Process(id: 1234, startTime: 99)), .removeProcess(id: 1234),
            .addFolder("/tmp/my folder/rollcall-x"), .removeFolder("/tmp/my folder/rollcall-x"),
        ]
        for change in changes { #expect(GuardBook.Change(change.line) == change) }
    }
}
