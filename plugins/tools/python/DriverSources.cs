using System.Text.Json.Nodes;

namespace Tessera.Tools.Python;

/// <summary>The Python side of a tool, which lies in its assembly.</summary>
internal static class DriverSources
{
    private const string Folder = "driver/";

    /// <summary>What <c>python3 -c</c> runs: it connects, and loads the modules that are sent to it.</summary>
    public static string Bootstrap { get; } = Read("driver/bootstrap.py");

    /// <summary>The modules by their names.</summary>
    public static JsonObject Modules()
    {
        var modules = new JsonObject();
        foreach (var resource in typeof(DriverSources).Assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Folder, StringComparison.Ordinal) || resource == "driver/bootstrap.py") continue;
            var name = resource[Folder.Length..^".py".Length];
            modules[name == "__init__" ? "tessera_driver" : $"tessera_driver.{name}"] = Read(resource);
        }

        return modules;
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(DriverSources).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
