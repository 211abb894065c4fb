import Core

extension ClientFleet {
    /// From now on these clients have to be in the group, or out of it. One that is not connected will be when it is.
    func change(_ clients: [ClientID], _ group: AudienceNumber, isWanted: Bool, _ fault: Int) {
        for index in positions(of: clients) where members[index].membership.want(group, isWanted) {
            effects[fault]?.touched.append(index)
            if members[index].isGone { continue }
            // Before it is asked for: a call that fails at once is told at once.
            effects[fault]?.waiting.insert(index)
            members[index].askForGroups()
        }
        settleGroups(fault)
    }

    func changeBack(_ effect: FaultEffect, _ group: AudienceNumber, isWanted: Bool) {
        effects[effect.fault]?.count = 0
        for index in effect.touched where members[index].membership.want(group, isWanted) {
            if members[index].isGone { continue }
            effects[effect.fault]?.waiting.insert(index)
            members[index].askForGroups()
        }
        settleGroups(effect.fault)
    }

    /// One that is away without a life is outside already.
    private func settleGroups(_ fault: Int) {
        for index in effects[fault]?.waiting ?? [] { changed(members[index]) }
    }
}
