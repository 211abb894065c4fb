extension MappingReader {
    static let audienceRule = "all, group:NAME, user:NAME or a list of them"

    /// Whom a message is for. Whether somebody is in it is for ``ScenarioValidation/checkAudience(_:_:)``.
    func audience(_ key: String) -> Audience? {
        self[key].flatMap { audience($0, key) }
    }

    func audience(_ tree: ScenarioTree, _ key: String) -> Audience? {
        guard let (text, _) = scalar(tree, key, expected: Self.audienceRule) else { return nil }
        if let audience = Audience(text) { return audience }
        report(
            tree.place,
            key,
            "\(path(of: key)) is no audience: \(quote(text))",
            expected: Self.audienceRule,
            nearest: NearestWord.of(text, in: ["all"])
        )
        return nil
    }
}
