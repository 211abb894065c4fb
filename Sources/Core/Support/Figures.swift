/// Numbers as people read them.
package enum Figures {
    /// `1 204 300`
    package static func grouped(_ value: Int) -> String {
        var digits = Array(String(value.magnitude))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(" ", at: position)
            position -= 3
        }
        return (value < 0 ? "-" : "") + String(digits)
    }

    /// `0.42 s`
    package static func seconds(_ value: Double) -> String { decimal(value, places: 2) + " s" }

    /// `0.4 s`
    package static func briefSeconds(_ value: Double) -> String { decimal(value, places: 1) + " s" }

    /// Nanoseconds as `4.1 ms`.
    package static func milliseconds(_ nanoseconds: UInt64) -> String {
        decimal(Double(nanoseconds) / 1e6, places: 1) + " ms"
    }

    /// `12.3 us`
    package static func microseconds(_ value: Double) -> String { decimal(value, places: 1) + " us" }

    private static func decimal(_ value: Double, places: Int) -> String {
        let scale = places == 1 ? 10.0 : 100.0
        let scaled = (value.magnitude * scale).rounded()
        let whole = Int(scaled / scale)
        let rest = String(Int(scaled) - whole * Int(scale))
        let padded = String(repeating: "0", count: places - rest.count) + rest
        return (value < 0 && scaled > 0 ? "-" : "") + "\(whole).\(padded)"
    }
}
