/// The `d` of a path, in whole and half units where it can be.
struct SVGPath {
    private(set) var data = ""

    var isEmpty: Bool { data.isEmpty }

    mutating func move(_ x: Double, _ y: Double) {
        data += "M\(Coordinate.text(x)) \(Coordinate.text(y))"
    }

    mutating func line(_ x: Double, _ y: Double) {
        data += "L\(Coordinate.text(x)) \(Coordinate.text(y))"
    }

    mutating func horizontal(_ x: Double) {
        data += "H\(Coordinate.text(x))"
    }

    mutating func vertical(_ y: Double) {
        data += "V\(Coordinate.text(y))"
    }

    mutating func close() {
        data += "Z"
    }

    /// A rectangle of whole units.
    mutating func cell(x: Int, y: Int, width: Int, height: Int = 1) {
        data += "M\(x) \(y)h\(width)v\(height)h-\(width)z"
    }

    /// The filled outline of bars that touch, one unit wide each, standing on `base`.
    static func bars(_ heights: [Double], base: Double) -> SVGPath {
        var path = SVGPath()
        path.move(0, base)
        for (index, height) in heights.enumerated() {
            if index == 0 || height != heights[index - 1] { path.vertical(base - height) }
            path.horizontal(Double(index + 1))
        }
        path.vertical(base)
        path.close()
        return path
    }

    /// A line of steps, one unit wide each; nil leaves a gap.
    static func steps(_ places: [Double?]) -> SVGPath {
        var path = SVGPath()
        var before: Double?
        for (index, place) in places.enumerated() {
            if let place {
                if before == nil {
                    path.move(Double(index), place)
                } else if place != before {
                    path.vertical(place)
                }
                path.horizontal(Double(index + 1))
            }
            before = place
        }
        return path
    }
}
