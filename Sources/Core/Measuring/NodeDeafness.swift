/// What has to be shown before a node is called deaf.
package enum NodeDeafness {
    /// So many probes of another node have to be missed in a row before a node counts as not hearing it: a single one may be
    /// lost in a system that promises no more.
    package static let missesNeeded = 3
}
