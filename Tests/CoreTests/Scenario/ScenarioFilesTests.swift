import Foundation
import Testing

@testable import Core

/// The scenarios of the repository.
@Suite struct ScenarioFilesTests {
    @Test func everyFileIsRightInEveryVariantAndOnEveryBackplane() throws {
        let files = try ScenarioFixture.files()
        #expect(files.count >= 13)
        for (path, bytes) in files {
            let file = try ScenarioFile.parse(bytes, path: path).get()
            for variant in [nil] + file.variants.map(Optional.some) {
                for backplane in BackplaneKind.allCases {
                    // Planted defects sit in the bus of the others.
                    if backplane == .stream, try !file.scenario(variant: variant).nodes.defects.isEmpty { continue }
                    _ = try file.scenario(variant: variant, backplane: backplane)
                }
            }
        }
    }

    @Test func everyFileIsNamedLikeItsScenarioAndBeginsWithALesson() throws {
        for (path, bytes) in try ScenarioFixture.files() {
            let file = try ScenarioFile.parse(bytes, path: path).get()
            let name = path.replacing("canaries/", with: "canary-").replacing("stream/", with: "stream-").replacing(
                ".yaml",
                with: ""
            )
            #expect(file.name == name)
            #expect(!file.about.isEmpty)
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.prefix { $0.hasPrefix("#") }.count >= 6, "\(path) explains itself")
            #expect(lines.allSatisfy { $0.count <= 120 }, "\(path) has a line of more than 120 characters")
            #expect(try file.scenario().seed != nil, "\(path) runs the same way each time")
        }
    }

    /// A canary of the contract is green only through what it reproduces, so often and at that place, and there is one for each
    /// planted defect and each class. Gaps are told by a node that does right, so there a fault does the wrong. One of a measure
    /// breaks one bound.
    @Test func everyDefectHasItsCanary() throws {
        let canaries = try ScenarioFixture.files().filter { $0.path.hasPrefix("canaries/") }
            .map { try ScenarioFile.parse($0.bytes, path: $0.path).get().scenario() }
        #expect(Set(canaries.flatMap { $0.nodes.defects.map(\.kind) }) == Set(PlantedDefect.Kind.allCases))
        #expect(Set(canaries.flatMap { $0.expect.reproduces.map(\.violation) }) == Set(ViolationClass.allCases))
        for canary in canaries where !canary.expect.reproduces.isEmpty {
            let isTold = canary.expect.reproduces.map(\.violation) == [.toldGap]
            #expect(canary.nodes.defects.count == (isTold ? 0 : 1))
            #expect(canary.faults.isEmpty == !isTold)
            #expect(canary.expect.delivery == .exactlyOnce || canary.expect.atomic)
            #expect(canary.expect.reproduces.count == 1)
            #expect(canary.expect.reproduces.allSatisfy { $0.count != nil && $0.place != nil })
        }
        let measures = canaries.filter { $0.expect.reproduces.isEmpty }
        #expect(Set(measures.map(\.name)) == ["canary-latency-bound", "canary-leak", "canary-deaf-node"])
        #expect(measures.allSatisfy { $0.expect.reproducedBounds.count == 1 })
    }
}
