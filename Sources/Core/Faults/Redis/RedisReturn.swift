/// How a Redis process is started again.
package struct RedisReturn: Hashable, Sendable {
    /// Nil: kept by sentinels and by what is persistent, wiped otherwise.
    package var data: RestartData?
    package var role: RestartRole
    package var port: PortChoice
    /// How long it stays in LOADING, at least; nil is no longer than its data take.
    package var loadingMilliseconds: Int?

    package init(
        data: RestartData? = nil,
        role: RestartRole = .replica,
        port: PortChoice = .same,
        loadingMilliseconds: Int? = nil
    ) {
        self.data = data
        self.role = role
        self.port = port
        self.loadingMilliseconds = loadingMilliseconds
    }
}
