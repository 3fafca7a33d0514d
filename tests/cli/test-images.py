# test-images.py: the plugin images, on real pictures
#
# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import os
import signal
import struct
import zlib

from scenario import Scenario, list_processes, main, wait_until

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
CLEAR = (0, 0, 0, 0)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, color):
    """A PNG file; @color gives the pixel at x, y: three values, or four with transparency."""
    kind = 6 if len(color(0, 0)) == 4 else 2
    rows = b"".join(
        b"\0" + b"".join(bytes(color(x, y)) for x in range(width)) for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def halves(width, height):
    """Red on the left, blue on the right."""
    return png(width, height, lambda x, y: RED if x < width // 2 else BLUE)


def turned(jpeg, orientation):
    """The JPEG file with an EXIF block that says how it is to be shown."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + bytes(4)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


class Bitmap:
    """A BMP file of 24 bits a pixel, the lowest row first."""

    def __init__(self, data):
        self.data = data
        self.start = struct.unpack_from("<I", data, 10)[0]
        self.width, self.height = struct.unpack_from("<ii", data, 18)

    def pixel(self, x, y):
        row = (self.width * 3 + 3) // 4 * 4
        at = self.start + (self.height - 1 - y) * row + x * 3
        blue, green, red = self.data[at : at + 3]
        return red, green, blue


class Images(Scenario):
    def run_one(self, function, name, *words):
        lines = self.run_ok(f"images.{function}", f"--set=file={name}", *words)
        self.assertEqual(len(lines), 1)
        return lines[0]["result"]

    def fail_one(self, function, name, *words):
        outcome = self.cli("run", f"images.{function}", f"--set=file={name}", *words, "--results=-")
        self.assertEqual(outcome.status, 1, outcome)
        return outcome.lines[0]["error"]

    def read(self, name):
        """Its pixels, whatever its format."""
        words = ["--set=format=bmp", "--set=output=pixels.bmp", "--set=overwrite=true"]
        self.run_one("convert", name, *words, "--no-cache")
        return Bitmap((self.work / "pixels.bmp").read_bytes())

    def assert_near(self, pixel, color):
        self.assertTrue(all(abs(a - b) < 24 for a, b in zip(pixel, color)), f"{pixel} {color}")

    def write_jpeg(self, name, width, height, orientation):
        self.write_files({"plain.png": halves(width, height)})
        self.run_one("convert", "plain.png", f"--set=output={name}", "--no-cache")
        self.write_files({name: turned((self.work / name).read_bytes(), orientation)})

    def leftovers(self):
        return sorted(path.name for path in self.work.rglob("*") if path.is_file())

    def test_resize(self):
        self.write_files({"photo.png": halves(400, 200)})
        result = self.run_one("resize", "photo.png", "--set=width=100")
        made = self.work / "photo-100.png"
        size = made.stat().st_size
        self.assertEqual(
            result, {"file": "photo-100.png", "width": 100, "height": 50, "bytes": size}
        )
        bitmap = self.read("photo-100.png")
        self.assertEqual((bitmap.width, bitmap.height), (100, 50))
        self.assert_near(bitmap.pixel(2, 25), RED)
        self.assert_near(bitmap.pixel(97, 25), BLUE)
        self.assertEqual((self.work / "photo.png").read_bytes(), halves(400, 200))

    def test_boxes(self):
        self.write_files({"a.png": halves(400, 200)})
        cases = [
            (["width=0", "height=50"], "a-x50.png", 100, 50),
            (["width=100", "height=100"], "a-100x100.png", 100, 50),
            (["width=100", "height=90", "fit=cover"], "a-100x90.png", 100, 90),
            (["width=90", "height=100", "fit=stretch"], "a-90x100.png", 90, 100),
            (["width=1000"], "a-1000.png", 400, 200),
            (["width=1000", "height=1000", "fit=cover"], "a-1000x1000.png", 200, 200),
            (["width=800", "enlarge=true"], "a-800.png", 800, 400),
            (["width=500", "height=500", "fit=cover", "enlarge=yes"], "a-500x500.png", 500, 500),
            (["width=1", "height=1"], "a-1x1.png", 1, 1),
        ]
        for words, name, width, height in cases:
            with self.subTest(words):
                result = self.run_one("resize", "a.png", *[f"--set={word}" for word in words])
                self.assertEqual((result["file"], result["width"]), (name, width))
                self.assertEqual(result["height"], height)

        bitmap = self.read("a-100x90.png")
        self.assert_near(bitmap.pixel(1, 1), RED)
        self.assert_near(bitmap.pixel(98, 88), BLUE)

        error = self.fail_one("resize", "a.png", "--set=width=0")
        self.assertIn("both 0", error)

    def test_orientation(self):
        """What lies on its side is turned upright, also where it is read at a part of its size."""
        for orientation, corner in [(6, "top"), (8, "bottom"), (3, "right")]:
            for width, height in [(64, 48), (1600, 1200)]:
                name = f"{orientation}-{width}.jpg"
                with self.subTest(name):
                    self.write_jpeg(name, width, height, orientation)
                    result = self.run_one("resize", name, "--set=width=40", "--set=height=40")
                    bitmap = self.read(result["file"])
                    if corner == "right":
                        self.assertEqual((bitmap.width, bitmap.height), (40, 30))
                        self.assert_near(bitmap.pixel(38, 15), RED)
                        self.assert_near(bitmap.pixel(1, 15), BLUE)
                    else:
                        self.assertEqual((bitmap.width, bitmap.height), (30, 40))
                        red, blue = (1, 38) if corner == "top" else (38, 1)
                        self.assert_near(bitmap.pixel(15, red), RED)
                        self.assert_near(bitmap.pixel(15, blue), BLUE)
                (self.work / "plain.png").unlink()

    def test_convert(self):
        self.write_files({"glass.png": png(8, 8, lambda x, y: CLEAR if x < 4 else (*GREEN, 255))})
        result = self.run_one("convert", "glass.png")
        self.assertEqual(result["file"], "glass.jpg")
        self.assertTrue((self.work / "glass.jpg").read_bytes().startswith(b"\xff\xd8"))
        bitmap = self.read("glass.jpg")
        self.assert_near(bitmap.pixel(0, 4), WHITE)
        self.assert_near(bitmap.pixel(7, 4), GREEN)

        result = self.run_one("convert", "glass.jpg", "--set=format=tiff")
        self.assertEqual(result["file"], "glass.tiff")
        result = self.run_one("convert", "glass.tiff", "--set=format=png", "--set=output=new/er/")
        self.assertEqual(result["file"], "new/er/glass.png")
        self.assertTrue((self.work / "new/er/glass.png").exists())

    def test_quality(self):
        noise = [hashlib.sha256(str(i).encode()).digest() for i in range(64 * 64)]
        self.write_files({"n.png": png(64, 64, lambda x, y: tuple(noise[y * 64 + x][:3]))})
        sizes = []
        for quality in (10, 60, 100):
            words = [f"--set=quality={quality}", f"--set=output={quality}.jpg"]
            sizes.append(self.run_one("convert", "n.png", *words)["bytes"])
        self.assertEqual(sizes, sorted(set(sizes)))

    def test_thumbnail(self):
        self.write_files({"p.png": halves(400, 200), "tiny.png": halves(10, 4)})
        result = self.run_one("thumbnail", "p.png", "--set=size=64")
        self.assertEqual((result["file"], result["width"]), ("p-thumbnail.png", 64))
        words = ["--set=size=64", "--set=shape=square", "--set=output=s.jpg"]
        result = self.run_one("thumbnail", "p.png", *words)
        self.assertEqual((result["width"], result["height"]), (64, 64))
        result = self.run_one("thumbnail", "tiny.png")
        self.assertEqual((result["width"], result["height"]), (10, 4))

    def test_desktop_thumbnail(self):
        self.write_files({"a b.png": halves(400, 200)})
        path = self.work / "a b.png"
        result = self.run_one("thumbnail", "a b.png", "--set=place=desktop", "--set=size=128")
        uri = "file://" + str(path).replace(" ", "%20")
        name = hashlib.md5(uri.encode()).hexdigest() + ".png"
        made = self.folder / "cache" / "thumbnails" / "normal" / name
        self.assertEqual(result["file"], str(made))
        data = made.read_bytes()
        self.assertIn(b"Thumb::URI\0" + uri.encode(), data)
        self.assertIn(b"Thumb::MTime\0" + str(int(path.stat().st_mtime)).encode(), data)
        for words, reason in [
            (["size=100"], "128"),
            (["shape=square"], "shape fit"),
            (["output=x.png"], "leave output empty"),
        ]:
            extra = [f"--set={word}" for word in ["place=desktop", *words]]
            self.assertIn(reason, self.fail_one("thumbnail", "a b.png", *extra))

    def test_bad_pictures(self):
        whole = halves(200, 100)
        self.write_files(
            {
                "empty.png": b"",
                "text.jpg": b"This is not a picture at all.\n",
                "cut.png": whole[: len(whole) // 2],
                "good.png": whole,
            }
        )
        self.run_one("convert", "good.png", "--set=output=good.jpg")
        jpeg = (self.work / "good.jpg").read_bytes()
        self.write_files({"cut.jpg": jpeg[: len(jpeg) // 2], "head.jpg": jpeg[:3], "end.jpg": jpeg[:-2]})
        self.write_files({"more.jpg": turned(jpeg, 1) + bytes(100_000)})
        self.run_one("thumbnail", "more.jpg")
        os.mkfifo(self.work / "pipe.png")
        before = self.leftovers()
        names = ["empty.png", "text.jpg", "cut.png", "cut.jpg", "end.jpg", "head.jpg"]
        names += ["pipe.png", "gone.png"]
        for backend in ["processes", "threads"]:
            for function in ["resize", "convert", "thumbnail"]:
                words = ["--list=file=" + ",".join(names), "--set=output=out/", "--n-jobs=2"]
                if function == "convert":
                    words.append("--set=format=bmp")
                words.append(f"--backend={backend}")
                outcome = self.cli("run", f"images.{function}", *words, "--results=-")
                self.assertEqual(outcome.status, 1, outcome)
                for name, line in zip(names, outcome.lines):
                    self.assertEqual(line["state"], "failed", line)
                    self.assertIn(name, line["error"])
        self.assertIn("empty", self.fail_one("convert", "empty.png"))
        self.assertEqual(self.leftovers(), before)

    def write_large(self):
        """A picture that takes more than a moment to be written."""
        side = 3000
        pack = zlib.compressobj(1)
        row = os.urandom(side * 3)
        rows = b"".join(pack.compress(b"\0" + row[i % 97:] + row[:i % 97]) for i in range(side))
        header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        self.write_files({"large.png": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
                          + chunk(b"IDAT", rows + pack.flush()) + chunk(b"IEND", b"")})

    def find_writer(self):
        """The process that has a file without a name open in the work folder."""
        for pid in list_processes(self.env["FANFOLD_TEST_MARK"]):
            try:
                for entry in os.scandir(f"/proc/{pid}/fd"):
                    target = os.readlink(entry.path)
                    if target.startswith(str(self.work)) and "large.png" not in target:
                        return pid
            except OSError:
                pass  # gone meanwhile
        return None

    def test_ended_in_the_middle(self):
        """Nothing of it is left, and what it was made from stays."""
        self.write_large()
        for number, status in ((signal.SIGTERM, 130), (signal.SIGKILL, 1)):
            process = self.popen(
                "run", "images.resize", "--set=file=large.png", "--set=width=2900",
                "--set=output=small.png",
            )
            writer = wait_until(self.find_writer)
            if number == signal.SIGTERM:
                process.send_signal(number)
            else:
                os.kill(writer, number)
            outcome = self.end(process)
            self.assertEqual(outcome.status, status, outcome)
            self.assertEqual(self.leftovers(), ["large.png"])

    def test_outputs_in_the_way(self):
        self.write_files({"a.png": halves(40, 20), "a-10.png": b"mine", "b.jpg": b""})
        os.link(self.work / "a.png", self.work / "same.png")
        os.symlink("a.png", self.work / "link.png")
        for output in ["a.png", "same.png", "link.png", "./a.png"]:
            words = [f"--set=output={output}", "--set=overwrite=true"]
            self.assertIn("never replaced", self.fail_one("resize", "a.png", *words))
        self.assertIn("never replaced", self.fail_one("convert", "a.png", "--set=format=png"))
        error = self.fail_one("resize", "a.png", "--set=width=10")
        self.assertIn("a-10.png is there already", error)
        self.assertEqual((self.work / "a-10.png").read_bytes(), b"mine")
        self.run_one("resize", "a.png", "--set=width=10", "--set=overwrite=true")
        self.assertNotEqual((self.work / "a-10.png").read_bytes(), b"mine")
        self.assertEqual((self.work / "a.png").read_bytes(), halves(40, 20))
        self.assertIn(".jpg", self.fail_one("resize", "a.png", "--set=output=a.gif"))
        words = ["--set=format=png", "--set=output=c.jpg"]
        self.assertIn("format png", self.fail_one("convert", "a.png", *words))
        blocked = self.fail_one("resize", "a.png", "--set=output=a.png/b/")
        self.assertIn("a.png/b", blocked)
        self.assertEqual(
            self.leftovers(), ["a-10.png", "a.png", "b.jpg", "link.png", "same.png"]
        )

    def test_many_and_the_cache(self):
        """In processes and in threads the same pictures, and from the cache while they are there."""
        self.write_files({f"in/{i}.png": halves(100 + i, 60) for i in range(24)})
        made = {}
        for backend in ["processes", "threads"]:
            words = ["--files=file=in/*.png", "--set=width=50", "--n-jobs=4"]
            words += [f"--set=output={backend}/", f"--backend={backend}"]
            lines = self.run_ok("images.resize", *words)
            self.assertEqual({line["state"] for line in lines}, {"done"})
            made[backend] = [path.read_bytes() for path in sorted((self.work / backend).iterdir())]
            self.assertEqual(len(made[backend]), 24)

            lines = self.run_ok("images.resize", *words)
            self.assertEqual({line["state"] for line in lines}, {"cached"}, lines[0])
            gone = self.work / lines[3]["result"]["file"]
            gone.unlink()
            lines = self.run_ok("images.resize", *words)
            self.assertEqual([line["index"] for line in lines if line["state"] == "done"], [3])
            self.assertTrue(gone.exists())
        self.assertEqual(made["processes"], made["threads"])


if __name__ == "__main__":
    main()
