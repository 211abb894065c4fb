import Testing

@testable import Core

@Suite struct UTF8CheckTests {
    private static func isValid(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { UTF8Check.isValid($0) }
    }

    @Test(arguments: ["", "a", "12345678", "123456789", "12345678é", "1234567é", "é", "漢字 and more, 😀", "\u{7F}\u{80}"])
    func takesText(_ text: String) {
        #expect(Self.isValid(Array(text.utf8)))
    }

    @Test(
        arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80]] as [[UInt8]]
    )
    func refusesWhatIsNone(_ bytes: [UInt8]) {
        for length in 0..<18 {
            let before = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            #expect(!Self.isValid(before + bytes))
            #expect(!Self.isValid(before + bytes + before))
        }
    }
}
