/// Undoes what faults without a time do to exactly this link, or between exactly these sides.
package struct LinkHeal: Fault {
    package static let verb = "link.heal"

    /// What is healed.
    package enum Wound: Hashable, Sendable {
        case link(LinkSelector)
        case partition([[LinkParty]])
    }

    package var wound: Wound

    package init(_ wound: Wound) {
        self.wound = wound
    }

    package var links: [LinkSelector] {
        if case .link(let link) = wound { [link] } else { [] }
    }

    package var target: String {
        switch wound {
        case .link(let link): link.description
        case .partition(let sides): LinkScope.between(sides).description
        }
    }
}

extension LinkHeal: ReadableFault {
    static let keys = ["link", "sides"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        if mapping.has("link") == mapping.has("sides") {
            mapping.report(
                mapping.has("sides") ? mapping.keyPlace(of: "sides") : mapping.place,
                "",
                mapping.has("sides") ? "\(mapping.path) heals two things" : "\(mapping.path) does not say what heals",
                expected: "one of `link: n2.sub` and `sides: [[n1], [n2]]`"
            )
            return nil
        }
        if mapping.has("link") {
            guard let link = mapping.linkSelector("link") else { return nil }
            self.init(.link(link))
        } else {
            guard let sides = mapping.linkSides("sides") else { return nil }
            self.init(.partition(sides))
        }
    }

    /// It is about the very thing that this fault does.
    func heals(_ fault: any Fault) -> Bool {
        switch (wound, fault) {
        case (.partition(let sides), let fault as LinkPartition): fault.sides == sides
        case (.link(let link), let fault as any LinkImpairing): fault.aim.link == link
        default: false
        }
    }

    /// What it heals has to be broken somewhere.
    func check(_ validation: ScenarioValidation, _ path: String) {
        let isBroken = validation.scenario.faults.contains { spec in
            spec.fault.value.lastsMilliseconds == nil && heals(spec.fault.value)
        }
        guard !isBroken else { return }
        validation.report(
            path,
            "\(path): no fault without `for` breaks \(target), so there is nothing to heal",
            remedy: "name the link exactly as the fault does, or remove `for` there"
        )
    }
}
