using System.Text.Json;
using Tessera.Hosting.Installation;

namespace Tessera.Cli.Output;

/// <summary>Tells what an installation or an update changed.</summary>
internal static class ChangeOutput
{
    public static void WriteText(PluginChange change)
    {
        if (change.Before is { } before && before.Version != change.After.Manifest!.Version) Console.WriteLine($"  before:   {before.Version}, which stays beside it: tessera plugins use {change.After.Id} {before.Version}");
        WriteList("  new:      ", change.NewParts);
        WriteList("  gone:     ", change.LostParts);
        var capabilities = change.After.Manifest!.Capabilities;
        Console.WriteLine($"  declares: {(capabilities.Count == 0 ? "nothing; it works with what the host hands to it" : string.Join("; ", capabilities.Select(Describe)))}");
        if (change.NewCapabilities.Count > 0) Console.WriteLine($"  NEW since {change.Before!.Version}: {string.Join(", ", change.NewCapabilities)}");
        Console.WriteLine("  That is what its author says and no sandbox: a plugin runs inside the process, with all of your rights.");
    }

    public static void WriteJson(Utf8JsonWriter writer, PluginChange change)
    {
        writer.WriteString("id", change.After.Id);
        writer.WriteString("version", change.After.Manifest!.Version);
        writer.WriteString("before", change.Before?.Version);
        writer.WriteString("folder", change.After.Folder);
        WriteList(writer, "newParts", change.NewParts);
        WriteList(writer, "lostParts", change.LostParts);
        WriteList(writer, "capabilities", change.After.Manifest!.Capabilities);
        WriteList(writer, "newCapabilities", change.NewCapabilities);
    }

    private static string Describe(string capability) => capability switch
    {
        "process" => "process (it starts programs)",
        "network" => "network (it opens connections)",
        "files" => "files (it reads or writes files)",
        _ => capability,
    };

    private static void WriteList(string title, IReadOnlyList<string> names)
    {
        if (names.Count > 0) Console.WriteLine(title + Words.Harmless(string.Join(", ", names)));
    }

    private static void WriteList(Utf8JsonWriter writer, string property, IReadOnlyList<string> names)
    {
        writer.WriteStartArray(property);
        foreach (var name in names) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
