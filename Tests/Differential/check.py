#!/usr/bin/env python3
"""An independent checker of Rollcall's runs, for comparison with the real one.

It follows the words of docs/checker.md as plainly as it can, from what `rollcall export RUN` writes and from run.json, and
shares nothing with Rollcall but these two formats. Only runs of one clock with whole histories are its business.

Reads lines `MANIFEST<tab>RECORDS` (paths) from the file that is named, or from stdin, and writes one line of JSON for each:

    rollcall export runs/latest --out records.jsonl
    printf 'runs/latest/run.json\\trecords.jsonl\\n' | python3 Tests/Differential/check.py
"""

import json
import sys

NEVER = float("inf")


class Message:
    def __init__(self, audience, invoked):
        self.audience = audience
        self.invoked = invoked
        self.attempts = 0
        self.failures = 0
        self.ended = NEVER
        self.is_sentinel = False

    @property
    def state(self):
        if self.ended < NEVER:
            return "ok"
        return "fail" if self.failures >= self.attempts else "info"


class Group:
    """The joins and leaves of one client and one group within one life."""

    def __init__(self):
        self.operations = []

    def take(self, place, record):
        kind = record["kind"]
        is_join = "join" in kind
        if kind.endswith("-invoked"):
            self.operations.append({"join": is_join, "begin": place, "end": NEVER, "outcome": None})
            return
        outcome = record["outcome"] if kind.endswith("-failed") else "ok"
        for operation in self.operations:
            if operation["join"] == is_join and operation["end"] == NEVER:
                operation.update(end=place, outcome=outcome)
                return

    def overlap(self):
        joins = [one for one in self.operations if one["join"]]
        leaves = [one for one in self.operations if not one["join"]]
        return any(j["begin"] < l["end"] and l["begin"] < j["end"] for j in joins for l in leaves)

    def is_possible(self):
        if self.overlap():
            return True
        for join in self.operations:
            if not join["join"] or join["outcome"] == "fail":
                continue
            if join["outcome"] in (None, "info"):
                return True
            if not any(
                not leave["join"] and leave["outcome"] == "ok" and leave["end"] > join["end"] for leave in self.operations
            ):
                return True
        return False

    def may_be_definite(self):
        """Whether a confirmation that comes now makes the membership definite."""
        open_or_unknown = any(not one["join"] and one["outcome"] in (None, "info") for one in self.operations)
        return not open_or_unknown and not self.overlap()


class Life:
    def __init__(self, begin):
        self.begin = begin
        self.end = None
        self.events = []
        self.is_told = False


MEMBERSHIP = {"join-invoked", "joined", "join-failed", "leave-invoked", "left", "leave-failed"}


class Contracts:
    """Which contract applies to a message, or to a copy of it: the weaker one while a fault is under way."""

    def __init__(self, manifest, steps):
        expectation = manifest["expectation"]
        self.strong = expectation
        self.weak = expectation.get("duringFaults")
        momentary = {fault["number"] for fault in manifest["faults"] if fault.get("isMomentary")}
        grace = expectation.get("graceMilliseconds", 0) * 1_000_000
        self.windows = []
        for (number, _), step in steps.items():
            asked = step.get("fault-invoked", step.get("fault-observed"))
            if asked is None or ("fault-observed" not in step and "fault-failed" in step):
                continue
            over = step.get("fault-observed" if number in momentary else "heal-observed", NEVER)
            self.windows.append((asked, max(asked, over) + grace))

    def touches(self, begin, end):
        return any(first <= end and begin <= last for first, last in self.windows)

    def of(self, message, seen_at=None):
        if self.weak is None:
            return self.strong
        end = max(message.invoked, message.ended) if message.state == "ok" else message.invoked
        is_weak = self.touches(message.invoked, end) or (seen_at is not None and self.touches(seen_at, seen_at))
        return self.weak if is_weak else self.strong


def knots(after):
    """Sets of nodes that all lie on cycles with each other, of more than one: by walking forwards, then backwards from the
    last that was done (Kosaraju)."""
    done = []
    visited = set()
    for root in after:
        stack = [(root, iter(after[root]))] if root not in visited else []
        visited.add(root)
        while stack:
            node, rest = stack[-1]
            for target in rest:
                if target not in visited:
                    visited.add(target)
                    stack.append((target, iter(after.get(target, ()))))
                    break
            else:
                done.append(node)
                stack.pop()
    before = {}
    for node, targets in after.items():
        for target in targets:
            before.setdefault(target, set()).add(node)
    found = []
    taken = set()
    for root in reversed(done):
        if root in taken:
            continue
        taken.add(root)
        knot, open_nodes = [], [root]
        while open_nodes:
            node = open_nodes.pop()
            knot.append(node)
            fresh = before.get(node, set()) - taken
            taken |= fresh
            open_nodes.extend(fresh)
        if len(knot) > 1:
            found.append(knot)
    return found


