using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Tessera.Sdk.Schemas;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tests.Tools;

/// <summary>For each check, tools that break just what it asks for.</summary>
internal static class FaultyTools
{
    private static int _shared;
    private static int _instances;
    private static int _busy;

    public static IReadOnlyList<(string Id, Func<ITool> Create)> All { get; } =
    [
        ("CONF-T01", () => Described(definition => definition with { Name = "append line!" })),
        ("CONF-T02", () => Described(definition => definition with { Description = "Appends." })),
        ("CONF-T03", () => Described(definition => definition with { Arguments = [] })),
        ("CONF-T03", () => Described(definition => definition with { Arguments = With(definition, schema => schema["required"]!.AsArray().Add("mode")) })),
        ("CONF-T04", () => Described(definition => definition with { Arguments = With(definition, schema => schema["properties"]!["line"]!.AsObject().Remove("description")) })),
        ("CONF-T05", () => Described(definition => definition with { Description = $"{definition.Description} Made as number {Interlocked.Increment(ref _instances)}." })),
        ("CONF-T06", () => new WriteTool { Before = (_, _, _) => Answer(Observation.Failure("Not today.")) }),
        ("CONF-T07", () => new WriteTool { Bind = arguments => Bound(arguments.ContainsKey("path") ? arguments : new JsonObject { ["path"] = "notes.txt" }) }),
        ("CONF-T08", () => new WriteTool { Bind = arguments => arguments.ContainsKey("path") && arguments["path"] is null ? throw new InvalidOperationException("no path") : Bound(arguments) }),
        ("CONF-T09", () => new WriteTool { Bind = arguments => Bound(new JsonObject(arguments.Where(pair => pair.Key is "path" or "line").Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())))) }),
        ("CONF-T10", () => new WriteTool { Bind = arguments => arguments["path"] is JsonObject ? new Binding(null, [new BindingError("", "Bad arguments.")]) : Bound(arguments) }),
        ("CONF-T11", () => new WriteTool { Before = (arguments, _, _) => arguments.Path.Contains('\0') ? throw new ArgumentException("NUL") : None }),
        ("CONF-T11", () => new WriteTool { Before = (arguments, _, _) => arguments.Line.Length > 10_000 ? throw new InvalidOperationException("too long") : None }),
        ("CONF-T12", () => new WriteTool { After = observation => observation with { Text = " " } }),
        ("CONF-T12", () => new WriteTool { After = observation => observation with { Text = new string('x', 100_001) } }),
        ("CONF-T13", () => new WriteTool { Before = async (arguments, session, token) => arguments.Line.Length > 100 ? null : Observation.Success(System.Text.Encoding.UTF8.GetString(await session.Workspace.ReadAsync(session.Workspace.Resolve(arguments.Path), token)) + "read") }),
        ("CONF-T14", () => new WriteTool { After = observation => observation with { Data = new JsonObject { ["mean"] = double.NaN } } }),
        ("CONF-T15", () => new WriteTool { After = observation => observation with { Text = $"{observation.Text} {Interlocked.Increment(ref _shared)}" } }),
        ("CONF-T15", () => new WriteTool { Before = (arguments, session, _) => Answer(Observation.Success($"In {session.Workspace.Root} there is {arguments.Path}.")) }),
        ("CONF-T16", () => new WriteTool { After = observation => observation with { Text = string.Format(CultureInfo.CurrentCulture, "{0:0.00}", observation.Data!["mean"]!.GetValue<double>()) } }),
        ("CONF-T17", () => new WriteTool { Before = RefuseOthersAsync }),
        ("CONF-T18", () => new WriteTool { Before = (_, session, _) => { Environment.CurrentDirectory = session.Workspace.Root; return None; } }),
        ("CONF-T18", () => new WriteTool { Before = (_, _, _) => { Environment.SetEnvironmentVariable("TESSERA_CONFORMANCE", Guid.NewGuid().ToString()); return None; } }),
        ("CONF-T19", () => new WriteTool { Before = async (arguments, session, token) => File.Exists(Path.Combine(session.Workspace.Root, arguments.Path)) ? Observation.Success(await File.ReadAllTextAsync(Path.Combine(session.Workspace.Root, arguments.Path), token)) : null }),
        ("CONF-T19", () => new WriteTool { Before = async (arguments, session, token) => { if (arguments.Path.Contains("outside", StringComparison.Ordinal)) await File.WriteAllTextAsync(Path.Combine(session.Workspace.Root, arguments.Path), "mine", token); return null; } }),
        ("CONF-T19", () => new WriteTool { Before = async (arguments, session, token) => LexicallyInside(arguments, session) is { } path && File.Exists(path) ? Observation.Success(await File.ReadAllTextAsync(path, token)) : null }),
        ("CONF-T19", () => new WriteTool { Before = async (arguments, session, token) => { if (LexicallyInside(arguments, session) is { } path) await File.AppendAllTextAsync(path, "through the link", token); return null; } }),
        ("CONF-T19", () => new WriteTool { Before = (arguments, session, _) => Task.FromResult(FindIn(session.Workspace.Root, arguments.Line)) }),
        ("CONF-T20", () => new WriteTool { Before = async (arguments, session, token) => { await File.AppendAllTextAsync(session.Workspace.Resolve(arguments.Path).Absolute, "behind its back", token); return null; } }),
        ("CONF-T21", () => new WriteTool { Announces = false }),
        ("CONF-T22", () => new WriteTool { Before = async (_, _, token) => { if (token.IsCancellationRequested) await Task.Delay(Timeout.Infinite, CancellationToken.None); return null; } }),
        ("CONF-T22", () => new WriteTool { HandsTokenOn = false }),
        ("CONF-T22", () => new WriteTool { HandsTokenOn = false, Before = (_, _, token) => { token.ThrowIfCancellationRequested(); return None; } }),
        ("CONF-T22", () => new WriteTool { Before = async (_, _, token) => { token.ThrowIfCancellationRequested(); await Task.Delay(1200, CancellationToken.None); return null; } }),
        ("CONF-T23", OnceDisposable),
        ("CONF-T24", () => new WriteTool { OnEvent = () => throw new KeyNotFoundException("never-seen.txt") }),
        ("CONF-T25", () => new WriteTool { Forgets = false }),
        ("CONF-T26", () => new HeldTool()),
    ];

    private static Task<Observation?> None => Task.FromResult<Observation?>(null);

    private static Task<Observation?> Answer(Observation observation) => Task.FromResult<Observation?>(observation);

    /// <summary>The file that a path names, as whoever looks at the path alone finds it: inside, whatever links say.</summary>
    private static string? LexicallyInside(WriteArguments arguments, IToolSession session)
    {
        if (arguments.Path.Length == 0 || arguments.Path.Contains('\0', StringComparison.Ordinal)) return null;
        var path = Path.GetFullPath(arguments.Path, session.Workspace.Root);
        return path.StartsWith(session.Workspace.Root + "/", StringComparison.Ordinal) && Directory.Exists(Path.GetDirectoryName(path)) && !Directory.Exists(path) ? path : null;
    }

    private static Observation? FindIn(string root, string wanted) =>
        wanted.Length < 5 ? null
        : Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).SelectMany(File.ReadLines).FirstOrDefault(line => line.Contains(wanted, StringComparison.Ordinal)) is { } found
            ? Observation.Success(found)
            : null;

    private static Binding Bound(JsonObject arguments) => ObjectBinder.Bind(typeof(WriteArguments), arguments, BindingRules.Lenient);

    private static WriteTool Described(Func<ToolDefinition, ToolDefinition> change)
    {
        var tool = new WriteTool();
        tool.Definition = change(tool.Definition);
        return tool;
    }

    private static JsonObject With(ToolDefinition definition, Action<JsonObject> change)
    {
        var schema = (JsonObject)definition.Arguments.DeepClone();
        change(schema);
        return schema;
    }

    private static async Task<Observation?> RefuseOthersAsync(WriteArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _busy) > 1) return Observation.Failure("Busy.");
            await Task.Delay(20, cancellationToken);
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private sealed class HeldTool : WriteTool
    {
        private readonly GCHandle _holder;

        public HeldTool() => _holder = GCHandle.Alloc(this);
    }

    private static WriteTool OnceDisposable()
    {
        var disposed = 0;
        return new WriteTool { OnDispose = () => ObjectDisposedException.ThrowIf(disposed++ > 0, typeof(WriteTool)) };
    }
}
