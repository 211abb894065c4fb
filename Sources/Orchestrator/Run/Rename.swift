import Glibc

/// rename(2), which replaces its target in one step; Foundation's move refuses to.
enum Rename {
    static func replace(_ source: String, with target: String) -> Bool {
        rename(source, target) == 0
    }
}
