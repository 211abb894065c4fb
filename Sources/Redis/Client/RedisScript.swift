/// A Lua script that Redis keeps under its SHA-1, which Redis computes: SCRIPT LOAD answers it once per connection.
/// Known by identity, so make one and keep it.
package final class RedisScript: Sendable {
    package let body: String

    package init(_ body: String) {
        self.body = body
    }
}
