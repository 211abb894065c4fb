/// Numbers with units, as scenario files write them: `250ms`, `64KiB`, `400/s`, `10%`.
enum ScenarioQuantity {
    /// Why a text is no such number.
    enum Failure: Error, Hashable {
        case notNumber
        case noUnit
        case unknownUnit(String)
        case spaceBeforeUnit
        case negative
        /// Finer than the unit that everything is counted in.
        case tooFine
        case tooLarge
    }

    /// Units and what they are worth.
    struct Units: Sendable {
        let name: String
        let worth: [(unit: String, value: Int)]
        let ignoresCase: Bool
        let example: String

        var list: String { worth.map(\.unit).joined(separator: ", ") }
    }

    /// In milliseconds.
    static let duration = Units(
        name: "duration",
        worth: [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)],
        ignoresCase: false,
        example: "250ms, 2s or 1.5m"
    )

    /// In bytes.
    static let size = Units(
        name: "size",
        worth: [("B", 1), ("KB", 1_000), ("MB", 1_000_000), ("KiB", 1_024), ("MiB", 1_048_576)],
        ignoresCase: true,
        example: "200B, 64KB or 1MiB"
    )

    /// In bytes per second.
    static let dataRate = Units(
        name: "data rate",
        worth: size.worth.map { ($0.unit + "/s", $0.value) },
        ignoresCase: true,
        example: "100KB/s or 1MiB/s"
    )

    /// In thousandths per hour, so that `0.5/s` is a whole number too.
    static let rate = Units(
        name: "rate",
        worth: [("/s", 3_600_000), ("/m", 60_000), ("/h", 1_000)],
        ignoresCase: false,
        example: "400/s or 10/m"
    )

    /// In thousandths of a percent.
    static let share = Units(name: "share", worth: [("%", 1_000)], ignoresCase: false, example: "10% or 2.5%")

    /// A rate in messages per second.
    static func perSecond(_ rate: Int) -> Double { Double(rate) / 3_600_000 }

    /// A share as a part of 1.
    static func part(_ share: Int) -> Double { Double(share) / 100_000 }

    static func parse(_ text: String, _ units: Units) -> Result<Int, Failure> {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative { rest.removeFirst() }
        let whole = rest.prefix { isDigit($0) }
        rest = rest.dropFirst(whole.count)
        var fraction: Substring = ""
        if rest.first == ".", let next = rest.dropFirst().first, isDigit(next) {
            fraction = rest.dropFirst().prefix { isDigit($0) }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty else { return .failure(.notNumber) }
        guard !rest.isEmpty else { return .failure(isNegative ? .negative : .noUnit) }
        guard let worth = worth(of: String(rest), units) else {
            let isSpaced = rest.first == " " && worth(of: String(rest.drop { $0 == " " }), units) != nil
            return .failure(isSpaced ? .spaceBeforeUnit : .unknownUnit(String(rest)))
        }
        guard !isNegative else { return .failure(.negative) }
        return exact(whole: whole, fraction: fraction, worth: worth)
    }

    private static func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }

    private static func worth(of unit: String, _ units: Units) -> Int? {
        units.worth.first { $0.unit == unit || (units.ignoresCase && $0.unit.lowercased() == unit.lowercased()) }?.value
    }

    private static func exact(whole: Substring, fraction: Substring, worth: Int) -> Result<Int, Failure> {
        let decimals = String(fraction.reversed().drop { $0 == "0" }.reversed())
        guard decimals.count <= 9 else { return .failure(.tooFine) }
        var scale = 1
        for _ in 0..<decimals.count { scale *= 10 }
        guard let mantissa = Int(whole + decimals) else { return .failure(.tooLarge) }
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: worth)
        guard !overflow else { return .failure(.tooLarge) }
        return product % scale == 0 ? .success(product / scale) : .failure(.tooFine)
    }

    /// A whole number without a unit. Leading zeros are refused: some readers of YAML take them for octal.
    static func count(_ text: String) -> Result<Int, Failure> {
        let digits = text.first == "-" ? text.dropFirst() : Substring(text)
        guard !digits.isEmpty, digits.allSatisfy(isDigit), digits.count == 1 || digits.first != "0" else {
            return .failure(.notNumber)
        }
        guard let value = Int(text) else { return .failure(.tooLarge) }
        return .success(value)
    }
}

extension ScenarioQuantity {
    /// A duration as a scenario would write it: `90s`, `250ms`.
    static func duration(_ milliseconds: Int) -> String {
        if milliseconds != 0, milliseconds % 3_600_000 == 0 { return "\(milliseconds / 3_600_000)h" }
        return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
    }

    static func size(_ bytes: Int) -> String {
        if bytes != 0, bytes % 1_048_576 == 0 { return "\(bytes / 1_048_576)MiB" }
        return bytes != 0 && bytes % 1_024 == 0 ? "\(bytes / 1_024)KiB" : "\(bytes)B"
    }
}
