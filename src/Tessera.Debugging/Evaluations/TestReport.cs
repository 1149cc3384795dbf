using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Evaluations;

namespace Tessera.Debugging.Evaluations;

/// <summary>What a test runner told while it ran. Each test is kept once; a failure is not taken back.</summary>
internal sealed class TestReport
{
    // A program under test may write to the channel what it likes: so much of it is read, and the rest is let go.
    private const int MostBytes = 64 * 1024 * 1024;
    private const int MostTests = 100_000;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<TestOutcome> _tests = [];

    public IReadOnlyList<TestOutcome> Tests => _tests;

    /// <summary>Whether the runner came to its end: a program that leaves early, even with exit code 0, does not.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>The test framework that is not installed, and for which interpreter it is not; null where it ran.</summary>
    public (string Module, string Interpreter)? Lacking { get; private set; }

    public async Task ReadAsync(Stream channel, CancellationToken cancellationToken)
    {
        var bytes = new byte[16384];
        using var line = new MemoryStream();
        var total = 0L;
        try
        {
            for (int read; (read = await channel.ReadAsync(bytes, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if ((total += read) > MostBytes) continue;
                foreach (var letter in bytes.AsSpan(0, read))
                {
                    if (letter != '\n') line.WriteByte(letter);
                    else Take(line);
                }
            }
        }
        catch (IOException)
        {
            // A runner that was killed tells nothing more.
        }
    }

    private void Take(MemoryStream line)
    {
        var text = Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
        line.SetLength(0);
        try
        {
            if (JsonNode.Parse(text) is not JsonObject told) return;
            if (told["finished"] is not null) IsFinished = true;
            // A runner without its framework has nothing else to tell: a test that says so is only a test.
            else if (told["lacking"] is { } module) Lacking = _tests.Count > 0 || IsFinished ? null : (module.GetValue<string>(), told["interpreter"]!.GetValue<string>());
            else if (Verdict(told) is { } verdict) Add(new TestOutcome(told["test"]!.GetValue<string>(), verdict, told["message"]?.GetValue<string>()));
        }
        catch (Exception unfit) when (unfit is JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            // No runner wrote this line.
        }
    }

    private void Add(TestOutcome test)
    {
        if (_places.TryGetValue(test.Name, out var place))
        {
            if (_tests[place].Verdict != TestVerdict.Failed) _tests[place] = test;
        }
        else if (_tests.Count < MostTests)
        {
            _places[test.Name] = _tests.Count;
            _tests.Add(test);
        }
    }

    private static TestVerdict? Verdict(JsonObject told) => told["verdict"]?.GetValue<string>() switch
    {
        "passed" => TestVerdict.Passed,
        "failed" => TestVerdict.Failed,
        "skipped" => TestVerdict.Skipped,
        _ => null,
    };
}
