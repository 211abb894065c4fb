/// What the witness of one data server saw (DESIGN section 4).
package struct WitnessSummary: Codable, Hashable, Sendable {
    /// `r1`; with several applications `r1/chat`.
    package var name: String
    /// Messages of the run that Redis carried, copies included.
    package var messages = 0
    /// Things it carried that are none of the run's messages: commands of servers, other runs.
    package var others = 0
    /// Ids that were not above the one before (a counter that went back), or how often a log went back.
    package var idsBack = 0
    /// How long it was not listening, nanoseconds: its silence then proves nothing.
    package var deafNanoseconds: UInt64 = 0

    package init(name: String) {
        self.name = name
    }
}
