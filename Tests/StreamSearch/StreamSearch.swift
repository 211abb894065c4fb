import Core
import Stream
import StreamModel
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// Looks for a schedule that breaks the protocol. Ends with 1 when there is one, and tells it in as few steps as will do.
@main struct StreamSearch {
    static func main() async {
        let options: SearchOptions
        do {
            options = try SearchOptions(CommandLine.arguments.dropFirst())
        } catch {
            print("stream-search: \(error.text)\n\(SearchOptions.usage)")
            exit(ExitCode.usage.rawValue)
        }
        if options.isWritten {
            exit(WrittenRun.run() ? ExitCode.held.rawValue : ExitCode.violated.rawValue)
        }
        print("seed \(options.seed), \(Figures.grouped(Int(options.schedules))) schedules")
        let board = SearchBoard(options)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<options.threads {
                group.addTask { board.work() }
            }
        }
        guard let found = board.found else {
            print("no invariant was broken in \(Figures.grouped(Int(options.schedules))) schedules (\(board.pace))")
            print("\(board.coverage)")
            exit(ExitCode.held.rawValue)
        }
        let search = found.plan.search
        print("\nseed \(found.failure.seed) (\(found.plan.name)) broke \(found.failure.violation)")
        print("replay it: stream-search --schedules 1 --seed \(found.failure.seed) --only \(found.plan.name)")
        let small = search.shrink(found.failure)
        print("\(found.failure.steps.count) steps, of which \(small.steps.count) are needed:\n\(search.story(small))")
        exit(ExitCode.violated.rawValue)
    }
}

/// What the command line says.
struct SearchOptions {
    struct Mistake: Error { var text: String }

    static let usage = """
        usage: stream-search [--schedules N] [--seed S] [--threads N] [--only PLAN]
          --schedules  how many schedules are run (1 000 000)
          --seed       the first one's seed; the others follow (1)
          --threads    how many run at a time (as there are processors)
          --without    a measure or defect to try the search on: \(SearchPlan.switches.joined(separator: ", "))
          --written    runs the schedules that are written down, with and without the measure that each is about
          --only       one of \(SearchPlan.plans().map(\.name).joined(separator: ", ")); without it all of them in turn
        """

    var schedules: UInt64 = 1_000_000
    var seed: UInt64 = 1
    var threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    var only: String?
    /// Runs the schedules that were written down instead.
    var isWritten = false
    var plans = SearchPlan.plans()

    init(_ arguments: some Sequence<String>) throws(Mistake) {
        var rest = Array(arguments)[...]
        while let name = rest.popFirst() {
            if name == "--written" {
                isWritten = true
                continue
            }
            guard let value = rest.popFirst() else { throw Mistake(text: "\(name) needs a value") }
            switch name {
            case "--schedules": schedules = try Self.number(name, value)
            case "--seed": seed = try Self.number(name, value)
            case "--threads": threads = max(1, Int(try Self.number(name, value)))
            case "--only":
                guard SearchPlan.names.contains(value) else {
                    throw Mistake(text: "there is no plan '\(value)'")
                }
                only = value
            case "--without":
                guard let changed = SearchPlan.plans(without: value) else {
                    throw Mistake(text: "there is no measure or defect '\(value)'")
                }
                plans = changed
            default: throw Mistake(text: "'\(name)' is no option")
            }
        }
    }

    private static func number(_ name: String, _ value: String) throws(Mistake) -> UInt64 {
        guard let number = UInt64(value) else { throw Mistake(text: "\(name) needs a number, not '\(value)'") }
        return number
    }
}

/// One kind of world to be searched.
struct SearchPlan {
    let name: String
    let search: Search
    /// How many of ten schedules it gets.
    let share: Int

    private static let worlds: [(name: String, settings: ModelSettings, share: Int)] = [
        ("one-replica", ModelSettings(servers: 2), 4),
        ("two-replicas", ModelSettings(servers: 3), 3),
        ("alone", ModelSettings(servers: 1), 1),
        ("destruction", ModelSettings(servers: 2, assumptions: [.durable, .staleStayBehind]), 1),
        ("no-disk", ModelSettings(servers: 2, assumptions: [.nobodyDestroys]), 1),
    ]

    static var names: [String] { worlds.map(\.name) }
    static var switches: [String] { SafetyMeasures.named.map(\.name) + ModelDefects.named.map(\.name) }

    static func plans() -> [SearchPlan] {
        worlds.map { SearchPlan(name: $0.name, search: Search($0.settings), share: $0.share) }
    }

    /// The same without a measure, or with a defect; nil for a name that is neither.
    static func plans(without name: String) -> [SearchPlan]? {
        let measure = SafetyMeasures.named.first { $0.name == name }?.measure
        let defect = ModelDefects.named.first { $0.name == name }?.defect
        guard measure != nil || defect != nil else { return nil }
        return worlds.map { name, settings, share in
            var settings = settings
            settings.measures.subtract(measure ?? [])
            settings.defects.formUnion(defect ?? [])
            return SearchPlan(name: name, search: Search(settings), share: share)
        }
    }

    /// The plan of a seed.
    static func plan(of seed: UInt64, in plans: [SearchPlan]) -> SearchPlan {
        var place = Int(seed % 10)
        for plan in plans {
            place -= plan.share
            if place < 0 { return plan }
        }
        return plans[0]
    }
}

/// What the threads share.
final class SearchBoard: Sendable {
    struct Found {
        var plan: SearchPlan
        var failure: Search.Failure
    }

    private struct State {
        var next: UInt64
        var done: UInt64 = 0
        var coverage = Coverage()
        var found: Found?
        var told = ContinuousClock.now
    }

    private let options: SearchOptions
    private let began = ContinuousClock.now
    private let state: Mutex<State>
    private static let chunk: UInt64 = 200
    private static let pause: Duration = .seconds(10)

    init(_ options: SearchOptions) {
        self.options = options
        state = Mutex(State(next: options.seed))
    }

    var coverage: Coverage { state.withLock { $0.coverage } }
    var found: Found? { state.withLock { $0.found } }

    var pace: String {
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        let done = state.withLock { $0.done }
        return
            "\(Figures.briefSeconds(seconds)), \(Figures.grouped(Int(Double(done) / max(seconds, 0.001)))) per second"
    }

    /// Runs schedules until there are no more, or one failed.
    func work() {
        while let seeds = take() {
            var coverage = Coverage()
            for seed in seeds {
                let only = options.plans.first { $0.name == options.only }
                let plan = only ?? .plan(of: seed, in: options.plans)
                guard let failure = plan.search.run(seed: seed, coverage: &coverage) else { continue }
                state.withLock { if $0.found == nil { $0.found = Found(plan: plan, failure: failure) } }
                return
            }
            finished(UInt64(seeds.count), coverage)
        }
    }

    private func take() -> Range<UInt64>? {
        state.withLock { state in
            let end = options.seed &+ options.schedules
            guard state.found == nil, state.next < end else { return nil }
            let seeds = state.next..<min(end, state.next + Self.chunk)
            state.next = seeds.upperBound
            return seeds
        }
    }

    private func finished(_ count: UInt64, _ coverage: Coverage) {
        let tells = state.withLock { state in
            state.done += count
            state.coverage = state.coverage + coverage
            guard ContinuousClock.now - state.told > Self.pause else { return false }
            state.told = ContinuousClock.now
            return true
        }
        if tells { print("\(Figures.grouped(Int(state.withLock { $0.done }))) schedules (\(pace))") }
    }
}
