namespace Tessera.Benchmarks.Programs;

/// <summary>601 tests for pytest, of which only the last calls <c>rare</c>.</summary>
internal static class ManyTests
{
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["shop.py"] = """
            def price(amount):
                return amount * 2

            def total(amounts):
                result = 0
                for amount in amounts:
                    result += price(amount)
                return result

            def rare(amounts):
                return total(amounts)

            """,
        ["test_shop.py"] = """
            import pytest
            from shop import rare, total

            @pytest.fixture
            def amounts(size):
                return list(range(size))

            @pytest.mark.parametrize("size", range(600))
            def test_total(amounts, size):
                assert total(amounts) == size * (size - 1)

            def test_last():
                assert rare([1, 2]) == 6

            """,
    };

    /// <summary>The command that runs them.</summary>
    public static string[] Command(string python) => [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_shop.py"];
}
