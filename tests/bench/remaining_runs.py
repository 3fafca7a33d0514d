"""Made-up runs, as events of the replay format: one function a kind of run, a seed a run."""

# SPDX-License-Identifier: GPL-3.0-or-later

import heapq
import math
import random


class Job:
    """What a job is (seconds, outcome) and what is known of it before."""

    def __init__(self, seconds, **known):
        self.seconds = max(seconds, 1e-4)
        self.known = known
        self.cached = False
        self.failed = False
        self.failures = []  # seconds of attempts that are retried
        self.reports = []  # (age, fraction)


class Run:
    def __init__(self, jobs, n_slots, **changes):
        self.jobs = jobs
        self.n_slots = n_slots
        self.changes = changes.get("changes", [])  # (share of jobs that are over, n_slots)
        self.pause = changes.get("pause")  # (share of jobs that are over, seconds)
        self.limit = changes.get("limit")  # slots that are in fact used at once
        self.gap = changes.get("gap", 0)  # seconds between a slot's jobs
        self.arrivals = changes.get("arrivals")  # seconds between jobs of a stream
        self.drop = changes.get("drop")  # (share of jobs that are over, last so many are dropped)

    def events(self):
        """Events in the order of their times; the last one is the end of the run."""
        return Simulation(self).run()


class Simulation:
    def __init__(self, run):
        self.run_ = run
        self.events = []
        self.heap = []
        self.serial = 0
        self.waiting = list(range(len(run.jobs)))[::-1]
        self.n_slots = run.n_slots
        self.n_running = 0
        self.n_over = 0
        self.paused = False
        self.now = 0.0
        self.changes = list(run.changes)
        self.pause = run.pause
        self.drop = run.drop
        self.n_total = len(run.jobs)

    def say(self, event, **more):
        self.events.append({"t": round(self.now, 6), "event": event, **more})

    def later(self, seconds, act, *args):
        self.serial += 1
        heapq.heappush(self.heap, (self.now + seconds, self.serial, act, args))

    def fill(self):
        limit = min(self.n_slots, self.run_.limit or self.n_slots)
        while self.waiting and self.n_running < limit and not self.paused:
            job = self.waiting.pop()
            self.n_running += 1
            if self.run_.gap:
                self.later(self.run_.gap * random.Random(job).uniform(0.7, 1.3), self.start, job)
            else:
                self.start(job)

    def start(self, index):
        job = self.run_.jobs[index]
        self.say("start", job=index)
        if job.failures:
            seconds = job.failures.pop()
            self.later(seconds, self.fail, index, seconds)
            return
        for age, fraction in job.reports:
            if age < job.seconds:
                self.later(age, self.report, index, fraction)
        self.later(job.seconds, self.end, index)

    def report(self, index, fraction):
        self.say("progress", job=index, fraction=round(fraction, 4))

    def fail(self, index, seconds):
        self.say("end", job=index, seconds=seconds, cached=False, failed=True, retried=True)
        self.n_running -= 1
        self.waiting.append(index)
        self.fill()

    def end(self, index):
        job = self.run_.jobs[index]
        more = {"failed": True} if job.failed else {}
        self.say("end", job=index, seconds=job.seconds, cached=job.cached, **more)
        self.n_running -= 1
        self.n_over += 1
        self.act()
        self.fill()

    def act(self):
        share = self.n_over / len(self.run_.jobs)
        while self.changes and share >= self.changes[0][0]:
            self.n_slots = self.changes.pop(0)[1]
            self.say("n_jobs", n_jobs=self.n_slots)
        if self.pause and share >= self.pause[0]:
            self.paused = True
            self.say("pause")
            self.later(self.pause[1], self.resume)
            self.pause = None
        if self.drop and share >= self.drop[0]:
            for index in self.waiting[:self.drop[1]]:
                self.say("drop", job=index)
            self.waiting = self.waiting[self.drop[1]:]
            self.drop = None

    def resume(self):
        self.paused = False
        self.say("resume")
        self.fill()

    def arrive(self, index):
        """Jobs of a stream: the total is open until its last one is there."""
        self.waiting.insert(0, index)
        last = index + 1 == len(self.run_.jobs)
        self.say("total", total=index + 1, open=not last)
        if not last:
            self.later(self.run_.arrivals, self.arrive, index + 1)
        self.fill()

    def begin(self):
        jobs = [job.known for job in self.run_.jobs]
        more = {"jobs": jobs} if any(jobs) and not self.run_.arrivals else {}
        total = 0 if self.run_.arrivals else len(jobs)
        self.say("begin", total=total, n_jobs=self.n_slots, **more)
        if self.run_.arrivals:
            self.waiting = []
            self.later(0, self.arrive, 0)
        else:
            self.fill()

    def run(self):
        self.begin()
        while self.heap:
            self.now, _, act, args = heapq.heappop(self.heap)
            act(*args)
        return self.events


