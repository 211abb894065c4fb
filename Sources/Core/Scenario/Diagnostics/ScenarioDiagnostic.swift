/// One mistake in a scenario file: where it is, what is wrong, what was expected and how to mend it.
package struct ScenarioDiagnostic: Error, Hashable, Sendable {
    package var place: ScenarioPlace
    package var problem: String
    /// What could stand there.
    package var expected: String?
    /// The valid word that is most like the one that was found.
    package var nearest: String?
    /// How to mend it.
    package var remedy: String?
    /// Under which variant or backplane it shows; nil when it always does.
    package var context: String?

    package init(
        at place: ScenarioPlace,
        _ problem: String,
        expected: String? = nil,
        nearest: String? = nil,
        remedy: String? = nil,
        context: String? = nil
    ) {
        self.place = place
        self.problem = problem
        self.expected = expected
        self.nearest = nearest
        self.remedy = remedy
        self.context = context
    }
}
