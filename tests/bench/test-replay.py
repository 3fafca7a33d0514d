#!/usr/bin/env python3
"""The tool that replays recorded events to the remaining time."""

# SPDX-License-Identifier: GPL-3.0-or-later

import json
import pathlib
import subprocess
import sys
import unittest

REPLAY = sys.argv.pop(1)

BEGIN = '{"t":0,"event":"begin","total":3,"n_jobs":2}'
HINTED = ('{"t":0,"event":"begin","total":3,"n_jobs":2,"jobs":'
          '[{"size":1e6,"kind":"a","prior":2.5,"cached":false},{},{}]}')


def replay(*lines):
    text = "".join(line + "\n" for line in lines)
    return subprocess.run([REPLAY], input=text, capture_output=True, text=True, check=False)


class Replay(unittest.TestCase):
    def answers(self, *lines):
        done = replay(*lines)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def assertRefused(self, line, *lines):
        done = replay(*lines)
        self.assertEqual(done.returncode, 2, lines)
        self.assertTrue(done.stderr.startswith(f"line {line}: "), done.stderr)

    def test_recorded_runs(self):
        """Each is known after half of it, and the end is at the end."""
        traces = sorted((pathlib.Path(__file__).parent / "traces").glob("*.jsonl"))
        self.assertGreater(len(traces), 10)
        for trace in traces:
            lines = trace.read_text().splitlines()
            total = json.loads(lines[-1])["t"]
            half = next(i for i, line in enumerate(lines) if json.loads(line)["t"] > total / 2)
            ask = '{"t":%s,"event":"ask"}'
            lines.insert(half, ask % (total / 2))
            middle, end = self.answers(*lines, ask % total)
            self.assertGreater(middle["remaining"], total / 20, trace.stem)
            self.assertLess(middle["remaining"], total * 5, trace.stem)
            self.assertLess(end["remaining"], max(total / 5, 0.05), trace.stem)

    def test_end_stands_still(self):
        """While no job ends, two ways to see the ones that run do not take turns."""
        trace = pathlib.Path(__file__).parent / "traces" / "clean" / "checksum@1.jsonl"
        events = [json.loads(line) for line in trace.read_text().splitlines()]
        events += [{"t": i * 0.065, "event": "ask"} for i in range(1, 20)]
        events.sort(key=lambda event: (event["t"], event["event"] == "ask"))
        answers = self.answers(*[json.dumps(event) for event in events])
        ends = [a["t"] + a["remaining"] for a in answers if 0.84 < a["t"] < 1.1]
        self.assertEqual(len(ends), 4)
        self.assertLess(max(ends) - min(ends), 0.5)

    def test_moves_gently(self):
        """Nobody reads a number that is another one each moment."""
        events = [json.loads(BEGIN.replace('"total":3', '"total":60'))]
        for job in range(40):
            begin = 0.05 * job if job < 20 else 1
            events.append({"t": begin, "event": "start", "job": job})
            seconds = 0.05 if job < 20 else 0.001
            events.append({"t": begin + seconds, "event": "end", "job": job, "seconds": seconds})
        events += [{"t": t, "event": "ask"} for t in (1, 1.011, 2)]
        events.sort(key=lambda event: event["t"])
        before, after, later = self.answers(*[json.dumps(event) for event in events])
        self.assertGreater(after["remaining"], 0.8 * before["remaining"])
        self.assertLess(later["remaining"], 0.65 * before["remaining"])

    def test_each_question_has_one_answer(self):
        first, second = self.answers(
            HINTED,
            '{"t":0,"event":"start","job":0}',
            '{"t":0,"event":"ask"}',
            '{"t":1.0,"event":"progress","job":0,"fraction":0.4}',
            '{"t":2.5,"event":"end","job":0,"seconds":2.5,"cached":false}',
            '{"t":3,"event":"n_jobs","n_jobs":4}',
            '{"t":3,"event":"pause"}',
            '{"t":4,"event":"resume"}',
            '{"t":4,"event":"ask"}')
        self.assertEqual(list(second), ["t", "remaining", "low", "high"])
        self.assertEqual(second["t"], 4)
        for answer in (first, second):
            self.assertGreater(answer["remaining"], 0)
            self.assertLessEqual(answer["low"], answer["remaining"])
            self.assertGreaterEqual(answer["high"], answer["remaining"])

    def test_unknown_is_null(self):
        self.assertEqual(self.answers(BEGIN, '{"t":0,"event":"ask"}'),
                         [{"t": 0, "remaining": None, "low": None, "high": None}])

    def test_streams_drops_and_retries(self):
        answers = self.answers(
            '{"t":0,"event":"begin","total":0,"n_jobs":1}',
            '{"t":0,"event":"total","total":4,"open":true}',
            '{"t":0,"event":"start","job":0}',
            '{"t":1,"event":"end","job":0,"seconds":1,"failed":true,"retried":true}',
            '{"t":1,"event":"start","job":0}',
            '{"t":2,"event":"end","job":0,"seconds":1}',
            '{"t":2,"event":"ask"}',
            '{"t":2,"event":"total","total":4}',
            '{"t":2,"event":"ask"}',
            '{"t":2,"event":"drop","job":3}',
            '{"t":2,"event":"drop","job":2}',
            '{"t":2,"event":"drop","job":1}',
            '{"t":2,"event":"ask"}')
        self.assertIsNone(answers[0]["remaining"])
        self.assertGreater(answers[1]["remaining"], 1)
        self.assertEqual(answers[2]["remaining"], 0)

    def test_retry_waits(self):
        lines = [
            '{"t":0,"event":"begin","total":2,"n_jobs":1}',
            '{"t":0,"event":"start","job":0}',
            '{"t":1,"event":"end","job":0,"seconds":1}',
            '{"t":1,"event":"start","job":1}',
            '{"t":2,"event":"end","job":1,"seconds":1,"failed":true,"retried":true%s}',
            '{"t":2,"event":"ask"}',
            '{"t":10,"event":"start","job":1}',
            '{"t":11,"event":"end","job":1,"seconds":1}',
            '{"t":11,"event":"ask"}']
        for delay, least, most in (("", 0.1, 4), (',"delay":0', 0.1, 4), (',"delay":8.0', 8, 13)):
            first, second = self.answers(*(line % delay if "%" in line else line
                                           for line in lines))
            self.assertGreaterEqual(first["remaining"], least, delay)
            self.assertLess(first["remaining"], most, delay)
            self.assertEqual(second["remaining"], 0)

    def test_delay_between_starts(self):
        lines = [
            '{"t":0,"event":"begin","total":9,"n_jobs":2%s}',
            '{"t":0,"event":"start","job":0}',
            '{"t":1,"event":"end","job":0,"seconds":1}',
            '{"t":2,"event":"ask"}',
            '{"t":3,"event":"delay","delay":0}',
            '{"t":3,"event":"ask"}',
            '{"t":3,"event":"delay","delay":20.5}',
            '{"t":3,"event":"ask"}']
        for delay, least, most in (("", 0, 40), (',"delay":null', 0, 40), (',"delay":0', 0, 40),
                                   (',"delay":8', 62, 66)):
            first, second, third = self.answers(*(line % delay if "%" in line else line
                                                  for line in lines))
            self.assertGreaterEqual(first["remaining"], least, delay)
            self.assertLess(first["remaining"], most, delay)
            self.assertLess(second["remaining"], 40)
            self.assertGreater(third["remaining"], 161)
            self.assertLess(third["remaining"], 175)

    def test_answers_come_at_once(self):
        with subprocess.Popen([REPLAY], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as process:
            process.stdin.write(BEGIN + '\n{"t":0,"event":"ask"}\n')
            process.stdin.flush()
            self.assertIn("remaining", process.stdout.readline())

    def test_malformed_lines(self):
        for line in ("", "{", "[]", "1", '{"t":0}', '{"event":"ask"}', '{"t":0,"event":1}',
                     '{"t":0,"event":"dance"}', '{"t":"0","event":"ask"}', '{"t":-1,"event":"ask"}',
                     '{"t":0,"event":"ask",}', '{"t":1e99,"event":"ask"}', BEGIN,
                     '{"t":0,"event":"start"}', '{"t":0,"event":"start","job":3}',
                     '{"t":0,"event":"start","job":0.5}', '{"t":0,"event":"start","job":-1}',
                     '{"t":0,"event":"progress","job":0,"fraction":2}',
                     '{"t":0,"event":"end","job":0,"seconds":-1}',
                     '{"t":0,"event":"end","job":0,"cached":1}',
                     '{"t":0,"event":"end","job":0,"retried":true,"delay":-1}',
                     '{"t":0,"event":"end","job":0,"retried":true,"delay":"long"}',
                     '{"t":0,"event":"end","job":0,"delay":1}',
                     '{"t":0,"event":"delay"}', '{"t":0,"event":"delay","delay":-1}',
                     '{"t":0,"event":"delay","delay":"long"}',
                     '{"t":0,"event":"n_jobs"}', '{"t":0,"event":"total","total":"many"}'):
            with self.subTest(line=line):
                self.assertRefused(2, BEGIN, line)

    def test_malformed_beginning(self):
        for line in ('{"t":0,"event":"ask"}', '{"t":0,"event":"begin","total":1}',
                     '{"t":0,"event":"begin","total":1,"n_jobs":1,"delay":-1}',
                     '{"t":0,"event":"begin","total":1,"n_jobs":1,"delay":"long"}',
                     '{"t":0,"event":"begin","total":1,"n_jobs":1,"jobs":[{},{}]}',
                     '{"t":0,"event":"begin","total":1,"n_jobs":1,"jobs":[1]}',
                     '{"t":0,"event":"begin","total":1,"n_jobs":1,"jobs":[{"kind":1}]}',
                     '{"t":0,"event":"begin","total":1,"n_jobs":1,"jobs":[{"prior":"a"}]}'):
            with self.subTest(line=line):
                self.assertRefused(1, line)

    def test_time_does_not_go_back(self):
        self.assertRefused(3, BEGIN, '{"t":2,"event":"pause"}', '{"t":1,"event":"resume"}')


if __name__ == "__main__":
    unittest.main()
