extension DeliveryPass {
    /// Where the client's bits for a stream are; made when it is first needed.
    @inline(__always)
    mutating func slot(of client: Int, stream: Int, publisher: Int) -> Int {
        slotMap.find(client, stream) ?? makeSlot(client, stream, publisher)
    }

    @inline(never)
    private mutating func makeSlot(_ client: Int, _ stream: Int, _ publisher: Int) -> Int {
        let slot = slots.count
        let audience = table.streams[stream].audience
        slots.append(
            Slot(
                stream: stream,
                mark: mark(of: client, publisher: publisher),
                member: standing(of: client, audience: audience),
                next: clients[client].firstSlot,
                wordCount: table.streams[stream].wordCount
            )
        )
        clients[client].firstSlot = slot
        slotMap.insert(client, stream, slot)
        return slot
    }

    mutating func mark(of client: Int, publisher: Int) -> Int {
        if let known = markMap.find(client, publisher) { return known }
        let mark = marks.count
        marks.append(HighWater(next: clients[client].firstMark))
        clients[client].firstMark = mark
        markMap.insert(client, publisher, mark)
        return mark
    }

    /// Where the membership that decides about an audience is.
    private mutating func standing(of client: Int, audience: Int) -> Int {
        switch audiences[audience] {
        case .all: Self.always
        case .app(let name): clients[client].summary.app == name ? Self.always : Self.never
        case .user(let name): clients[client].summary.user == name ? Self.always : Self.never
        case .group: member(client, audience)
        }
    }

    /// The client's entry for a group; made when it is first needed.
    mutating func member(_ client: Int, _ audience: Int) -> Int {
        if let known = memberMap.find(client, audience) { return known }
        let member = members.count
        members.append(MemberEntry(membership: Membership(audience: audience), next: clients[client].firstMember))
        clients[client].firstMember = member
        memberMap.insert(client, audience, member)
        return member
    }

    @inline(__always)
    mutating func seenBits(_ slot: Int) -> UnsafeMutablePointer<UInt64> {
        if let seen = slots[slot].seen { return seen }
        let seen = Slot.bits(slots[slot].wordCount)
        slots[slot].seen = seen
        return seen
    }
}
