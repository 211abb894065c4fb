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


MEMBERSHIP = {"join-invoked", "joined", "join-failed", "leave-invoked", "left", "leave-failed"}


class Run:
    def __init__(self, manifest, records):
        self.manifest = manifest
        self.expectation = manifest["expectation"]
        self.has_order = self.expectation["order"] != "none"
        self.is_pipelined = bool(self.expectation.get("pipelined"))
        self.messages = {}
        self.events = {}
        for record in records:
            self.read(record)
        self.sentinel_ends = {}
        for (publisher, _), message in sorted(self.messages.items(), key=lambda item: item[0][1]):
            if message.is_sentinel:
                # Of several, the last one counts.
                self.sentinel_ends[publisher, message.audience] = message.ended
        self.counts = dict.fromkeys(
            ["lost", "duplicated", "out-of-order", "misrouted", "phantom", "aborted", "corrupted"], 0
        )
        self.delivered = self.expected = self.optional = self.redeliveries = self.pairs = 0
        self.lost_per_client = {}

    def read(self, record):
        kind = record["kind"]
        key = (record.get("publisher"), record.get("sequence"))
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
        windows = [(name, life.begin, len(life.events)) for name in self.permanent(client)]
        open_windows = {}
        for place, event in enumerate(life.events):
            kind = event["kind"]
            if kind == "corrupted":
                self.counts["corrupted"] += 1
            elif kind == "foreign":
                self.counts["phantom"] += 1
            elif kind in MEMBERSHIP:
                name = event["audience"]
                group = groups.setdefault(name, Group())
                was_possible = group.is_possible()
                group.take(place, event)
                if was_possible and not group.is_possible():
                    possible_until[name] = event["time"]
                if kind == "joined" and group.may_be_definite():
                    open_windows.setdefault(name, event["time"])
                if kind == "leave-invoked" and name in open_windows:
                    windows.append((name, open_windows.pop(name), place))
            elif kind == "delivered":
                self.arrival(client, event, place, good, latest, groups, seen_before, possible_until)
        for name, since in open_windows.items():
            windows.append((name, since, len(life.events)))
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
        for name, since, end in windows:
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
