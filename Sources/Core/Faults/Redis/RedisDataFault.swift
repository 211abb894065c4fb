/// A fault on data servers, which talks to them as clients do.
protocol RedisDataFault: RedisFault {}

extension RedisDataFault {
    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkDataTarget(redis, path)
    }
}
