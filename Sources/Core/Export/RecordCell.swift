/// One value of an exported record.
package enum RecordCell: Sendable {
    case number(UInt64)
    /// `c7`: a letter and a number.
    case ordinal(UInt8, UInt32)
    case word(StaticString)
    case text(String)
    case yes
    case no
}

extension RecordCell {
    static func client(_ number: UInt32) -> RecordCell { .ordinal(UInt8(ascii: "c"), number) }
    static func publisher(_ number: UInt32) -> RecordCell { .ordinal(UInt8(ascii: "p"), number) }
    static func node(_ number: UInt32) -> RecordCell { .ordinal(UInt8(ascii: "n"), number) }
    static func server(_ number: UInt32) -> RecordCell { .ordinal(UInt8(ascii: "r"), number) }
    static func flag(_ value: Bool) -> RecordCell { value ? .yes : .no }
}
