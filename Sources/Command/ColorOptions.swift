import ArgumentParser
import Orchestrator

/// When text for people has colours.
struct ColorOptions: ParsableArguments {
    @Option(help: "Colours: auto (on a terminal, unless NO_COLOR is set), always or never.")
    var color = ColorMode.auto

    /// For a stream, by its descriptor.
    func paint(for descriptor: Int32) -> Paint {
        Paint(isOn: color.isOn(environment: Environment.all, isTerminal: Terminal.isOne(descriptor)))
    }
}

extension ColorMode: ExpressibleByArgument {}
