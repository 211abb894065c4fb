import Core
import Glibc

/// The texts of one history, numbered from 1 in a file of JSON lines beside it: `{"n":1,"s":"reset by peer"}`.
///
/// The file is made with the first text. Each line is written at once, so a killed process loses none.
struct HistoryStrings {
    private let path: String
    private var file: Int32 = -1
    private var numbers: [String: UInt32] = [:]

    /// Different texts that one history takes; further ones get number 0.
    static let countMax = 65_536
    /// Bytes of one text; the rest is cut off.
    static let lengthMax = 4_096

    init(besides history: String) {
        path = HistoryNaming.strings(of: history)
    }

    /// The number of a text, the same for equal texts.
    mutating func number(of text: String) throws(HistoryFileError) -> UInt32 {
        if let known = numbers[text] { return known }
        guard numbers.count < Self.countMax else { return 0 }
        if file < 0 {
            file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw HistoryFileError(.cannotNote, path: path, errno: errno) }
        }
        let number = UInt32(numbers.count + 1)
        try write(HistoryStringLine(number: number, text: text, lengthMax: Self.lengthMax).encoded())
        numbers[text] = number
        return number
    }

    private func write(_ line: [UInt8]) throws(HistoryFileError) {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw HistoryFileError(.cannotNote, path: path, errno: errno)
            }
        }
    }

    mutating func close() {
        if file >= 0 { Glibc.close(file) }
        file = -1
    }
}
