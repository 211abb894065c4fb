// Fields that several faults have.
extension MappingReader {
    /// How long a server is away where the fault does not say.
    static let usualDown = 500

    /// A time that may be none.
    func down(_ key: String) -> Int? {
        duration(key, in: 0...ScenarioReader.longest)
    }

    /// The Redis process that a fault means, `old-master`. Whether the topology has it is for
    /// ``ScenarioValidation/checkTarget(_:_:)``.
    func redisTarget(_ key: String) -> RedisTarget? {
        let expected = "master, replica, old-master, r1, s1, n2.sub, n2.pub, servers, sentinels or all"
        guard let (text, _) = scalar(key, expected: expected) else { return nil }
        if let target = RedisTarget(text), target.description == text { return target }
        let name = String(text.prefix { $0 != "." })
        let words = ["master", "replica", "old-master", "servers", "sentinels", "all", "\(name).sub", "\(name).pub"]
        report(
            place(of: key),
            key,
            "\(path(of: key)) is no Redis process: \(quote(text))",
            expected: expected,
            nearest: NearestWord.of(text, in: words.filter { RedisTarget($0) != nil })
        )
        return nil
    }

    /// The connections that a fault or a hook means, `n2.sub`. Whether the topology has them is for
    /// ``ScenarioValidation/checkLink(_:_:)``.
    func linkSelector(_ key: String) -> LinkSelector? {
        let usual = "n2.sub, n2.pub, n2.redis, n2.discovery, n2.clients, nodes.redis, c3, clients, r2.replication,"
        let expected = "\(usual) s1.monitor, s1.gossip or the like"
        guard let (text, _) = scalar(key, expected: expected) else { return nil }
        if let selector = LinkSelector(text), selector.description == text { return selector }
        report(
            place(of: key),
            key,
            "\(path(of: key)) is no link: \(quote(text))",
            expected: expected,
            nearest: NearestWord.of(text, in: LinkSelector.words(like: text))
        )
        return nil
    }

    /// What passes a link: `what` and, for a command, its `name`.
    func linkEvent() -> LinkHook.Event? {
        let what = self["what"].map { word($0, "what", as: LinkHook.What.self) } ?? .command
        let name = commandName("name")
        guard let what, name != nil || !has("name") else { return nil }
        if has("name"), what != .command {
            report(
                keyPlace(of: "name"),
                "name",
                "\(path(of: "name")): only commands have names",
                remedy: "remove it, or write `what: command`"
            )
        }
        return switch what {
        case .command: .command(name)
        case .reply: .reply
        case .connect: .connect
        }
    }

    /// Any spelling; Redis does not tell upper case from lower case.
    private func commandName(_ key: String) -> String? {
        let expected = "the name of a command, for example PUBLISH"
        guard let (text, _) = scalar(key, expected: expected) else { return nil }
        let isName =
            (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x41...0x5A).contains($0 & 0xDF) && $0 < 0x80 }
        if isName { return text.uppercased() }
        report(place(of: key), key, "\(path(of: key)) is no command: \(quote(text))", expected: expected)
        return nil
    }
}

extension LinkSelector {
    /// Every selector that a text with this beginning could have meant.
    fileprivate static func words(like text: String) -> [String] {
        let owners = ["nodes", "clients", "replicas", "sentinels", String(text.prefix { $0 != "." })]
        return owners.flatMap { owner in [owner] + Part.allCases.map { "\(owner).\($0.rawValue)" } }
            .filter { LinkSelector($0) != nil }
    }
}
