// When faults happen.
extension ScenarioReader {
    /// The trigger of a fault and what repeats it. A key that its verb has itself is left to the verb.
    func timing(_ mapping: MappingReader, keysOfVerb own: [String]) -> (trigger: FaultTrigger, again: FaultRepeat?)? {
        let given = ScenarioKeys.triggers.filter(mapping.has)
        guard given.count == 1 else {
            mapping.report(
                given.count > 1 ? mapping.keyPlace(of: given[1]) : mapping.place,
                "",
                given.isEmpty ? "\(mapping.path) has no trigger" : "\(mapping.path) has more than one trigger",
                expected: "one of `at: 2s`, `every: 500ms`, `after: 2500 published`, `when: n2 deaf` and "
                    + "`hook: {link: n2.pub, name: PUBLISH, nth: 37}`"
            )
            return nil
        }
        let isRepeating = given[0] == "every"
        refuse(isRepeating ? ScenarioKeys.again : ScenarioKeys.repetition, besides: given[0], own, mapping)
        guard let trigger = trigger(given[0], mapping, own) else { return nil }
        return (trigger, isRepeating ? nil : again(mapping, own))
    }

    private func refuse(_ keys: [String], besides trigger: String, _ own: [String], _ mapping: MappingReader) {
        for key in keys where mapping.has(key) && !own.contains(key) {
            mapping.report(
                mapping.keyPlace(of: key),
                key,
                trigger == "every"
                    ? "\(mapping.path(of: key)) does not go with `every`, which repeats by itself"
                    : "\(mapping.path(of: key)) belongs to `every`",
                remedy: trigger == "every" ? "write `times: 5`" : nil
            )
        }
    }

    private func trigger(_ key: String, _ mapping: MappingReader, _ own: [String]) -> FaultTrigger? {
        switch key {
        case "at": mapping.duration("at", in: 0...Self.longest).map { .at(milliseconds: $0) }
        case "every": every(mapping, own)
        case "when": when(mapping)
        case "hook": hook(mapping).map { .hook($0) }
        default: after(mapping)
        }
    }

    private func every(_ mapping: MappingReader, _ own: [String]) -> FaultTrigger? {
        let period = mapping.duration("every", in: 1...Self.longest)
        let from = own.contains("from") ? nil : mapping.duration("from", in: 0...Self.longest)
        let until = own.contains("until") ? nil : mapping.duration("until", in: 0...Self.longest)
        let times = own.contains("times") ? nil : mapping.count("times", in: 1...Self.timesMax)
        let jitter = own.contains("jitter") ? nil : mapping.duration("jitter", in: 0...Self.longest)
        guard let period else { return nil }
        let first = from ?? period
        if let until, until < first {
            mapping.report(
                mapping.place(of: "until"),
                "until",
                "\(mapping.path(of: "until")) is before the first time, \(ScenarioQuantity.duration(first))"
            )
        }
        if let jitter, jitter >= period {
            mapping.report(
                mapping.place(of: "jitter"),
                "jitter",
                "\(mapping.path(of: "jitter")) must be less than `every`: repetitions would change places"
            )
        }
        return .every(
            milliseconds: period,
            fromMilliseconds: first,
            untilMilliseconds: until,
            times: times,
            jitterMilliseconds: jitter ?? 0
        )
    }

    private static let timesMax = 100_000

    /// `repeat: 5, pause: 3s`.
    private func again(_ mapping: MappingReader, _ own: [String]) -> FaultRepeat? {
        let pause = own.contains("pause") ? nil : mapping.duration("pause", in: 0...Self.longest)
        guard !own.contains("repeat"), mapping.has("repeat") else {
            if !own.contains("pause"), mapping.has("pause") {
                mapping.report(
                    mapping.keyPlace(of: "pause"),
                    "pause",
                    "\(mapping.path(of: "pause")) belongs to `repeat`",
                    remedy: "add `repeat: 5`"
                )
            }
            return nil
        }
        let times = mapping.count("repeat", in: 2...1_000)
        return times.map { FaultRepeat(times: $0, pauseMilliseconds: pause ?? Self.usualPause) }
    }

    private static let usualPause = 1_000
}

