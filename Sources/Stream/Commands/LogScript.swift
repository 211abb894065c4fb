/// The Lua scripts. Each checks everything before its first write, for Redis does not roll a script back, and begins with the
/// name of the log, for what was meant for one log must not touch another. Numbers are written by `%.0f`: from 10^14 on `tostring`
/// writes an exponent.
///
/// They are sent whole (EVAL): a round waits for two disks, beside which sending and hashing a kilobyte is nothing, and
/// there is no script that a restart, a failover or SCRIPT FLUSH could take away.
package enum LogScript: String, Sendable, CaseIterable {
    case found, open, append, barrier, lease, trim

    package var body: String {
        switch self {
        case .found: Self.foundBody
        case .open: Self.openBody
        case .append: Self.appendBody
        case .barrier: Self.barrierBody
        case .lease: Self.leaseBody
        case .trim: Self.trimBody
        }
    }

    /// What scripts answer when the log is another one.
    static let otherLog = "other-log"

    /// KEYS meta, log, leases. ARGV id, id to be replaced.
    private static let foundBody = """
        if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then redis.call('DEL', KEYS[1]) end
        local id = redis.call('HGET', KEYS[1], 'id')
        if id and id ~= ARGV[2] then return id end
        redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
        redis.call('HSET', KEYS[1], 'id', ARGV[1], 'head', 0, 'tag', ARGV[1], 'floor', 0, 'floortag', ARGV[1],
            'commit', 0, 'nextsession', 0, 'bar', 0, 'bytes', 0)
        return ARGV[1]
        """

    /// KEYS meta. ARGV prefix of session keys, id, salt, lifetime.
    private static let openBody = """
        if redis.call('HGET', KEYS[1], 'id') ~= ARGV[2] then return 'other-log' end
        local number = redis.call('HINCRBY', KEYS[1], 'nextsession', 1)
        local key = ARGV[1] .. string.format('%.0f', number)
        redis.call('DEL', key)
        redis.call('HSET', key, 'salt', ARGV[3], 'last', 0)
        redis.call('PEXPIRE', key, ARGV[4])
        return number
        """

    /// KEYS meta, log. ARGV prefix of session keys, id, entries max, bytes max, lifetime; then for each request session, salt,
    /// sequence, target, payload. Answers for each the new index, or 0 already, -1 gap, -2 unknown session, -3 full.
    private static let appendBody = """
        local meta = redis.call('HMGET', KEYS[1], 'id', 'head', 'tag', 'floor', 'bytes')
        if meta[1] ~= ARGV[2] then return 'other-log' end
        local head, tag, floor, bytes = tonumber(meta[2]), meta[3], tonumber(meta[4]), tonumber(meta[5])
        local most, room = tonumber(ARGV[3]), tonumber(ARGV[4])
        local sessions, used, adds, outcomes = {}, {}, {}, {}
        for i = 6, #ARGV, 5 do
            local name, salt, sequence = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
            local session = sessions[name]
            if not session then
                local held = redis.pcall('HMGET', ARGV[1] .. name, 'salt', 'last')
                session = {key = ARGV[1] .. name, salt = held[1], last = tonumber(held[2] or nil)}
                sessions[name] = session
            end
            local size = #ARGV[i + 3] + #ARGV[i + 4]
            local outcome
            if session.salt ~= salt or not session.last then
                outcome = -2
            elseif sequence <= session.last then
                outcome = 0
            elseif sequence > session.last + 1 then
                outcome = -1
            elseif head - floor >= most or bytes + size > room then
                outcome = -3
            else
                if not session.used then
                    session.used = true
                    used[#used + 1] = session
                end
                head, bytes, session.last = head + 1, bytes + size, sequence
                tag = string.sub(redis.sha1hex(tag .. ' ' .. salt .. ' ' .. ARGV[i + 2]), 1, 16)
                adds[#adds + 1] = {i, string.format('%.0f-0', head), tag}
                outcome = head
            end
            outcomes[#outcomes + 1] = outcome
        end
        for _, add in ipairs(adds) do
            local i = add[1]
            redis.call('XADD', KEYS[2], add[2], 's', ARGV[i], 'q', ARGV[i + 2], 't', ARGV[i + 3], 'p', ARGV[i + 4],
                'g', add[3])
        end
        if #adds > 0 then
            redis.call('HSET', KEYS[1], 'head', string.format('%.0f', head), 'tag', tag,
                'bytes', string.format('%.0f', bytes))
        end
        for _, session in ipairs(used) do
            redis.call('HSET', session.key, 'last', string.format('%.0f', session.last))
            redis.call('PEXPIRE', session.key, ARGV[5])
        end
        return outcomes
        """

    /// KEYS meta. ARGV id or empty, commit index. Writes whatever the log is.
    private static let barrierBody = """
        local meta = redis.call('HMGET', KEYS[1], 'id', 'head', 'commit')
        local commit = tonumber(ARGV[2])
        local raises = meta[1] == ARGV[1] and commit > tonumber(meta[3]) and commit <= tonumber(meta[2])
        redis.call('HINCRBY', KEYS[1], 'bar', 1)
        if raises then redis.call('HSET', KEYS[1], 'commit', ARGV[2]) end
        return 1
        """

    /// KEYS meta, leases. ARGV id, node, index, lifetime.
    private static let leaseBody = """
        local meta = redis.call('HMGET', KEYS[1], 'id', 'floor')
        if meta[1] ~= ARGV[1] then return 'other-log' end
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        redis.call('HSET', KEYS[2], ARGV[2], ARGV[3] .. ' ' .. string.format('%.0f', now + tonumber(ARGV[4])))
        return tonumber(meta[2])
        """

    /// KEYS meta, log, leases. ARGV id, limit, commit index, entries max, bytes max (and one entry more). Answers the floor.
    private static let trimBody = """
        local meta = redis.call('HMGET', KEYS[1], 'id', 'head', 'floor', 'commit', 'bytes')
        if meta[1] ~= ARGV[1] then return 'other-log' end
        local head, floor, bytes = tonumber(meta[2]), tonumber(meta[3]), tonumber(meta[5])
        local commit = math.min(math.max(tonumber(meta[4]), tonumber(ARGV[3])), head)
        local target = math.min(tonumber(ARGV[2]), commit, floor + tonumber(ARGV[4]))
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        local leases, expired = redis.call('HGETALL', KEYS[3]), {}
        for i = 1, #leases, 2 do
            local index, expiry = string.match(leases[i + 1], '^(%d+) (%d+)$')
            if index and tonumber(expiry) > now then
                target = math.min(target, tonumber(index))
            else
                expired[#expired + 1] = leases[i]
            end
        end
        if target <= floor then return floor end
        local reached, tag, room = floor, nil, tonumber(ARGV[5])
        while reached < target and room > 0 do
            local from, to = string.format('%.0f-0', reached + 1), string.format('%.0f-0', target)
            local entries = redis.call('XRANGE', KEYS[2], from, to, 'COUNT', 64)
            if #entries == 0 then break end
            for _, entry in ipairs(entries) do
                if room <= 0 then break end
                reached, tag = tonumber(string.match(entry[1], '^%d+')), nil
                for i = 1, #entry[2], 2 do
                    local field, value = entry[2][i], entry[2][i + 1]
                    if field == 't' or field == 'p' then bytes, room = bytes - #value, room - #value end
                    if field == 'g' then tag = value end
                end
            end
        end
        if not tag then return floor end
        redis.call('XTRIM', KEYS[2], 'MINID', string.format('%.0f-0', reached + 1))
        redis.call('HSET', KEYS[1], 'floor', string.format('%.0f', reached), 'floortag', tag,
            'bytes', string.format('%.0f', bytes))
        if #expired > 0 then redis.call('HDEL', KEYS[3], unpack(expired)) end
        return reached
        """
}