def scale(rng):
    """Seconds of a usual job: 1 to 30."""
    return math.exp(rng.uniform(0, math.log(30)))


def spread(rng, sigma):
    return math.exp(rng.gauss(0, sigma))


def uneven(rng, n, sigma, seconds=None):
    seconds = seconds or scale(rng)
    return [Job(seconds * spread(rng, sigma)) for _ in range(n)]


def sized(rng, n, sigma=1.2, cost=lambda size: size, noise=0.2):
    """Jobs whose @cost of their size is known but for @noise."""
    seconds = scale(rng)
    sizes = [spread(rng, sigma) for _ in range(n)]
    return [Job(seconds * cost(s) * spread(rng, noise), size=round(s * 1e6)) for s in sizes]


def remembered(rng, n, sigma=1.0, noise=0.15, pace=1.0):
    jobs = uneven(rng, n, sigma)
    for job in jobs:
        job.known["prior"] = job.seconds * spread(rng, noise)
        job.seconds *= pace
    return jobs


def by_size(jobs, reverse):
    return sorted(jobs, key=lambda job: job.known["size"], reverse=reverse)


def cached_jobs(rng, jobs, share, hinted=True):
    for job in jobs:
        job.cached = rng.random() < share
        if hinted:
            job.known["cached"] = job.cached
        if job.cached:
            job.seconds = 0.004 * spread(rng, 0.5)
    return jobs


def report(rng, jobs, noise, n=40):
    """Fractions that are off by a bend of their own and some noise."""
    for job in jobs:
        bend = spread(rng, noise)
        reported = 0
        for step in range(1, n):
            fraction = (step / n) ** bend * spread(rng, noise / 4)
            reported = min(max(reported, fraction), 0.99)
            job.reports.append((job.seconds * step / n, reported))
    return jobs


def equal(rng):
    return Run(uneven(rng, 200, 0.05), 4)


def lognormal(rng):
    return Run(uneven(rng, 200, 1.0), 4)


def pareto(rng):
    seconds = scale(rng)
    return Run([Job(seconds * rng.paretovariate(1.5)) for _ in range(200)], 4)


def small_first(rng):
    return Run(by_size(sized(rng, 200), False), 4)


def big_first(rng):
    return Run(by_size(sized(rng, 200), True), 4)


def slow_kind_last(rng):
    seconds = scale(rng) / 4
    jobs = [Job(seconds * spread(rng, 0.2), kind="fast") for _ in range(150)]
    jobs += [Job(seconds * 12 * spread(rng, 0.2), kind="slow") for _ in range(50)]
    return Run(jobs, 4)


def cached_first(rng):
    jobs = cached_jobs(rng, uneven(rng, 200, 0.4), 0.6)
    return Run(sorted(jobs, key=lambda job: not job.cached), 4)


def cached_mixed(rng):
    return Run(cached_jobs(rng, uneven(rng, 200, 0.4), 0.5), 4)


def few_long(rng):
    return Run(report(rng, uneven(rng, 12, 0.5, 20 * scale(rng)), 0.25), 4)


def one_more(rng):
    return Run(uneven(rng, 5, 0.03, 10 * scale(rng)), 4)


def fewer_slots(rng):
    return Run(uneven(rng, 200, 0.4), 8, changes=[(0.4, 2)])


def drift(rng):
    jobs = uneven(rng, 200, 0.2)
    for i, job in enumerate(jobs):
        job.seconds *= 3 ** (i / len(jobs))
    return Run(jobs, 4)


def rerun(rng):
    return Run(remembered(rng, 200), 4)


def straggler(rng):
    jobs = uneven(rng, 200, 0.3)
    jobs[rng.randrange(170, 195)].seconds *= 30
    return Run(jobs, 4)


def tiny(rng):
    return Run(uneven(rng, 4000, 0.5, 0.01), 4, gap=0.0015)


def retries(rng):
    jobs = uneven(rng, 150, 0.4)
    for job in jobs:
        while rng.random() < 0.25:
            job.failures.append(job.seconds * rng.random())
    return Run(jobs, 4)


def stream(rng):
    jobs = uneven(rng, 200, 0.5)
    return Run(jobs, 4, arrivals=sum(job.seconds for job in jobs) / 4 / 200 * 0.3)


def fast_failures(rng):
    jobs = uneven(rng, 200, 0.4)
    for job in jobs:
        job.failed = rng.random() < 0.3
        job.seconds *= 0.03 * spread(rng, 0.5) if job.failed else 1
    return Run(jobs, 4)