extension ScenarioReader {
    /// `2500 published`, `100 published by p2`.
    private func after(_ mapping: MappingReader) -> FaultTrigger? {
        let words = FaultTrigger.CountedEvent.allCases.map(\.rawValue)
        let expected =
            "a number and \(MappingReader.list(words)), for example `2500 published`, `100 published by p2`, "
            + "`50 delivered to c3`, `5 connected to n2` or `4 joined to group:red`"
        guard let (text, _) = mapping.scalar("after", expected: expected) else { return nil }
        let place = mapping.place(of: "after")
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count >= 2, case .success(let count) = ScenarioQuantity.count(parts[0]), count > 0 else {
            mapping.report(
                place,
                "after",
                "\(mapping.path(of: "after")) is no count: \(quote(text))",
                expected: expected
            )
            return nil
        }
        guard let event = FaultTrigger.CountedEvent(rawValue: parts[1]) else {
            mapping.refuseWord(parts[1], at: place, "after", words: words, later: [])
            return nil
        }
        guard parts.count > 2 else { return .after(count: count, of: event) }
        guard parts.count == 4, parts[2] == event.preposition, let subject = event.subject(parts[3]) else {
            let rest = parts.dropFirst(2).joined(separator: " ")
            let problem = "\(mapping.path(of: "after")): what is \(event.rawValue) is not counted \(quote(rest))"
            mapping.report(place, "after", problem, expected: "\(text.prefix { $0 != " " }) \(event.example)")
            return nil
        }
        return .after(count: count, of: event, by: subject)
    }

    /// `+switch-master`, or `{see: n2 deaf, nth: 2, delay: 200ms}`.
    private func when(_ mapping: MappingReader) -> FaultTrigger? {
        guard let tree = mapping["when"], tree.entries != nil else {
            return sight("when", mapping).map { .when($0, nth: 1, delayMilliseconds: 0) }
        }
        let path = mapping.path(of: "when")
        let when = MappingReader(tree, path: path, keys: .sight, place: tree.place, reading: reading)
        let nth = when.count("nth", in: 1...100_000)
        let delay = when.duration("delay", in: 0...Self.longest)
        return sight("see", when).map { .when($0, nth: nth ?? 1, delayMilliseconds: delay ?? 0) }
    }

    private func sight(_ key: String, _ mapping: MappingReader) -> RunSight? {
        let expected =
            "+switch-master, master-down, `3 subscribed`, `n2 deaf`, `n2 ready` or `c3 reconnecting`"
        guard let (text, _) = mapping.scalar(key, expected: expected) else { return nil }
        if let sight = RunSight(text), sight.description == text { return sight }
        let parts = text.split(separator: " ").map(String.init)
        let nearest =
            parts.count == 2
            ? NearestWord.of(parts[1], in: RunSight.words).map { "\(parts[0]) \($0)" }
            : NearestWord.of(text, in: [RunSight.switchMaster, .masterDown].map(\.description))
        mapping.report(
            mapping.place(of: key),
            key,
            "\(mapping.path(of: key)) is nothing that a run sees: \(quote(text))",
            expected: expected,
            nearest: nearest.flatMap { RunSight($0) == nil ? nil : $0 }
        )
        return nil
    }

    /// `{link: n2.pub, name: PUBLISH, nth: 37}`.
    private func hook(_ mapping: MappingReader) -> LinkHook? {
        let path = mapping.path(of: "hook")
        let hook = MappingReader(mapping["hook"], path: path, keys: .hook, place: mapping.place, reading: reading)
        let link = hook.linkSelector("link")
        let nth = hook.count("nth", in: 1...Self.messagesMax)
        guard let event = hook.linkEvent(), let link, nth != nil || !hook.has("nth") else { return nil }
        return LinkHook(link, event, nth: nth ?? 1)
    }
}

extension FaultTrigger.CountedEvent {
    /// Between the event and whose it is.
    fileprivate var preposition: String { self == .published ? "by" : "to" }

    fileprivate var example: String {
        switch self {
        case .published: "published by p1"
        case .delivered: "delivered to c1"
        case .connected: "connected to n1"
        case .joined: "joined to group:NAME"
        }
    }

    fileprivate func subject(_ text: String) -> FaultTrigger.CountedSubject? {
        let subject: FaultTrigger.CountedSubject? =
            switch self {
            case .published: PublisherID(text).map { .publisher($0) }
            case .delivered: ClientID(text).map { .client($0) }
            case .connected: NodeID(text).map { .node($0) }
            case .joined: if case .group(let name)? = Audience(text) { .group(name) } else { nil }
            }
        return subject?.description == text ? subject : nil
    }
}
