/// A share from 0 to 1 as people read it.
enum Percent {
    /// `15 %`, `0.4 %`; something that is not nothing never reads as 0, nor what is not all as 100.
    static func text(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded())
        if tenths == 0, share > 0 { return "<0.1 %" }
        if tenths == 1_000, share < 1 { return ">99.9 %" }
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}
