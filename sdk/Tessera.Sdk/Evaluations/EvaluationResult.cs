using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Evaluations;

/// <summary>What the check of a project said.</summary>
public sealed record EvaluationResult
{
    /// <summary>Whether the project is right: the check ended with exit code 0, in time, and its test runner came to its end without a failed test.</summary>
    public required bool Passed { get; init; }

    /// <summary>The tests that ran, in their order, for a check by Python's unittest or by pytest; null for any other.</summary>
    public IReadOnlyList<TestOutcome>? Tests { get; init; }

    /// <summary>The check's exit code; 128 + n where signal n ended it.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the time bound ended it.</summary>
    public bool TimedOut { get; init; }

    /// <summary>What it wrote, within the bound.</summary>
    public string Output { get; init; } = "";

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Protected files that had been changed and were put back before the check, relative to the workspace.</summary>
    public IReadOnlyList<string> PutBack { get; init; } = [];

    /// <summary>How many tests passed, skipped ones left out; null where the check does not say.</summary>
    public TestCounts? Counts => Tests is null
        ? null
        : new TestCounts(Tests.Count(test => test.Verdict == TestVerdict.Passed), Tests.Count(test => test.Verdict != TestVerdict.Skipped));

    /// <summary>Says in one line how the check ended.</summary>
    /// <returns>A sentence with the counts, where there are any.</returns>
    public override string ToString()
    {
        var counts = Counts is { } some ? FormattableString.Invariant($"{some.Passed} of {some.Total} tests passed") : null;
        if (TimedOut) return FormattableString.Invariant($"The evaluation was ended after {Elapsed.TotalSeconds:0} seconds{(counts is null ? "" : ", when " + counts)}.");
        if (Passed) return counts is null ? "The evaluation passed." : $"The evaluation passed: {counts}.";
        return FormattableString.Invariant($"The evaluation failed{(counts is null ? "" : ": " + counts)} (exit code {ExitCode}).");
    }
}
