import unittest

from decoder import Decoder
from encoding import END, ESCAPE, START, frame
from station import Station, pack


class Frames(unittest.TestCase):
    def setUp(self):
        self.decoder = Decoder(longest=8)

    def test_a_payload_survives(self):
        for payload in (b"", b"hello", bytes([START, END, ESCAPE, 0, 255])):
            with self.subTest(payload=payload):
                self.assertEqual(self.decoder.feed(frame(payload)), [payload])

    def test_a_frame_may_arrive_in_pieces(self):
        found = [payload for byte in frame(b"a{b") for payload in self.decoder.feed([byte])]
        self.assertEqual(found, [b"a{b"])

    def test_noise_between_frames_is_skipped(self):
        self.assertEqual(self.decoder.feed(b"?!" + frame(b"one") + b"??" + frame(b"two")), [b"one", b"two"])


class DamagedFrames(unittest.TestCase):
    def setUp(self):
        self.decoder = Decoder(longest=8)

    def after(self, damaged):
        """What is found in a sound frame after a damaged one, and how many were damaged."""
        dropped = self.decoder.feed(damaged)
        return dropped, self.decoder.feed(frame(b"next")), self.decoder.damaged

    def test_after_a_frame_that_breaks_off(self):
        self.assertEqual(self.after(frame(b"lost")[:-2]), ([], [b"next"], 1))

    def test_after_a_wrong_check_sum(self):
        self.assertEqual(self.after(bytes([START, *b"lost", 0, END])), ([], [b"next"], 1))

    def test_after_a_frame_without_an_end(self):
        self.assertEqual(self.after(bytes([START, *b"much too long"])), ([], [b"next"], 1))

    def test_after_a_frame_that_becomes_too_long_by_an_escape(self):
        self.assertEqual(self.after(bytes([START, *b"123456789", ESCAPE, START ^ 0x20])), ([], [b"next"], 1))

    def test_after_an_empty_frame(self):
        self.assertEqual(self.after(bytes([START, END])), ([], [b"next"], 1))

    def test_after_an_escape_that_breaks_off(self):
        self.assertEqual(self.after(bytes([START, *b"ab", ESCAPE])), ([], [b"next"], 1))


class Stations(unittest.TestCase):
    def test_the_latest_values_are_kept(self):
        station = Station()
        station.receive(pack("temperature", 21.5) + pack("humidity", 40) + pack("temperature", -3.25))
        self.assertEqual(station.latest, {"temperature": -3.25, "humidity": 40})

    def test_a_value_after_a_damaged_one_is_right(self):
        station = Station()
        damaged = bytearray(pack("pressure", 1013.25))
        damaged[2] ^= 1
        station.receive(bytes(damaged) + pack("pressure", 1008.5))
        self.assertEqual((station.latest, station.damaged), ({"pressure": 1008.5}, 1))

    def test_what_nobody_measures_is_counted(self):
        station = Station()
        station.receive(frame(b"X1234"))
        self.assertEqual((station.unknown, station.damaged), (1, 0))


if __name__ == "__main__":
    unittest.main()
