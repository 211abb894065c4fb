import Core

extension RunGenerator {
    /// Spoils a run at random: deliveries vanish, double, change places, go astray; outcomes change; proofs go missing.
    /// Returns the records, which both checkers must still judge alike.
    static func damaged(_ files: [[HistoryRecord]], seed: UInt64) -> [[HistoryRecord]] {
        var random = SeededGenerator(seed: seed, purpose: "checker damage")
        var files = files
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let file = Int.random(in: files.indices, using: &random)
            guard let place = files[file].indices.randomElement(using: &random) else { continue }
            damage(&files[file], at: place, &random)
        }
        return files
    }

    /// Lets a third of the deliveries come later than they did.
    static func disordered(_ files: [[HistoryRecord]], seed: UInt64) -> [[HistoryRecord]] {
        var random = SeededGenerator(seed: seed, purpose: "checker disorder")
        return files.map { file in
            var file = file
            for place in file.indices.reversed() where file[place].kind == .delivered {
                guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
                var moved = file[place]
                let later = Int.random(in: place..<file.count, using: &random)
                moved.time = file[later].time
                file.insert(moved, at: later + 1)
                file.remove(at: place)
            }
            return file
        }
    }

    private static func damage(_ file: inout [HistoryRecord], at place: Int, _ random: inout SeededGenerator) {
        switch file[place].kind {
        case .delivered: damageDelivery(&file, at: place, &random)
        case .publishEnded:
            if Bool.random(using: &random) {
                file.remove(at: place)
            } else {
                file[place].flags = UInt8.random(in: 0...2, using: &random)
            }
        case .publishInvoked:
            // Only of messages that were tried once, as retries follow in time.
            let attempts = file.filter {
                $0.kind == .publishInvoked && $0.publisher == file[place].publisher
                    && $0.sequence == file[place].sequence
            }
            if attempts.count == 1, Int.random(in: 0..<8, using: &random) == 0 { file.remove(at: place) }
        case .disconnected where Bool.random(using: &random):
            let reason = Bool.random(using: &random) ? DisconnectReason.told : .refused
            file[place].flags = reason.rawValue
        case .alive, .lifeEnded, .disconnected: file.remove(at: place)
        default: break
        }
    }

    private static func damageDelivery(_ file: inout [HistoryRecord], at place: Int, _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<11, using: &random) {
        case 0, 1: file.remove(at: place)
        case 2:
            var copy = file[place]
            let later = Int.random(in: place..<file.count, using: &random)
            copy.time = file[later].time
            file.insert(copy, at: later + 1)
        case 3, 4:
            // Changes places with the next delivery to the same client.
            let subject = file[place].subject
            let next = file[(place + 1)...].firstIndex { $0.kind == .delivered && $0.subject == subject }
            guard let next else { return }
            let (first, second) = (file[place], file[next])
            (file[place].publisher, file[place].sequence) = (second.publisher, second.sequence)
            (file[next].publisher, file[next].sequence) = (first.publisher, first.sequence)
        case 5:
            let subjects = Set(file.map(\.subject)).sorted()
            file[place].subject = subjects.randomElement(using: &random) ?? file[place].subject
        case 9, 10:
            // Comes later.
            var moved = file.remove(at: place)
            guard place < file.count else { return file.append(moved) }
            let later = Int.random(in: place..<file.count, using: &random)
            moved.time = file[later].time
            file.insert(moved, at: later + 1)
        case 6: file[place].kind = .corrupted
        case 7: file[place].kind = .foreign
        default:
            let sequences: [UInt32] = [0, 1, 2, 3, 5, 8, 13, 4_097, 1 << 20, .max]
            file[place].sequence = sequences.randomElement(using: &random) ?? 0
            if Int.random(in: 0..<5, using: &random) == 0 { file[place].publisher = .max }
        }
    }
}
