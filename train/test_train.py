"""Tests of the training code: `python -m unittest discover -s train`."""
import unittest

import numpy as np

import confidence
import decide
import folds
import labels
import splice

STORY = "The harbour board met on Tuesday and voted to keep the old crane.\nIts cost is not known yet, said the clerk of works.\nYes it is"


class Labels(unittest.TestCase):
    def test_story_blocks_are_covered_and_furniture_is_not(self):
        first, second, third = STORY.split("\n")
        blocks = ["Home", first, "Share", second, "Sign up for our letter about boats", third, "crane"]
        self.assertEqual(labels.shares(blocks, STORY).tolist(), [0, 1, 0, 1, 0, 1, 0])

    def test_gold_in_another_order_is_found(self):
        first, second, _ = STORY.split("\n")
        shares = labels.shares([second, first], first + "\n" + second)
        self.assertGreater(shares.min(), 0.8)

    def test_no_gold_covers_nothing(self):
        self.assertEqual(labels.shares(["some words"], "").tolist(), [0])


class Folds(unittest.TestCase):
    def test_registrable_domain(self):
        for url, domain in [("https://www.news.example.co.uk/a", "example.co.uk"), ("http://a.b.example.org", "example.org"),
                            ("http://192.0.2.1/x", "192.0.2.1"), ("http://fakehost/x", "own"), (None, "own")]:
            self.assertEqual(folds.domain(url, "own"), domain)


class Decisions(unittest.TestCase):
    def test_prefix_is_the_best_of_all_prefixes(self):
        p, w = np.array([0.9, 0.2, 0.6, 0.4]), np.array([10.0, 10, 30, 5])
        taken, expected = decide.prefix(p, w, 1.1)
        total, order = (p * w).sum(), np.argsort(-p)
        every = [2 * (p * w)[order[:n]].sum() / (w[order[:n]].sum() + 1.1 * total) for n in range(1, 5)]
        self.assertAlmostEqual(expected, max(every))
        self.assertEqual(taken.sum(), int(np.argmax(every)) + 1)

    def test_judge_counts_words_as_often_as_they_stand(self):
        judge = decide.Judge(["a a b", "c"], "a b c d")
        p, r, f1 = judge.f1(np.array([True, True]))
        self.assertEqual((p, r, f1), (0.75, 0.75, 0.75))
        self.assertTrue(decide.Judge(["One two", "three"], "One two three").shingles(np.array([True, True]))[2])


class Splices(unittest.TestCase):
    def test_a_foreign_story_is_marked_beside_this_one(self):
        words = " ".join(f"word{i}" for i in range(30))
        page = f"<title>Crane stays in harbour</title><main><div class=s><h1>Crane stays in harbour</h1><p>{words}</p></div></main>"
        story = splice.Story(page, words)
        self.assertEqual(story.container.attributes["class"], "s")
        splice.feed(story, ["<div class=t><h1>Other</h1></div>"], "other")
        marked = story.tree.css(f"main > div.s + div.s[{splice.MARK}]")
        self.assertEqual([m.text() for m in marked], ["Other"])


class Confidence(unittest.TestCase):
    def test_figures_that_the_library_computes_too(self):
        row = confidence.evidence([0.5, 0.75, 0.25], [10, 20, 10], np.array([True, True, False]), 0.7, [0.25] * 7)
        wanted = [0.7, 20 / 30, 20 / 22.5, 8.125 / 30, 0.5, 0.25, 30, 0.75, 2, 1]
        for ours, theirs in zip(row, wanted):
            self.assertAlmostEqual(ours, theirs)


if __name__ == "__main__":
    unittest.main()
