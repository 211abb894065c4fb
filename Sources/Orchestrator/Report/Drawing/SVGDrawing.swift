/// SVG as it is written down. Widths are shares of the width there is (percent), heights are pixels, so that a drawing fits
/// a phone and a screen while its letters keep their size.
struct SVGDrawing {
    private(set) var markup = ""

    /// An element without content. Attribute values are escaped.
    mutating func add(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        markup += "<\(name)\(Self.written(attributes))/>"
    }

    /// An element with text.
    mutating func add(_ name: String, _ attributes: KeyValuePairs<String, String>, text: String) {
        markup += "<\(name)\(Self.written(attributes))>\(HTMLText.escaped(text))</\(name)>"
    }

    /// An element with others inside.
    mutating func add(
        _ name: String,
        _ attributes: KeyValuePairs<String, String>,
        _ body: (inout SVGDrawing) -> Void
    ) {
        markup += "<\(name)\(Self.written(attributes))>"
        body(&self)
        markup += "</\(name)>"
    }

    mutating func text(_ text: String, x: String, y: Double, _ style: String, anchor: String = "start", dx: Double = 0)
    {
        if dx == 0 {
            add("text", ["x": x, "y": Coordinate.text(y), "class": style, "text-anchor": anchor], text: text)
        } else {
            let shift = Coordinate.text(dx)
            add(
                "text",
                ["x": x, "y": Coordinate.text(y), "dx": shift, "class": style, "text-anchor": anchor],
                text: text
            )
        }
    }

    mutating func line(x1: String, y1: Double, x2: String, y2: Double, _ style: String) {
        add(
            "line",
            ["x1": x1, "y1": Coordinate.text(y1), "x2": x2, "y2": Coordinate.text(y2), "class": style]
        )
    }

    mutating func rectangle(x: String, y: Double, width: String, height: Double, _ style: String) {
        add(
            "rect",
            ["x": x, "y": Coordinate.text(y), "width": width, "height": Coordinate.text(height), "class": style]
        )
    }

    /// A part whose own units are stretched over the whole width.
    mutating func stretched(
        y: Double,
        height: Double,
        columns: Int,
        rows: Double,
        _ body: (inout SVGDrawing) -> Void
    ) {
        add(
            "svg",
            [
                "x": "0", "y": Coordinate.text(y), "width": "100%", "height": Coordinate.text(height),
                "viewBox": "0 0 \(max(columns, 1)) \(Coordinate.text(rows))", "preserveAspectRatio": "none",
            ],
            body
        )
    }

    mutating func path(_ path: SVGPath, _ style: String) {
        guard !path.isEmpty else { return }
        add("path", ["d": path.data, "class": style])
    }

    /// The whole drawing with what a screen reader says of it.
    static func figure(
        id: String,
        title: String,
        description: String,
        height: Double,
        _ body: (inout SVGDrawing) -> Void
    ) -> String {
        var drawing = SVGDrawing()
        drawing.add(
            "svg",
            [
                "role": "img", "aria-labelledby": "\(id)-title \(id)-desc", "tabindex": "0", "focusable": "true",
                "width": "100%", "height": Coordinate.text(height),
            ]
        ) { drawing in
            drawing.add("title", ["id": "\(id)-title"], text: title)
            drawing.add("desc", ["id": "\(id)-desc"], text: description)
            body(&drawing)
        }
        return drawing.markup
    }

    private static func written(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.reduce(into: "") { $0 += " \($1.key)=\"\(HTMLText.escaped($1.value))\"" }
    }
}
