# parallel_examples.py: lines of GNU parallel, and what they print
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""From its manual, its tutorial and beyond: what parallel 20221122 printed for each with -k."""

FILES = {
    "abc-file": b"A\nB\nC\n",
    "def-file": b"D\nE\nF\n",
    "empty-lines": b"1\n\n3\n",
    "no-end": b"last",
    "odd": b"a b\n$x\n",
    "t.csv": b"name,n\nA,1\nB C,2\n",
}

VALUES = [b"v%d" % i for i in range(1, 101)]

# Whether a shell is needed, the words, standard input, and what is printed.
EXAMPLES = [
    (False, [b'echo', b':::', b'A', b'B', b'C'], None, b'A\nB\nC\n'),
    (False, [b'echo', b'::::', b'abc-file'], None, b'A\nB\nC\n'),
    (False, [b'echo', b'::::', b'-'], b'A\nB\nC\n', b'A\nB\nC\n'),
    (False, [b'echo'], b'A\nB\nC\n', b'A\nB\nC\n'),
    (
        False,
        [b'echo', b':::', b'A', b'B', b'C', b':::', b'D', b'E', b'F'],
        None,
        b'A D\nA E\nA F\nB D\nB E\nB F\nC D\nC E\nC F\n',
    ),
    (
        False,
        [b'echo', b'::::', b'abc-file', b'def-file'],
        None,
        b'A D\nA E\nA F\nB D\nB E\nB F\nC D\nC E\nC F\n',
    ),
    (
        False,
        [b'echo', b'::::', b'-', b'def-file'],
        b'A\nB\nC\n',
        b'A D\nA E\nA F\nB D\nB E\nB F\nC D\nC E\nC F\n',
    ),
    (
        False,
        [b'echo', b':::', b'A', b'B', b'C', b'::::', b'def-file'],
        None,
        b'A D\nA E\nA F\nB D\nB E\nB F\nC D\nC E\nC F\n',
    ),
    (
        False,
        [b'echo', b'::::', b'abc-file', b':::+', b'G', b'H', b'I', b'::::', b'def-file'],
        None,
        b'A G D\nA G E\nA G F\nB H D\nB H E\nB H F\nC I D\nC I E\nC I F\n',
    ),
    (
        False,
        [b'echo', b'::::', b'abc-file', b':::', b'G', b'H', b'I', b'::::+', b'def-file'],
        None,
        b'A G D\nA H E\nA I F\nB G D\nB H E\nB I F\nC G D\nC H E\nC I F\n',
    ),
    (
        False,
        [b'echo', b':::', b'A', b'B', b'C', b'D', b'E', b':::+', b'F', b'G'],
        None,
        b'A F\nB G\n',
    ),
    (
        False,
        [
            b'echo', b':::', b'a', b'b', b'c', b':::+', b'1', b'2', b'3', b':::', b'X', b'Y',
            b':::+', b'11', b'22',
        ],
        None,
        b'a 1 X 11\na 1 Y 22\nb 2 X 11\nb 2 Y 22\nc 3 X 11\nc 3 Y 22\n',
    ),
    (False, [b'echo', b':::', b'A/B.C'], None, b'A/B.C\n'),
    (False, [b'echo', b'{}', b':::', b'A/B.C'], None, b'A/B.C\n'),
    (False, [b'echo', b'{.}', b':::', b'A/B.C'], None, b'A/B\n'),
    (False, [b'echo', b'{/}', b':::', b'A/B.C'], None, b'B.C\n'),
    (False, [b'echo', b'{//}', b':::', b'A/B.C'], None, b'A\n'),
    (False, [b'echo', b'{/.}', b':::', b'A/B.C'], None, b'B\n'),
    (False, [b'echo', b'{#}', b':::', b'A', b'B', b'C'], None, b'1\n2\n3\n'),
    (
        False,
        [b'echo', b'{1}', b'and', b'{2}', b':::', b'A', b'B', b':::', b'C', b'D'],
        None,
        b'A and C\nA and D\nB and C\nB and D\n',
    ),
    (
        False,
        [b'echo', b'{1} and {2}', b':::', b'A', b'B', b':::', b'C', b'D'],
        None,
        b'A and C\nA and D\nB and C\nB and D\n',
    ),
    (
        False,
        [b'echo', b'/={1/} //={1//} /.={1/.} .={1.}', b':::', b'A/B.C', b'D/E.F'],
        None,
        b'/=B.C //=A /.=B .=A/B\n/=E.F //=D /.=E .=D/E\n',
    ),
    (
        False,
        [b'echo', b'1={1} 2={2} 3={3}', b':::', b'A', b'B', b':::', b'C', b'D', b':::', b'E', b'F'],
        None,
        (
            b'1=A 2=C 3=E\n1=A 2=C 3=F\n1=A 2=D 3=E\n1=A 2=D 3=F\n1=B 2=C 3=E\n1=B 2=C 3=F\n'
            b'1=B 2=D 3=E\n1=B 2=D 3=F\n'
        ),
    ),
    (
        False,
        [
            b'echo', b'1={1} 2={2} 3={3} -1={-1} -2={-2} -3={-3}', b':::', b'A', b'B', b':::',
            b'C', b'D', b':::', b'E', b'F',
        ],
        None,
        (
            b'1=A 2=C 3=E -1=E -2=C -3=A\n1=A 2=C 3=F -1=F -2=C -3=A\n'
            b'1=A 2=D 3=E -1=E -2=D -3=A\n1=A 2=D 3=F -1=F -2=D -3=A\n'
            b'1=B 2=C 3=E -1=E -2=C -3=B\n1=B 2=C 3=F -1=F -2=C -3=B\n'
            b'1=B 2=D 3=E -1=E -2=D -3=B\n1=B 2=D 3=F -1=F -2=D -3=B\n'
        ),
    ),
    (False, [b'echo', b'{.}', b':::', b'foo.tar.gz'], None, b'foo.tar\n'),
    (False, [b'echo', b'{1.}', b'{2}', b':::', b'a.x', b'b.y', b':::', b'c'], None, b'a c\nb c\n'),
    (False, [b'echo', b'{2}', b'{1}', b':::', b'a', b':::', b'b'], None, b'b a\n'),
    (False, [b'echo', b'{2}', b':::', b'a', b'b', b':::', b'c', b'd'], None, b'c\nd\nc\nd\n'),
    (False, [b'echo', b'{}{}', b':::', b'a', b'b'], None, b'aa\nbb\n'),
    (False, [b'echo', b'x{}y', b':::', b'a', b':::', b'b'], None, b'xa by\n'),
    (False, [b'echo', b'{.} {/}', b':::', b'd/a.b', b':::', b'e/c.d'], None, b'd/a e/c a.b c.d\n'),
    (False, [b'echo', b'-{}-', b':::', b''], None, b'--\n'),
    (False, [b'echo', b'{}', b'end', b':::', b'', b'x'], None, b' end\nx end\n'),
    (False, [b'echo', b':::', b'a  b', b' lead', b'trail '], None, b'a  b\n lead\ntrail \n'),
    (
        False,
        [
            b'echo', b':::', b'$HOME', b'`id`', b'$(id)', b'*', b'~', b'!x', b'a;b', b'a|b',
            b'<a>', b'a&b', b'#a', b'(a)', b'[a]', b'{a}',
        ],
        None,
        b'$HOME\n`id`\n$(id)\n*\n~\n!x\na;b\na|b\n<a>\na&b\n#a\n(a)\n[a]\n{a}\n',
    ),
    (
        False,
        [b'echo', b':::', b"'", b'"', b'\\', b'\\n', b'it\'s "so"'],
        None,
        b'\'\n"\n\\\n\\n\nit\'s "so"\n',
    ),
    (False, [b'echo', b':::', b'two\nlines', b'tab\there'], None, b'two\nlines\ntab\there\n'),
    (
        False,
        [b'echo', b':::', b'\xc3\xa4', b'\xe6\x97\xa5\xe6\x9c\xac', b'\xff\xfe'],
        None,
        b'\xc3\xa4\n\xe6\x97\xa5\xe6\x9c\xac\n\xff\xfe\n',
    ),
    (
        False,
        [
            b'echo', b'{.}', b':::', b'.hidden', b'a.b/c', b'a.', b'a..b', b'/', b'/a', b'a/',
            b'x.y.z', b'./.x.y',
        ],
        None,
        b'\na.b/c\na\na.\n/\n/a\na/\nx.y\n./.x\n',
    ),
    (
        False,
        [
            b'echo', b'{/}', b':::', b'.hidden', b'a.b/c', b'a.', b'a..b', b'/', b'/a', b'a/',
            b'x.y.z',
        ],
        None,
        b'.hidden\nc\na.\na..b\n\na\n\nx.y.z\n',
    ),
    (
        False,
        [
            b'echo', b'{//}', b':::', b'.hidden', b'a.b/c', b'a.', b'/', b'/a', b'a/', b'a//b',
            b'/a/b', b'./x', b'a/b/c/',
        ],
        None,
        b'.\na.b\n.\n/\n/\n.\na\n/a\n.\na/b\n',
    ),
    (
        False,
        [b'echo', b'{/.}', b':::', b'.hidden', b'a.b/c.d', b'a.', b'/', b'/a.b', b'a/', b'x.y.z'],
        None,
        b'\nc\na\n\na\n\nx.y\n',
    ),
    (False, [b'echo', b'::::', b'empty-lines'], None, b'1\n\n3\n'),
    (False, [b'echo', b'::::', b'odd'], None, b'a b\n$x\n'),
    (False, [b'echo', b'::::', b'no-end'], None, b'last\n'),
    (False, [b'echo', b'x{}'], b'a\n\nb\n', b'xa\nx\nxb\n'),
    (False, [b'echo'], b'', b''),
    (False, [b'printf', b'%s-', b'{}', b':::', b'a', b'b'], None, b'a-b-'),
    (
        False,
        [b'echo', b'{#}', b'{}', b':::', *VALUES],
        None,
        b"".join(b"%d v%d\n" % (i, i) for i in range(1, 101)),
    ),
    (False, [b'cat', b'::::', b'-'], b'abc-file\ndef-file\n', b'A\nB\nC\nD\nE\nF\n'),
    (False, [b'echo', b'{nmae}', b':::', b'a'], None, b'{nmae} a\n'),
    (False, [b'echo', b'{1}{1.}{1/}', b':::', b'x/y.z'], None, b'x/y.zx/yy.z\n'),
    (False, [b'sh', b'-c', b"'echo $0'", b':::', b'a b'], None, b'a b\n'),
    (False, [b':::', b'echo a', b'echo b'], None, b'a\nb\n'),
    (False, [], b'echo a\necho b\n', b'a\nb\n'),
    (True, [b'echo {} | tr a-z A-Z', b':::', b'a b', b'c'], None, b'A B\nC\n'),
    (True, [b'echo {}; echo again {}', b':::', b'A', b'B'], None, b'A\nagain A\nB\nagain B\n'),
    (True, [b'echo {} >&2; echo {.}', b':::', b'A.x'], None, b'A\n'),
    (True, [b'test {} = B && echo yes || echo no', b':::', b'A', b'B'], None, b'no\nyes\n'),
    (
        True,
        [b'for i in 1 2; do echo {} $i; done', b':::', b'A', b'$i'],
        None,
        b'A 1\nA 2\n$i 1\n$i 2\n',
    ),
    (True, [b'cat {} | wc -l', b':::', b'abc-file', b'odd'], None, b'3\n2\n'),
    (True, [b'X={}; echo "$X"', b':::', b'a  b', b'*'], None, b'a  b\n*\n'),
    (True, [b'echo', b'{}', b'|', b'cat', b':::', b'a'], None, b'a\n'),
    (
        True,
        [b'echo {1} | sed s/^/{2}:/', b':::', b'a', b'b', b':::+', b'A', b'B'],
        None,
        b'A:a\nB:b\n',
    ),
    (True, [b'sleep 0.{}; echo {}', b':::', b'3', b'1', b'2'], None, b'3\n1\n2\n'),
]

# What quotes mean here where they stand around a value; parallel quotes once more than sh takes.
QUOTED = [
    (False, [b"echo", b"'{}'", b":::", b"a b", b"it's"], b"a b\nit's\n"),
    (False, [b"echo", b'"{}"', b":::", b"a b", b"$x"], b"a b\n$x\n"),
    (
        True,
        [b"echo '{}' \"{}\" {}", b":::", b"a'b", b"$x\\`"],
        b"a'b a'b a'b\n$x\\` $x\\` $x\\`\n",
    ),
]

# What parallel takes, and what is taken here: columns of a table.
HEADER = [b"--header", b":", b"--colsep", b","]
COLUMNS = [
    ([*HEADER, command, b"::::", b"t.csv"], [b"--csv", b"t.csv", b"--", command])
    for command in (b"echo {name}={n}", b"echo {n} {name} {#}", b"echo {name}")
]