def memory_limited(rng):
    return Run(uneven(rng, 120, 0.4), 8, limit=3)


def more_slots(rng):
    return Run(uneven(rng, 200, 0.4), 2, changes=[(0.3, 8)])


def paused(rng):
    jobs = uneven(rng, 120, 0.4)
    return Run(jobs, 4, pause=(0.4, sum(job.seconds for job in jobs) / 8))


def three_kinds(rng):
    paces = {name: scale(rng) * spread(rng, 0.7) for name in ("gzip", "convert", "sha256sum")}
    kinds = [rng.choice(list(paces)) for _ in range(150)]
    return Run([Job(paces[kind] * spread(rng, 0.3), kind=kind) for kind in kinds], 4)


def kinds_in_blocks(rng):
    jobs = []
    for kind in ("a", "b", "c"):
        seconds = scale(rng)
        jobs += [Job(seconds * spread(rng, 0.3), kind=kind) for _ in range(50)]
    return Run(jobs, 4)


def size_with_offset(rng):
    offset = rng.uniform(0.3, 3)
    return Run(by_size(sized(rng, 150, 1.5, lambda s: s + offset), rng.random() < 0.5), 4)


def quadratic(rng):
    return Run(by_size(sized(rng, 100, 0.8, lambda s: s * s), rng.random() < 0.3), 4)


def sizes_that_lie(rng):
    jobs = uneven(rng, 150, 0.6)
    for job in jobs:
        job.known["size"] = round(1e6 * spread(rng, 1.5))
    return Run(jobs, 4)


def sizes_in_order_of_names(rng):
    return Run(sized(rng, 150, 1.5, noise=0.4), 4)


def night(rng):
    """Half as fast until the others go home, or from when they come."""
    jobs = uneven(rng, 200, 0.3)
    turn = rng.uniform(0.3, 0.7)
    before = rng.random() < 0.5
    for i, job in enumerate(jobs):
        job.seconds *= 2 if (i < turn * len(jobs)) == before else 1
    return Run(jobs, 4)


def equal_waves(rng):
    n_slots = rng.choice([2, 3, 4, 8])
    return Run(uneven(rng, n_slots * rng.choice([2, 3, 4]), 0.03, 4 * scale(rng)), n_slots)


def cached_with_history(rng):
    jobs = cached_jobs(rng, remembered(rng, 200, 0.8), 0.4)
    return Run(jobs, 4)


def cached_unforeseen(rng):
    return Run(cached_jobs(rng, uneven(rng, 200, 0.4), 0.5, hinted=False), 4)


def half_remembered(rng):
    jobs = remembered(rng, 150)
    for job in jobs:
        if rng.random() < 0.5:
            del job.known["prior"]
    return Run(jobs, 4)


def slower_than_remembered(rng):
    return Run(remembered(rng, 150, pace=rng.choice([0.6, 1.6])), 4)


def longest_first(rng):
    jobs = remembered(rng, 150, 1.0, 0.2)
    return Run(sorted(jobs, key=lambda job: -job.known["prior"]), 4)


def one_wave_remembered(rng):
    return Run(remembered(rng, 4, 0.8), 4)


def two_kinds_unsaid(rng):
    seconds = scale(rng)
    jobs = [Job(seconds * rng.choice([0.3, 3]) * spread(rng, 0.2)) for _ in range(150)]
    return Run(jobs, 4)


def few_uneven(rng):
    return Run(uneven(rng, 8, 0.6, 5 * scale(rng)), 2)


def single_reporting(rng):
    return Run(report(rng, uneven(rng, 1, 0.5, 30 * scale(rng)), 0.2), 1)


def dropped(rng):
    return Run(uneven(rng, 200, 0.4), 4, drop=(0.3, 80))


def many_slots(rng):
    return Run(uneven(rng, 300, 0.7), 32)


KINDS = [
    equal, lognormal, pareto, small_first, big_first, slow_kind_last, cached_first, cached_mixed,
    few_long, one_more, fewer_slots, drift, rerun, straggler, tiny, retries, stream, fast_failures,
    memory_limited, more_slots, paused, three_kinds, kinds_in_blocks, size_with_offset, quadratic,
    sizes_that_lie, sizes_in_order_of_names, night, equal_waves, cached_with_history,
    cached_unforeseen, half_remembered, slower_than_remembered, longest_first, one_wave_remembered,
    two_kinds_unsaid, few_uneven, single_reporting, dropped, many_slots,
]
"""The first 14 are those of the survey that the bar was drawn from."""

N_SURVEYED = 14


def make(kind, seed):
    return kind(random.Random(f"{kind.__name__} {seed}")).events()
