import StreamModel

/// Runs the schedules that are written down: none breaks what ships, each breaks its naive version.
enum WrittenRun {
    static func run() -> Bool {
        var isRight = true
        for schedule in WrittenSchedule.all {
            let world = schedule.run(narrates: true)
            var complaint = world.violation.map { "breaks \($0)" }
            if let told = schedule.told, told != world.coverage.told {
                complaint = complaint ?? "\(world.coverage.told) clients were told, not \(told)"
            }
            var naive: World?
            if complaint == nil, !schedule.breaks.isEmpty {
                let world = schedule.runNaively(narrates: true)
                naive = world
                if let found = world.violation?.invariant {
                    if !schedule.breaks.contains(found) { complaint = "its naive version breaks \(found.rawValue)" }
                } else {
                    complaint = "its naive version breaks nothing"
                }
            }
            print("\(schedule.number). \(schedule.title): \(complaint ?? "right")")
            guard complaint != nil else { continue }
            isRight = false
            let story = (naive ?? world).narration ?? []
            for (number, line) in story.enumerated() { print("    \(number + 1). \(line)") }
            if let violation = (naive ?? world).violation { print("    => \(violation)") }
        }
        return isRight
    }
}
