/// One text of a history and its number, as a line of JSON.
package struct HistoryStringLine: Hashable, Sendable {
    package var number: UInt32
    package var text: String

    /// Cuts the text to at most `lengthMax` bytes, at a character.
    package init(number: UInt32, text: String, lengthMax: Int = .max) {
        self.number = number
        if text.utf8.count <= lengthMax {
            self.text = text
        } else {
            var kept = ""
            var length = 0
            for character in text {
                length += character.utf8.count
                guard length <= lengthMax else { break }
                kept.append(character)
            }
            self.text = kept
        }
    }

    /// The line with its line feed.
    package func encoded() -> [UInt8] {
        var bytes = Array("{\"n\":\(number),\"s\":\"".utf8)
        bytes.append(contentsOf: JSONEscaping.escaped(text))
        bytes.append(contentsOf: "\"}\n".utf8)
        return bytes
    }
}
