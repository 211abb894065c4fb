/// What /proc/PID/stat says of a process or thread (proc(5)).
package struct ProcessStat: Hashable, Sendable {
    /// Field 3: `R` running, `S` sleeping, `D` in the kernel, `T` stopped, `t` traced, `Z` dead and not yet reaped.
    package var state: Character
    /// Field 4.
    package var parent: Int32
    /// Field 22, in clock ticks since boot. Together with the process id it names one process for good: ids are reused,
    /// ids with the same start time are not.
    package var startTime: UInt64

    /// Nil when the text is not such a line. The name in parentheses may itself hold parentheses, spaces and line ends.
    package init?(parsing text: String) {
        guard let nameEnd = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: nameEnd)...].split(whereSeparator: \.isWhitespace)
        guard fields.count >= 20, let state = fields[0].first, fields[0].count == 1,
            let parent = Int32(fields[1]), let startTime = UInt64(fields[19])
        else { return nil }
        self.state = state
        self.parent = parent
        self.startTime = startTime
    }

    /// A dead process that waits for its parent, or for init, to take note.
    package var isDead: Bool { state == "Z" || state == "X" }

    /// SIGSTOP has taken effect.
    package var isStopped: Bool { state == "T" }
}
