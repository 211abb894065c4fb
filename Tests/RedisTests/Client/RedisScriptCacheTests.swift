import Redis
import Testing

@Suite struct RedisScriptCacheTests {
    private let script = RedisScript("return 1")

    @Test func loadsOnceAndThenCallsByName() {
        var cache = RedisScriptCache()
        #expect(cache.call(script) == .loadAndByBody)
        #expect(cache.call(script) == .byBody)
        cache.loaded(script, sha: "abc")
        #expect(cache.call(script) == .bySHA("abc"))
    }

    @Test func scriptsAreKnownByIdentity() {
        var cache = RedisScriptCache()
        _ = cache.call(script)
        #expect(cache.call(RedisScript("return 1")) == .loadAndByBody)
    }

    @Test func loadsAgainWhenRedisHasLostIt() {
        var cache = RedisScriptCache()
        _ = cache.call(script)
        cache.loaded(script, sha: "abc")
        cache.missing()
        #expect(cache.call(script) == .loadAndByBody)
    }

    @Test func triesAgainToLoadUnlessItMayNot() {
        var cache = RedisScriptCache()
        _ = cache.call(script)
        cache.notLoaded(script, isAllowed: true)
        #expect(cache.call(script) == .loadAndByBody)
        cache.notLoaded(script, isAllowed: false)
        #expect(cache.call(script) == .byBody)
        #expect(cache.call(script) == .byBody)
    }
}
