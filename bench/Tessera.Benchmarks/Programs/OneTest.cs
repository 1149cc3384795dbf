namespace Tessera.Benchmarks.Programs;

/// <summary>One test, which unittest and pytest can run: what is done besides testing costs the most here.</summary>
internal static class OneTest
{
    /// <summary>How many functions there are that the test does not call: <c>unused_0</c>, five lines further <c>unused_1</c>, and so on.</summary>
    public const int Unused = 8;

    /// <summary>The line of the function that the test calls.</summary>
    public const int LineOfLast = (5 * Unused) + 2;

    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["work.py"] = string.Concat(Enumerable.Range(0, Unused).Select(i => $"def unused_{i}(x):\n    y = x + {i}\n    return y\n\n\n")) + "def last(x):\n    y = x + 1\n    return y\n",
        ["test_work.py"] = "import unittest\nimport work\n\n\nclass Tests(unittest.TestCase):\n    def test_last(self):\n        self.assertEqual(work.last(1), 2)\n",
    };
}
