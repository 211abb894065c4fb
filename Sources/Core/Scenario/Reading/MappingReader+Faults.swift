// Fields that several faults have.
extension MappingReader {
    /// How long a server is away where the fault does not say.
    static let usualDown = 500

    /// A time that may be none.
    func down(_ key: String) -> Int? {
        duration(key, in: 0...ScenarioReader.longest)
    }
}
