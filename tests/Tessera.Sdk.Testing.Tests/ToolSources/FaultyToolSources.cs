using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tests.ToolSources;

/// <summary>For each check, sources that break just what it asks for; and what they are given as one that cannot be opened.</summary>
internal static class FaultyToolSources
{
    private static int _opened;
    private static int _calls;
    private static int _busy;

    /// <summary>A source that is refused as it should be.</summary>
    public static IToolSource Unfit() => new NoteSource { OnOpen = _ => throw new TesseraException(Diagnostic.Error("TESS0000", "There are no notes.", remedy: "Write some.")) };

    public static IReadOnlyList<(string Id, Func<IToolSource> Create, Func<IToolSource> Unfit)> All { get; } =
    [
        Faulty("CONF-X01", () => new Misnamed()),
        Faulty("CONF-X02", () => new Undescribed()),
        Faulty("CONF-X03", () => new NoteSource { Offer = _ => [] }),
        Faulty("CONF-X04", () => new NoteSource { Offer = tools => [.. tools, NoteSource.Define("notes.all", "Tells all notes.")] }),
        Faulty("CONF-X05", () => new NoteSource { Offer = tools => [.. tools, tools[1]] }),
        Faulty("CONF-X06", () => new NoteSource { Offer = tools => [tools[0], tools[1] with { Description = " " }] }),
        Faulty("CONF-X07", () => new NoteSource { Offer = tools => [tools[0], tools[1] with { Arguments = [] }] }),
        Faulty("CONF-X08", () => new NoteSource { Offer = tools => [.. tools, NoteSource.Define($"note_{Interlocked.Increment(ref _opened)}", "Tells one note.")] }),
        ("CONF-X09", () => new NoteSource(), () => new NoteSource()),
        ("CONF-X09", () => new NoteSource(), () => new NoteSource { OnOpen = _ => throw new TesseraException(Diagnostic.Error("TESS0000", "There are no notes.")) }),
        ("CONF-X09", () => new NoteSource(), () => new NoteSource { OnOpen = _ => throw new FileNotFoundException("notes.txt") }),
        Faulty("CONF-X11", () => new NoteSource { After = observation => observation with { Text = "" } }),
        Faulty("CONF-X11", () => new NoteSource { After = observation => observation with { Text = new string('x', 100_001) } }),
        Faulty("CONF-X12", () => new NoteSource { WhenWrong = (arguments, wrong) => arguments["text"] is JsonArray ? null : Observation.Failure(wrong.Message) }),
        Faulty("CONF-X13", () => new NoteSource { OnCall = arguments => TextOf(arguments).Contains('\0', StringComparison.Ordinal) ? throw new InvalidOperationException("no such note") : Task.CompletedTask }),
        Faulty("CONF-X14", Offended),
        Faulty("CONF-X15", () => new NoteSource { After = observation => observation with { Text = $"{observation.Text} It was call {Interlocked.Increment(ref _calls)}." } }),
        Faulty("CONF-X16", () => new NoteSource { After = observation => observation with { Text = 2.5.ToString(CultureInfo.CurrentCulture) } }),
        Faulty("CONF-X17", () => new NoteSource { OnOpen = token => RefuseOthersAsync(() => Interlocked.Increment(ref _busy), () => Interlocked.Decrement(ref _busy), token) }),
        Faulty("CONF-X18", OneAtATime),
        Faulty("CONF-X19", () => new NoteSource { OnOpen = _ => { Environment.SetEnvironmentVariable("TESSERA_CONFORMANCE", Guid.NewGuid().ToString()); return Task.CompletedTask; } }),
        Faulty("CONF-X20", () => new DeafAtOpening()),
        Faulty("CONF-X21", () => new DeafAtCalls()),
        Faulty("CONF-X22", NeverOpened),
        Faulty("CONF-X23", OnceDisposable),
        Faulty("CONF-X24", () => new NoteSource { EndsTools = false }),
        Faulty("CONF-X25", () => new NoteSource { OnOpen = _ => { Process.Start("sleep", "60"); return Task.CompletedTask; } }),
        Faulty("CONF-X26", () => new Held()),
    ];

    private static (string Id, Func<IToolSource> Create, Func<IToolSource> Unfit) Faulty(string id, Func<IToolSource> create) => (id, create, Unfit);

    private static string TextOf(JsonObject arguments) => arguments["text"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static NoteSource Offended()
    {
        var offended = false;
        return new NoteSource
        {
            WhenWrong = (_, wrong) => { offended = true; return Observation.Failure(wrong.Message); },
            After = observation => offended ? Observation.Failure("Not after that.") : observation,
        };
    }

    private static NoteSource OneAtATime()
    {
        var busy = 0;
        return new NoteSource { OnCall = _ => RefuseOthersAsync(() => Interlocked.Increment(ref busy), () => Interlocked.Decrement(ref busy), CancellationToken.None) };
    }

    private static async Task RefuseOthersAsync(Func<int> enter, Action leave, CancellationToken token)
    {
        try
        {
            if (enter() > 1) throw new InvalidOperationException("Busy.");
            await Task.Delay(20, token);
        }
        finally
        {
            leave();
        }
    }

    private static NoteSource NeverOpened()
    {
        var opened = false;
        return new NoteSource
        {
            OnOpen = _ => { opened = true; return Task.CompletedTask; },
            OnDispose = again => { if (again && !opened) throw new InvalidOperationException("It was never opened."); },
        };
    }

    private static NoteSource OnceDisposable()
    {
        var opened = false;
        return new NoteSource { OnOpen = _ => { opened = true; return Task.CompletedTask; }, OnDispose = again => ObjectDisposedException.ThrowIf(again && opened, typeof(NoteSource)) };
    }

    [ToolSource("My Notes", Description = "Brings tools that keep notes in memory.")]
    private sealed class Misnamed : NoteSource;

    [ToolSource("notes", Description = "Notes.")]
    private sealed class Undescribed : NoteSource;

    [ToolSource("notes", Description = "Brings tools that keep notes in memory.")]
    private sealed class Held : NoteSource
    {
        private readonly GCHandle _holder;

        public Held() => _holder = GCHandle.Alloc(this);
    }

    [ToolSource("notes", Description = "Brings tools that keep notes in memory.")]
    private sealed class DeafAtOpening : IToolSource
    {
        private readonly NoteSource _notes = new();

        public Task<IReadOnlyList<ITool>> OpenAsync(CancellationToken cancellationToken) => _notes.OpenAsync(CancellationToken.None);

        public ValueTask DisposeAsync() => _notes.DisposeAsync();
    }

    [ToolSource("notes", Description = "Brings tools that keep notes in memory.")]
    private sealed class DeafAtCalls : IToolSource
    {
        private readonly NoteSource _notes = new() { HandsTokenOn = false };

        public Task<IReadOnlyList<ITool>> OpenAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return _notes.OpenAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => _notes.DisposeAsync();
    }
}
