import Redis
import Subprocess
import Testing

/// The shim is the only C of ours, and only one release of hiredis is installed: the other is shown with a stub of the
/// types that changed (Tests/Fixtures/hiredis1).
extension RealProcesses {
    @Suite(.timeLimit(.minutes(1))) struct HiredisShimTests {
        private static let root = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }

        @Test(arguments: ["Tests/Fixtures/hiredis1", "/usr/include"])
        func compilesWithoutAWarning(_ include: String) async throws {
            let result = try await compile("#include \"shim.h\"\n", include: include)
            #expect(result.isSuccess, "\(result.output)")
        }

        @Test func theStubIsTheOneThatIsSeen() async throws {
            let check = "#include \"shim.h\"\n_Static_assert(HIREDIS_MAJOR == 1, \"\");\n"
            #expect(try await compile(check, include: "Tests/Fixtures/hiredis1").isSuccess)
        }

        @Test func anUncheckedTypeOfTheOtherReleaseIsAnError() async throws {
            let table = """
                #include "shim.h"
                static void *make(const redisReadTask *task, int count) { (void)count; return (void *)task; }
                redisReplyObjectFunctions table = {.createArray = make};
                """
            let result = try await compile(table, include: "Tests/Fixtures/hiredis1")
            #expect(!result.isSuccess)
            #expect(result.output.contains("incompatible function pointer"))
        }

        @Test func aHiredisWithoutAVersionIsRefused() async throws {
            let text = "#include <hiredis/hiredis.h>\n#undef HIREDIS_MAJOR\n#include \"shim.h\"\n"
            let result = try await compile(text, include: "Tests/Fixtures/hiredis1")
            #expect(!result.isSuccess)
            #expect(result.output.contains("names no version"))
        }

        @Test func theVersionInUseIsTold() {
            #expect(Set(["0", "1"]).contains(RedisReplyParser.hiredisVersion.prefix { $0 != "." }))
        }

        private func compile(_ text: String, include: String) async throws -> (isSuccess: Bool, output: String) {
            let folder = include.hasPrefix("/") ? include : "\(Self.root)/\(include)"
            let result = try await run(
                .name("clang"),
                arguments: [
                    "-fsyntax-only", "-std=c11", "-Wall", "-Wextra", "-Werror", "-Wno-unused-function",
                    // Before the system's own hiredis.
                    "-I\(folder)", "-I\(Self.root)/Sources/CHiredis", "-x", "c", "-",
                ],
                input: .string(text),
                output: .string(limit: 1 << 20),
                error: .combinedWithOutput
            )
            return (result.terminationStatus.isSuccess, result.standardOutput)
        }
    }
}
