/// What was measured for a bound, and why it could not be where it was not.
struct JudgedBound {
    var finding: BoundFinding
    var reason: String?
}
