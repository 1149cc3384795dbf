using System.Text;

namespace Tessera.Sdk.Testing;

/// <summary>What all checks of a kit found.</summary>
/// <param name="Results">The checks in the order of their ids.</param>
public sealed record ConformanceReport(IReadOnlyList<ConformanceResult> Results)
{
    /// <summary>The checks that failed.</summary>
    public IReadOnlyList<ConformanceResult> Failures => [.. Results.Where(result => result.Outcome == ConformanceOutcome.Failed)];

    /// <summary>Fails a test, in any framework.</summary>
    /// <exception cref="ConformanceException">A check failed; the message lists all that did.</exception>
    public void ThrowIfFailed()
    {
        if (Failures.Count > 0) throw new ConformanceException(this);
    }

    /// <summary>One line a check.</summary>
    /// <returns>The lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var result in Results)
        {
            var word = result.Outcome switch { ConformanceOutcome.Passed => "passed", ConformanceOutcome.Failed => "FAILED", _ => "n/a   " };
            text.Append(word).Append(' ').Append(result.Id).Append("  ").Append(result.Title);
            if (result.Message.Length > 0) text.Append(": ").Append(result.Message);
            text.Append('\n');
        }

        return text.ToString();
    }
}
