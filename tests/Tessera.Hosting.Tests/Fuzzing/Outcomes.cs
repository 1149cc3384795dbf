using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Tests.Fuzzing;

/// <summary>What became of malformed inputs: each fits after all, or ends in diagnostics that explain themselves.</summary>
internal sealed partial class Outcomes(string inputs)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, int> _counts = new();

    public int Count => _counts.Values.Sum();

    public int Of(string outcome) => _counts.GetValueOrDefault(outcome);

    /// <summary>Checks an input, and that it neither throws nor hangs.</summary>
    /// <param name="label">How the input can be made again.</param>
    /// <param name="check">Gives the diagnostics of the input.</param>
    public IReadOnlyList<Diagnostic> Add(string label, Func<IReadOnlyList<Diagnostic>> check)
    {
        IReadOnlyList<Diagnostic> problems = [];
        // A thread of its own: the pool may be busy with the other tests for longer than any check takes.
        var run = () => problems = Task.Factory.StartNew(check, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(Patience).GetAwaiter().GetResult();
        run.Should().NotThrow("{0} is not to stop the host", label);
        foreach (var problem in problems)
            problem.Should().Match<Diagnostic>(found => Id().IsMatch(found.Id) && found.Message.Length > 10 && found.Remedy!.Length > 5 && found.Location != null, label);
        _counts.AddOrUpdate(problems.Count == 0 ? "fits" : problems[0].Id, 1, (_, count) => count + 1);
        return problems;
    }

    public void Print() =>
        Console.WriteLine($"{Count} {inputs}: {string.Join(", ", _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"))}");

    [GeneratedRegex("^TESS[0-9]{4}$")]
    private static partial Regex Id();
}