class Run:
    def __init__(self, manifest, records):
        self.manifest = manifest
        self.expectation = manifest["expectation"]
        orders = {contract["order"] for contract in self.contracts_claimed()}
        # A later message proves something where the contract always has an order.
        self.has_order = "none" not in orders
        self.is_causal = "causal" in orders
        self.is_pipelined = bool(self.expectation.get("pipelined"))
        self.messages = {}
        self.events = {}
        # What each client saw and published, in the order of its history.
        self.acts = {}
        steps = {}
        for record in records:
            self.read(record, steps)
        self.contracts = Contracts(manifest, steps)
        self.sentinels = {}
        for key, message in sorted(self.messages.items(), key=lambda item: item[0][1]):
            if message.is_sentinel:
                # Of several, the last one counts.
                self.sentinels[key[0], message.audience] = (key[1], message)
        self.sentinel_ends = {stream: message.ended for stream, (_, message) in self.sentinels.items()}
        self.dependencies = self.find_dependencies() if self.is_causal else {}
        # By message: when anybody saw it first, and who missed it and was entitled to it.
        self.first_seen = {}
        self.missed_by = {}
        # By message: what a client saw right after it.
        self.after = {}
        self.counts = dict.fromkeys(
            [
                "lost", "duplicated", "out-of-order", "misrouted", "phantom", "aborted", "corrupted", "torn",
                "order-conflict", "causality", "told-gap",
            ],
            0,
        )
        self.delivered = self.expected = self.optional = self.redeliveries = self.pairs = 0
        self.lost_per_client = {}

    def contracts_claimed(self):
        weak = self.expectation.get("duringFaults")
        return [self.expectation] + ([weak] if weak is not None else [])

    def read(self, record, steps):
        kind = record["kind"]
        key = (record.get("publisher"), record.get("sequence"))
        if kind.startswith("fault-") or kind.startswith("heal-"):
            steps.setdefault((record["fault"], record["repetition"]), {})[kind] = record["time"]
            return
        if self.is_causal and kind in ("publish-invoked", "delivered"):
            self.acts.setdefault(record["client"], []).append((kind, key))
        if kind == "publish-invoked":
            message = self.messages.setdefault(key, Message(record["audience"], record["time"]))
            message.attempts += 1
            message.is_sentinel = message.is_sentinel or record.get("isSentinel", False)
        elif kind == "publish-ended":
            if key not in self.messages:
                return
            if record["outcome"] == "ok":
                self.messages[key].ended = min(self.messages[key].ended, record["time"])
            elif record["outcome"] == "fail":
                self.messages[key].failures += 1
        elif "client" in record:
            self.events.setdefault(record["client"], []).append(record)

    def judge(self):
        for client in self.manifest["clients"]:
            self.judge_client(client, self.events.get(client["client"], []))
        self.counts["order-conflict"] = len(knots(self.after))
        self.judge_torn()
        states = [message.state for message in self.messages.values() if not message.is_sentinel]
        return {
            "counts": self.counts,
            "ok": states.count("ok"),
            "fail": states.count("fail"),
            "info": states.count("info"),
            "delivered": self.delivered,
            "expected": self.expected,
            "optional": self.optional + self.delivered,
            "redeliveries": self.redeliveries,
            "pairs": self.pairs,
            "lostPerClient": self.lost_per_client,
        }

    # One client

    def lives(self, events):
        lives = []
        current = None
        for event in events:
            kind = event["kind"]
            if kind == "connected" and (event["start"] == "fresh" or current is None):
                if current is not None:
                    current.end = event["time"]
                current = Life(event["time"])
                lives.append(current)
            elif kind == "life-ended":
                if current is not None:
                    current.end = event["time"]
                current = None
            elif current is not None:
                current.events.append(event)
            elif kind == "corrupted":
                self.counts["corrupted"] += 1
            elif kind == "foreign":
                self.counts["phantom"] += 1
        return lives

    def judge_client(self, client, events):
        seen_before = set()
        # Until when a membership in a group was last possible; forgotten by no life.
        possible_until = {}
        streams = set()
        self.lost_per_client[client["client"]] = 0
        for life in self.lives(events):
            good, windows = self.walk(client, life, seen_before, possible_until)
            self.judge_owed(client, life, good, windows, streams)
            self.judge_order(life, good, windows, seen_before)
            seen_before |= set(good)
        self.pairs += len(streams)

    def permanent(self, client):
        names = ["all"]
        if client.get("app") is not None:
            names.append("app:" + client["app"])
        if client.get("user") is not None:
            names.append("user:" + client["user"])
        return names

    def walk(self, client, life, seen_before, possible_until):
        """Classifies every arrival. Returns the good first copies with their places, and the definite memberships."""
        good = {}
        latest = {}
        groups = {}
        # Name, since when, and from which event to which.
        windows = [(name, life.begin, -1, len(life.events)) for name in self.permanent(client)]
        open_windows = {}
        for place, event in enumerate(life.events):
            kind = event["kind"]
            if kind == "corrupted":
                self.counts["corrupted"] += 1
            elif kind == "foreign":
                self.counts["phantom"] += 1
            elif kind == "disconnected":
                is_refusal = event["reason"] == "refused" and self.manifest.get("reconnect") == "resume"
                if (event["reason"] == "told" or is_refusal) and not life.is_told:
                    self.counts["told-gap"] += 1
                    life.is_told = True
            elif kind in MEMBERSHIP:
                name = event["audience"]
                group = groups.setdefault(name, Group())
                was_possible = group.is_possible()
                group.take(place, event)
                if was_possible and not group.is_possible():
                    possible_until[name] = event["time"]
                if kind == "joined" and group.may_be_definite():
                    open_windows.setdefault(name, (event["time"], place))
                if kind == "leave-invoked" and name in open_windows:
                    windows.append((name, *open_windows.pop(name), place))
            elif kind == "delivered":
                self.arrival(client, event, place, good, latest, groups, seen_before, possible_until)
        for name, (since, begin) in open_windows.items():
            windows.append((name, since, begin, len(life.events)))
        for name, group in groups.items():
            if life.end is not None and group.is_possible():
                possible_until[name] = life.end
        return good, windows

    def arrival(self, client, event, place, good, latest, groups, seen_before, possible_until):
        key = (event.get("publisher"), event.get("sequence"))
        message = self.messages.get(key)
        if message is None:
            self.counts["phantom"] += 1
        elif message.state == "fail":
            self.counts["aborted"] += 1
        elif not self.may_have(client, message, groups, possible_until):
            self.counts["misrouted"] += 1
        elif key in good:
            self.counts["duplicated"] += 1
        else:
            self.delivered += 1
            if key in seen_before:
                self.redeliveries += 1
            publisher, sequence = key
            # The latest message seen so far has the latest invocation.
            if publisher in latest and latest[publisher] > sequence and message.state == "ok":
                later = self.messages[publisher, latest[publisher]]
                if self.is_pipelined or message.ended <= later.invoked:
                    self.counts["out-of-order"] += 1
            latest[publisher] = max(latest.get(publisher, 0), sequence)
            good[key] = place

    def may_have(self, client, message, groups, possible_until):
        name = message.audience
        if not str(name).startswith("group:"):
            return name in self.permanent(client)
        if name in groups and groups[name].is_possible():
            return True
        return possible_until.get(name, -1) >= message.invoked

    # What is owed

    def judge_owed(self, client, life, good, windows, streams):
        spoilt = {
            (event.get("publisher"), event.get("sequence")) for event in life.events if event["kind"] == "corrupted"
        }
        owed = set()
        for name, since, _, end in windows:
            # By order: the latest invocation that was seen of each publisher. By life: the latest proof of it.
            proven = {}
            if self.has_order:
                for (publisher, sequence), place in good.items():
                    if place < end:
                        invoked = self.messages[publisher, sequence].invoked
                        proven[publisher] = max(proven.get(publisher, -1), invoked)
            alive = max((event["time"] for event in life.events[:end] if event["kind"] == "alive"), default=-1)
            for key, message in self.messages.items():
                if message.audience != name or message.state != "ok" or message.invoked < since:
                    continue
                by_order = message.ended <= proven.get(key[0], -1)
                by_life = max(message.ended, self.sentinel_ends.get((key[0], name), NEVER)) <= alive
                if by_order or by_life:
                    owed.add(key)
        for key in owed:
            self.expected += 1
            streams.add((key[0], self.messages[key].audience))
            if key in good:
                self.optional -= 1
            elif key not in spoilt:
                self.counts["lost"] += 1
                self.lost_per_client[client["client"]] += 1
                if self.contracts.of(self.messages[key])["delivery"] == "at-most-once":
                    self.missed_by.setdefault(key, set()).add(client["client"])
        self.judge_unknown(client, life, good, windows, spoilt)

    # All or nobody

    def judge_unknown(self, client, life, good, windows, spoilt):
        """Messages of unknown outcome that the client missed although it was entitled to them."""
        alive = max((event["time"] for event in life.events if event["kind"] == "alive"), default=-1)
        for key, message in self.messages.items():
            sequence, sentinel = self.sentinels.get((key[0], message.audience), (0, None))
            if message.state != "info" or key in good or key in spoilt or sentinel is None or key[1] >= sequence:
                continue
            is_there = any(
                name == message.audience and since <= message.invoked and end == len(life.events)
                for name, since, _, end in windows
            )
            if is_there and sentinel.ended <= alive:
                self.missed_by.setdefault(key, set()).add(client["client"])

    def judge_torn(self):
        for key in self.missed_by:
            message = self.messages[key]
            if key not in self.first_seen or not self.contracts.of(message).get("atomic"):
                continue
            # What was lost after an acknowledgement counts as it is; the rest had to take effect before the final message.
            if message.state == "ok" or self.first_seen[key] <= self.sentinels[key[0], message.audience][1].invoked:
                self.counts["torn"] += 1

    # The order of several publishers

    def judge_order(self, life, good, windows, seen_before):
        for key, place in good.items():
            seen_at = life.events[place]["time"]
            self.first_seen[key] = min(self.first_seen.get(key, NEVER), seen_at)
        fresh = [(key, place) for key, place in good.items() if key not in seen_before]
        row = [key for key, place in fresh if self.takes_place(key, place, life, windows)]
        for earlier, later in zip(row, row[1:]):
            self.after.setdefault(earlier, set()).add(later)
        if not self.is_causal:
            return
        places = dict(fresh)
        for key, place in fresh:
            if self.contracts.of(self.messages[key])["order"] != "causal":
                continue
            # Seen too early: before something that its publisher had seen.
            if any(
                places.get(cause, -1) > place and self.contracts.of(self.messages[cause])["order"] == "causal"
                for cause in self.dependencies.get(key, ())
            ):
                self.counts["causality"] += 1

    def takes_place(self, key, place, life, windows):
        message = self.messages[key]
        contract = self.contracts.of(message, life.events[place]["time"])
        if contract["order"] != "total":
            return False
        if contract["delivery"] != "at-least-once":
            return True
        # A message has several places there; who was a member for certain saw it at the first.
        return any(
            name == message.audience and since <= message.invoked and begin < place < end
            for name, since, begin, end in windows
        )

    def find_dependencies(self):
        """By message: of each stream of another publisher the latest message that its carrier had seen, where that was first
        seen since the last message to the same audience."""
        found = {}
        for acts in self.acts.values():
            latest = {}
            at_last_publish = {}
            for kind, key in acts:
                message = self.messages.get(key)
                if message is None or message.state == "fail":
                    continue
                if kind == "delivered":
                    stream = (key[0], message.audience)
                    latest[stream] = max(latest.get(stream, 0), key[1])
                elif key not in found:
                    stream = (key[0], message.audience)
                    old = at_last_publish.get(stream, {})
                    found[key] = {
                        (publisher, sequence)
                        for (publisher, audience), sequence in latest.items()
                        if publisher != key[0] and sequence > old.get((publisher, audience), 0)
                    }
                    at_last_publish[stream] = dict(latest)
        return found


def main():
    lines = open(sys.argv[1], encoding="utf-8") if len(sys.argv) > 1 else sys.stdin
    for line in lines:
        manifest_path, records_path = line.rstrip("\n").split("\t")
        with open(manifest_path, encoding="utf-8") as file:
            manifest = json.load(file)
        with open(records_path, encoding="utf-8") as file:
            answer = Run(manifest, (json.loads(record) for record in file)).judge()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
