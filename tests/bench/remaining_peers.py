"""The remaining time by other programs' formulas, from the same events and at the same ticks.

Each is fed all events and asked for seconds, or None where it shows nothing.
"""

# SPDX-License-Identifier: GPL-3.0-or-later


class Peer:
    def __init__(self):
        self.total = 0
        self.open = False
        self.n_slots = 1
        self.done = 0
        self.dropped = 0
        self.running = {}
        self.begin = 0
        self.still = 0  # seconds paused
        self.paused_at = None

    def feed(self, event):
        name = event["event"]
        if name == "begin":
            self.total = event["total"]
            self.n_slots = event["n_jobs"]
            self.begin = event["t"]
        elif name == "total":
            self.total = event["total"]
            self.open = event.get("open", False)
        elif name == "n_jobs":
            self.n_slots = event["n_jobs"]
        elif name == "start":
            self.running[event["job"]] = event["t"]
        elif name == "drop":
            self.dropped += 1
        elif name == "pause":
            self.paused_at = event["t"]
        elif name == "resume":
            self.still += event["t"] - self.paused_at
            self.paused_at = None
        elif name == "end":
            self.running.pop(event["job"], None)
            if not event.get("retried"):
                self.done += 1
                self.ended(event["t"] - self.still, event.get("seconds", 0))

    def ended(self, now, seconds):
        pass

    def left(self):
        return self.total - self.done - self.dropped

    def ask(self, now):
        if self.open or self.done == 0:
            return None
        return self.formula(now - self.still)


class Joblib(Peer):
    """elapsed / done × left, told when a job ends."""
    shown = None

    def ended(self, now, seconds):
        self.shown = (now - self.begin) / self.done * self.left()

    def formula(self, now):
        return self.shown


class Parallel(Peer):
    """Mean since the first completion, blended with what was shown; small rises are hidden."""
    first = None
    shown = None

    def ended(self, now, seconds):
        if self.first is None:
            self.first = now
        if self.open:
            return
        share = self.done / max(self.total, 1)
        eta = (now - self.first) / self.done * self.left()
        if self.shown is not None:
            eta = (1 - share) * self.shown + share * eta
            if self.shown < eta < 1.1 * self.shown:
                eta = self.shown
        self.shown = eta

    def formula(self, now):
        return None if self.shown is None else int(self.shown)


class Tqdm(Peer):
    """Exponential means, corrected for their beginning, of jobs and of seconds a step."""
    last = None
    seconds = 0.0
    jobs = 0.0
    calls = 0
    pending = 0

    def ended(self, now, seconds):
        self.pending += 1
        since = now - (self.begin if self.last is None else self.last)
        if since < 0.1:
            return
        self.calls += 1
        self.seconds = 0.3 * since + 0.7 * self.seconds
        self.jobs = 0.3 * self.pending + 0.7 * self.jobs
        self.last = now
        self.pending = 0

    def formula(self, now):
        if self.calls == 0:
            return (now - self.begin) / self.done * self.left()
        return self.left() * self.seconds / self.jobs


class Rich(Peer):
    """Completions of the last 30 seconds, at most a thousand."""

    def __init__(self):
        super().__init__()
        self.samples = []

    def ended(self, now, seconds):
        self.samples = [t for t in self.samples[-999:] if t >= now - 30] + [now]

    def formula(self, now):
        if len(self.samples) < 2 or self.samples[-1] <= self.samples[0]:
            return None
        speed = (len(self.samples) - 1) / (self.samples[-1] - self.samples[0])
        return self.left() / speed


class Occupancy(Peer):
    """Mean seconds of a job, for all that wait and run, over the slots."""
    seconds = 0.0

    def ended(self, now, seconds):
        self.seconds += seconds

    def formula(self, now):
        mean = self.seconds / self.done
        rest = sum(max(mean - (now - t), 0) for t in self.running.values())
        waiting = max(self.left() - len(self.running), 0)
        return (waiting * mean + rest) / min(self.n_slots, max(self.left(), 1))


PEERS = [Joblib, Parallel, Tqdm, Rich, Occupancy]
